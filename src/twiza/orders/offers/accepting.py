"""The client accepts an offer: an order is born on its terms."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.terms import TERMS
from twiza.content import pages
from twiza.gigs.models import Gig
from twiza.kit.db import lock
from twiza.kit.errors import Invalid
from twiza.kit.events import record
from twiza.orders import buying
from twiza.orders.actors import Actor
from twiza.orders.buying import Terms
from twiza.orders.events import OfferAccepted
from twiza.orders.models import Order
from twiza.orders.offers.answering import change, check
from twiza.orders.offers.models import Offer
from twiza.orders.offers.states import ACCEPT


async def accept(session: AsyncSession, offer_id: UUID, *, by: Actor, accepted_terms: bool) -> Order:
    """Once; the same people may deal with each other, and the same cap holds, as for any order."""
    offer = await lock(session, Offer, offer_id)
    check(offer, ACCEPT, by)
    if not accepted_terms:
        raise Invalid({"accepted_terms": buying.ACCEPT_TERMS})
    cover = await session.scalar(select(Gig.cover).where(Gig.id == offer.gig_id)) if offer.gig_id else None
    terms = Terms(
        title=offer.title,
        cover=cover,
        tier=None,
        package=offer.title,
        contents=offer.scope,
        price=offer.price,
        delivery_days=offer.delivery_days,
        revisions=offer.revisions,
        version=pages.version(TERMS),
    )
    people = {"client_id": offer.client_id, "freelancer_id": offer.freelancer_id}
    order = await buying.buy(session, terms, **people, gig_id=offer.gig_id, verb="accept-offer")
    offer.order_id = order.id
    await change(session, offer, ACCEPT, by)
    record(session, OfferAccepted.of(offer, by.account_id, order_id=order.id))
    return order
