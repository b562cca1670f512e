"""How a pro has worked lately, as their page tells it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.discovery.models import ProRecord

_RECORD = select(ProRecord.asked, ProRecord.answered, ProRecord.minutes, ProRecord.done).where(
    ProRecord.pro_id == bindparam("pro")
)
# Of fewer requests a share says nothing.
_LEAST = 3


@dataclass(frozen=True, slots=True)
class ProFacts:
    """Jobs done, the share of requests that were answered, the minutes it usually takes; empty while unknown."""

    done: int = 0
    answers: int | None = None
    minutes: int | None = None


async def facts(connection: AsyncConnection, pro_id: UUID) -> ProFacts:
    """As they were counted last night."""
    row = (await connection.execute(_RECORD, {"pro": pro_id})).one_or_none()
    if row is None:
        return ProFacts()
    answers = round(100 * row.answered / row.asked) if row.asked >= _LEAST else None
    return ProFacts(row.done, answers, row.minutes)
