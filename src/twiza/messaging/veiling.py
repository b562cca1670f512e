"""What one person may read of another's words: phone numbers only while a booking between the two is confirmed.

Everything that shows messages asks here, so there is one place where it can be wrong. Most words hold no number: then
the database isn't asked at all.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.accounts.shielding import masked
from twiza.bookings.access import numbers_shown

Veil = Callable[[str], str]


def as_written(text: str) -> str:
    """No veil at all."""
    return text


async def veil(connection: AsyncConnection, viewer_id: UUID, other_id: UUID, texts: Sequence[str]) -> Veil:
    """How this viewer reads the other's words; `texts` are those that are about to be shown."""
    if all(masked(text) == text for text in texts):
        return as_written
    return as_written if await numbers_shown(connection, viewer_id, other_id) else masked
