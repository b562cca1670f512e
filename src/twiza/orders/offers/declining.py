"""The client declines an offer."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.db import lock
from twiza.kit.events import record
from twiza.orders.actors import Actor
from twiza.orders.events import OfferDeclined
from twiza.orders.offers.answering import change
from twiza.orders.offers.models import Offer
from twiza.orders.offers.states import DECLINE


async def decline(session: AsyncSession, offer_id: UUID, *, by: Actor) -> Offer:
    """Nothing comes of it; the freelancer may propose something else."""
    offer = await lock(session, Offer, offer_id)
    await change(session, offer, DECLINE, by)
    record(session, OfferDeclined.of(offer, by.account_id))
    return offer
