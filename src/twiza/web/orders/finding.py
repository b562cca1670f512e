"""One order by what its address says: its reference, or its id; for its two people alone."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.kit import ids
from twiza.kit.errors import NotFound
from twiza.kit.i18n import gettext as _
from twiza.orders.access import visible_to
from twiza.orders.models import Order
from twiza.web.orders.acts import ACTS, act


async def seen(session: AsyncSession, key: str, viewer_id: UUID) -> Order:
    """The order, if this person takes part in it; references are read aloud, so capitals don't matter."""
    order_id = ids.parse(key)
    named = Order.id == order_id if order_id else Order.reference == key.upper()
    found = await session.scalar(select(Order).where(named, visible_to(viewer_id)))
    if found is None:
        raise NotFound
    return found


async def done(session: AsyncSession, order: Order, verb: str, viewer_id: UUID) -> str:
    """What is said once the act is done; it names the other side."""
    if verb not in ACTS:
        return _("Your answers are sent.")
    party = order.party(viewer_id)
    other = await session.get_one(Account, order.other(viewer_id))
    if party is None:
        raise NotFound
    return act(verb, order, party, other.public_name).done
