"""The orders under way, as the dashboard lists them: whose turn it is, what comes next, by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.gigs.covers import cover_url
from twiza.kit import clock
from twiza.orders import queries
from twiza.orders.models import OrderStatus, Party
from twiza.orders.queries import Listed
from twiza.orders.states import ENDED
from twiza.web.orders import words
from twiza.web.orders.turns import Seen, Turn, turn

SHOWN = 5
_LOOKED_AT = 50
_RUNNING = tuple(status for status in OrderStatus if status not in ENDED)
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Running:
    """One's own turn first, then by deadline."""

    rows: Sequence[dict[str, Any]]
    mine: int
    due_today: int

    @property
    def more(self) -> bool:
        return len(self.rows) > SHOWN


async def running(connection: AsyncConnection, account_id: UUID, side: Party) -> Running:
    """What is under way on this side of the table."""
    page = await queries.mine(connection, account_id, role=side, statuses=_RUNNING, limit=_LOOKED_AT)
    told = sorted(
        ((listed, _turn(listed)) for listed in page.orders),
        key=lambda one: (not one[1].is_urgent, one[1].until or _NEVER),
    )
    today = clock.local(clock.now()).date()
    due = [listed.order.due_at for listed, _ in told if listed.order.status is OrderStatus.IN_PROGRESS]
    return Running(
        rows=[_row(listed, next_step) for listed, next_step in told],
        mine=sum(next_step.is_urgent for _, next_step in told),
        due_today=sum(moment is not None and clock.local(moment).date() == today for moment in due),
    )


def _turn(listed: Listed) -> Turn:
    order, name = listed.order, words.named(listed.other.name)
    disputed = order.disputed_at is not None
    return turn(Seen(order, listed.party, name, is_disputed=disputed, questions_wait=listed.questions_wait))


def _row(listed: Listed, next_step: Turn) -> dict[str, Any]:
    order, other = listed.order, listed.other
    return {
        "path": f"/orders/{order.reference}",
        "title": order.title,
        "cover_url": cover_url(order.cover),
        "reference": order.reference,
        "other": {"name": other.name, "initials": other.initials, "avatar_url": other.avatar_url},
        "price": order.price,
        "pill": words.pill_of(order),
        "note": next_step.title,
        "mine": next_step.is_urgent,
    }
