"""Everything two people can have between them, one of each, for tests of who may see it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast
from tests.pros.opening import next_day, open_hassan
from tests.reviews.orders import gig_of, order_of
from twiza.bookings.models import Booking, BookingRequest, RequestFile
from twiza.gigs.models import Gig, GigStatus
from twiza.kit import clock, storage
from twiza.messaging.models import Conversation, ConversationSide, Message, MessageFile, MessageKind
from twiza.orders.disputes.models import Dispute, DisputeReason, NonDeliveryClaim
from twiza.orders.models import Delivery, Extension, FileRole, Order, OrderFile, OrderStatus
from twiza.orders.offers.models import Offer
from twiza.profiles.places import Category
from twiza.pros.models import (
    AvailabilityException,
    ExceptionReason,
    ProPhoto,
    ProProfile,
    ProService,
    Timetable,
)
from twiza.reviews import writing

SECRET = "Ce que seuls Amina et Youssef savent"


@dataclass(frozen=True)
class Belongings:
    """What Amina and Youssef share, and Amina and Hassan; Youssef's draft is his alone, and so are Hassan's hours."""

    draft: UUID
    order: UUID
    reference: str
    order_file: UUID
    extension: UUID
    claim: UUID
    dispute: UUID
    offer: UUID
    message_file: UUID
    review: UUID
    service: UUID
    timetable: UUID
    closed: UUID
    photo: UUID
    request: UUID
    booking: UUID
    booking_reference: str
    booking_file: UUID


async def gather(session: AsyncSession, cast: Cast) -> Belongings:
    """One of each, every text of it the secret."""
    gig = await gig_of(session, cast.youssef.id)
    draft = Gig(freelancer_id=cast.youssef.id, status=GigStatus.DRAFT, title=SECRET, description=SECRET)
    session.add(draft)
    finished = await order_of(session, cast, gig)
    review = await writing.write(session, finished.id, by=cast.amina.id, rating=4, text=SECRET)
    order = await order_of(session, cast, gig, OrderStatus.IN_PROGRESS)
    order.title = SECRET
    order.started_at, order.due_at = clock.now() - timedelta(days=5), clock.now() - timedelta(days=2)
    order_file = await _delivered(session, cast, order)
    message_file = await _written(session, cast)
    extension = Extension(order_id=order.id, by_id=cast.youssef.id, days=2, reason=SECRET)
    due = clock.now() + timedelta(days=1)
    claim = NonDeliveryClaim(order_id=order.id, details=SECRET, answer_due_at=due)
    dispute = Dispute(
        order_id=order.id,
        opened_by_id=cast.amina.id,
        reason=DisputeReason.OTHER,
        details=SECRET,
        answer_due_at=due,
    )
    offer = Offer(
        freelancer_id=cast.youssef.id,
        client_id=cast.amina.id,
        title=SECRET,
        scope=SECRET,
        price=900_00,
        delivery_days=4,
        expires_at=due,
    )
    session.add_all([extension, claim, dispute, offer])
    await session.flush()
    return Belongings(
        draft=draft.id,
        order=order.id,
        reference=order.reference,
        order_file=order_file,
        extension=extension.id,
        claim=claim.id,
        dispute=dispute.id,
        offer=offer.id,
        message_file=message_file,
        review=review.id,
        **await _of_a_pro(session, cast),
        **await _visit(session, cast),
    )


async def _of_a_pro(session: AsyncSession, cast: Cast) -> dict[str, UUID]:
    """What Hassan keeps for himself: a service, other hours for a day, an hour closed, a photo."""
    pro_id = (await open_hassan(session, cast)).account_id
    service = (await session.execute(select(ProService.id).where(ProService.pro_id == pro_id))).scalar_one()
    day = clock.now().date() + timedelta(days=3)
    season = Timetable(pro_id=pro_id, name=SECRET, starts_on=day, ends_on=day)
    start = clock.now() + timedelta(days=4)
    closed = AvailabilityException(
        pro_id=pro_id,
        start_at=start,
        end_at=start + timedelta(hours=1),
        reason=ExceptionReason.MANUAL_BLOCK,
        note=SECRET,
    )
    photo = ProPhoto(pro_id=pro_id, name="photo.webp")
    session.add_all([season, closed, photo])
    await session.flush()
    return {"service": service, "timetable": season.id, "closed": closed.id, "photo": photo.id}


async def _visit(session: AsyncSession, cast: Cast) -> dict[str, Any]:
    """Amina asked Hassan to come: what is to be done, where, with a photo."""
    work = (await session.execute(select(Category.id).where(Category.slug == "plomberie"))).scalar_one()
    city = (
        await session.execute(select(ProProfile.city_id).where(ProProfile.account_id == cast.hassan.id))
    ).scalar_one()
    at = next_day(4, 14)
    same = {"client_id": cast.amina.id, "city_id": city, "category_id": work, "starts_at": at}
    request = BookingRequest(**same, description=SECRET, address=SECRET, floor=SECRET, landmark=SECRET)
    file = await storage.put(session, SECRET.encode(), owner=cast.amina.id, name="fuite.txt")
    session.add(request)
    await session.flush()
    booking = Booking(
        **same,
        pro_id=cast.hassan.id,
        request_id=request.id,
        reference="BK-AMINA7",
        ends_at=at + timedelta(hours=1),
        expires_at=clock.now() + timedelta(hours=12),
    )
    session.add_all([booking, RequestFile(request_id=request.id, file_id=file.id)])
    await session.flush()
    return {
        "request": request.id,
        "booking": booking.id,
        "booking_reference": booking.reference,
        "booking_file": file.id,
    }


async def _delivered(session: AsyncSession, cast: Cast, order: Order) -> UUID:
    delivery = Delivery(order_id=order.id, number=1, note=SECRET)
    session.add(delivery)
    file = await storage.put(session, SECRET.encode(), owner=cast.youssef.id, name="livraison.txt")
    await session.flush()
    session.add(
        OrderFile(
            order_id=order.id,
            file_id=file.id,
            role=FileRole.DELIVERY,
            by_id=cast.youssef.id,
            delivery_id=delivery.id,
        )
    )
    return file.id


async def _written(session: AsyncSession, cast: Cast) -> UUID:
    low, high = sorted([cast.amina.id, cast.youssef.id])
    conversation = Conversation(low_id=low, high_id=high)
    session.add(conversation)
    await session.flush()
    message = Message(
        conversation_id=conversation.id, sender_id=cast.amina.id, kind=MessageKind.FILE, text=SECRET
    )
    session.add(message)
    file = await storage.put(session, SECRET.encode(), owner=cast.amina.id, name="mot.txt")
    await session.flush()
    session.add(MessageFile(message_id=message.id, file_id=file.id))
    for one, other in ((low, high), (high, low)):
        session.add(
            ConversationSide(
                conversation_id=conversation.id,
                account_id=one,
                other_id=other,
                last_message_id=message.id,
                unread=int(one == cast.youssef.id),
            )
        )
    return file.id
