"""The freelancer takes an offer back, or its time is over."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict
from twiza.kit.events import record
from twiza.orders.actors import CLOCK, Actor
from twiza.orders.advancing import NOT_YET
from twiza.orders.events import OfferExpired, OfferWithdrawn
from twiza.orders.offers.answering import change
from twiza.orders.offers.models import Offer
from twiza.orders.offers.states import EXPIRE, WITHDRAW


async def withdraw(session: AsyncSession, offer_id: UUID, *, by: Actor) -> Offer:
    """As long as the client hasn't answered."""
    offer = await lock(session, Offer, offer_id)
    await change(session, offer, WITHDRAW, by)
    record(session, OfferWithdrawn.of(offer, by.account_id))
    return offer


async def expire(session: AsyncSession, offer_id: UUID) -> Offer:
    """The clock closes what nobody answered in time."""
    offer = await lock(session, Offer, offer_id)
    if offer.expires_at > clock.now():
        raise Conflict(NOT_YET, code="not_yet")
    await change(session, offer, EXPIRE, CLOCK)
    record(session, OfferExpired.of(offer, None))
    return offer
