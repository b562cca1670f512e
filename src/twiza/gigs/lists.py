"""A gig's short lists are replaced whole, once nothing in them is wrong."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.gigs import limits
from twiza.gigs.models import Gig, GigFaq, GigQuestion


async def replace(
    session: AsyncSession,
    gig: Gig,
    kind: type[GigFaq] | type[GigQuestion],
    rows: Sequence[GigFaq | GigQuestion],
    faults: Mapping[str, str],
    *,
    field: str,
    most: int,
) -> dict[str, str]:
    """These rows instead of those there are; what is wrong with them, and then nothing is changed."""
    found = {**faults, **({field: limits.TOO_MANY} if len(rows) > most else {})}
    if not found:
        await session.execute(delete(kind).where(kind.gig_id == gig.id))
        session.add_all(rows)
        await session.flush()
    return found
