"""What messages do when something happens elsewhere: an offer is laid into the conversation."""

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.events import on
from twiza.messaging import sending
from twiza.orders.events import OfferMade


@on(OfferMade)
async def lay_into_conversation(session: AsyncSession, event: OfferMade) -> None:
    """Refused when the two can't talk: then the offer isn't made either."""
    await sending.send_offer(session, event.client_id, by=event.freelancer_id, offer_id=event.offer_id)
