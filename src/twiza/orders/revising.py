"""Ask for changes to what was delivered."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.db import lock
from twiza.kit.errors import Conflict
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.orders.actors import Actor
from twiza.orders.advancing import advance, check
from twiza.orders.events import RevisionRequested
from twiza.orders.models import Order
from twiza.orders.states import REQUEST_REVISION
from twiza.orders.wording import reason as read_reason

NONE_LEFT = N_(
    "All the changes of this package are used. Approve the work, write to the freelancer, or open a dispute."
)


async def request_revision(session: AsyncSession, order_id: UUID, *, by: Actor, reason: str) -> Order:
    """The client asks for changes, as often as the package allows."""
    order = await lock(session, Order, order_id)
    check(order, REQUEST_REVISION, by)
    if order.revisions_left == 0:
        raise Conflict(NONE_LEFT, code="no_revisions_left")
    said = read_reason(reason)
    advance(session, order, REQUEST_REVISION, by, note=said)
    order.revisions_used += 1
    record(session, RevisionRequested.of(order, by.account_id, reason=said))
    return order
