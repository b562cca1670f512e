"""What messages do when something happens elsewhere: an offer is laid into the conversation, and changes there."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import bus
from twiza.kit.events import on
from twiza.messaging import sending
from twiza.messaging.models import Message
from twiza.orders.events import (
    OfferAccepted,
    OfferDeclined,
    OfferEvent,
    OfferExpired,
    OfferMade,
    OfferWithdrawn,
)


@on(OfferMade)
async def lay_into_conversation(session: AsyncSession, event: OfferMade) -> None:
    """Refused when the two can't talk: then the offer isn't made either."""
    await sending.send_offer(session, event.client_id, by=event.freelancer_id, offer_id=event.offer_id)


@on(OfferAccepted)
@on(OfferDeclined)
@on(OfferWithdrawn)
@on(OfferExpired)
async def show_as_it_is(session: AsyncSession, event: OfferEvent) -> None:
    """Open pages of both sides show the conversation again."""
    row = (
        await session.execute(
            select(Message.id, Message.conversation_id).where(Message.offer_id == event.offer_id)
        )
    ).one_or_none()
    if row is None:
        return
    told = {"type": "message", "conversation": str(row.conversation_id), "id": str(row.id), "changed": True}
    for me, other in (
        (event.client_id, event.freelancer_id),
        (event.freelancer_id, event.client_id),
    ):
        await bus.publish(session, f"account:{me}", {**told, "with": str(other)})
