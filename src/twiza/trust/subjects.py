"""What can be reported: whose it is, and where it stands, for those who may see it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, Hat, HatKind
from twiza.bookings.access import visible_to
from twiza.bookings.models import Booking, BookingRequest
from twiza.gigs.models import Gig, GigStatus
from twiza.kit.errors import NotFound
from twiza.messaging.models import Conversation, Message
from twiza.reviews.models import Review
from twiza.trust.models import ReportedKind


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that somebody may report: the account answerable for it, its words, the page it stands on."""

    about_id: UUID
    words: str
    path: str


Find = Callable[[AsyncSession, UUID, UUID | None], Awaitable[Subject | None]]


async def seen(session: AsyncSession, kind: ReportedKind, subject_id: UUID, *, by: UUID) -> Subject:
    """The thing as this person may see it; what they can't see isn't there."""
    found = await _FIND[kind](session, subject_id, by)
    if found is None:
        raise NotFound
    return found


async def inspected(session: AsyncSession, kind: ReportedKind, subject_id: UUID) -> Subject | None:
    """The same for an administrator: also what is no longer shown; nothing when it is gone for good."""
    return await _FIND[kind](session, subject_id, None)


async def _gig(session: AsyncSession, gig_id: UUID, by: UUID | None) -> Subject | None:
    statement = select(Gig.freelancer_id, Gig.title).where(Gig.id == gig_id)
    if by is not None:
        statement = statement.where(Gig.status == GigStatus.PUBLISHED, Gig.deactivated_at.is_(None))
    return _made(await _row(session, statement), f"/gigs/{gig_id}")


async def _profile(session: AsyncSession, account_id: UUID, by: UUID | None) -> Subject | None:
    """People who show a profile, and those one talks with."""
    statement = select(Account.id, Account.first_name).where(Account.id == account_id)
    if by is not None:
        public = select(Hat.id).where(Hat.account_id == account_id, Hat.kind != HatKind.CLIENT).exists()
        talks = select(Conversation.id).where(
            or_(
                (Conversation.low_id == by) & (Conversation.high_id == account_id),
                (Conversation.low_id == account_id) & (Conversation.high_id == by),
            )
        )
        statement = statement.where(Account.deleted_at.is_(None), or_(public, talks.exists()))
    kinds = set(await session.scalars(select(Hat.kind).where(Hat.account_id == account_id)))
    place = "/pro" if HatKind.PRO in kinds and HatKind.FREELANCER not in kinds else "/freelancers"
    return _made(await _row(session, statement), f"{place}/{account_id}")


async def _message(session: AsyncSession, message_id: UUID, by: UUID | None) -> Subject | None:
    """What the other side wrote to oneself."""
    statement = select(Message.sender_id, Message.text).where(Message.id == message_id)
    if by is not None:
        statement = statement.join(Conversation, Conversation.id == Message.conversation_id).where(
            or_(Conversation.low_id == by, Conversation.high_id == by)
        )
    row = await _row(session, statement)
    return _made(row, f"/messages/{row[0]}#m-{message_id}" if row else "")


async def _review(session: AsyncSession, review_id: UUID, by: UUID | None) -> Subject | None:
    statement = select(Review.reviewer_id, Review.text, Review.reviewee_id).where(Review.id == review_id)
    if by is not None:
        statement = statement.where(Review.counted.is_(True))
    row = await _row(session, statement)
    return _made(row, f"/freelancers/{row[2]}/reviews" if row else "")


async def _booking(session: AsyncSession, booking_id: UUID, by: UUID | None) -> Subject | None:
    """A visit, in the words of whoever asked for it; the other side answers for it."""
    shown = (Booking.pro_id, BookingRequest.description, Booking.reference, Booking.client_id)
    statement = select(*shown).join(BookingRequest, BookingRequest.id == Booking.request_id)
    statement = statement.where(Booking.id == booking_id)
    if by is not None:
        statement = statement.where(visible_to(by))
    row = await _row(session, statement)
    if row is None:
        return None
    path = f"/bookings/{row[2]}" if by else f"/admin/bookings/{row[2]}"
    return Subject(row[3] if by == row[0] else row[0], row[1], path)


async def _row(session: AsyncSession, statement: Select[*tuple[Any, ...]]) -> tuple[Any, ...] | None:
    row = (await session.execute(statement)).one_or_none()
    return tuple(row) if row else None


def _made(row: tuple[Any, ...] | None, path: str) -> Subject | None:
    return Subject(row[0], row[1], path) if row else None


_FIND: Mapping[ReportedKind, Find] = {
    ReportedKind.GIG: _gig,
    ReportedKind.PROFILE: _profile,
    ReportedKind.MESSAGE: _message,
    ReportedKind.REVIEW: _review,
    ReportedKind.BOOKING: _booking,
}
