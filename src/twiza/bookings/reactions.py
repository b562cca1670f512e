"""What bookings do when something happens: open pages read again, and nobody leaves others waiting at the door."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import deleting
from twiza.accounts.events import AccountBanned, AccountDeleted, AccountSuspended
from twiza.bookings import events, forgetting, proposals, showing, tasks
from twiza.bookings.access import visible_to
from twiza.bookings.kinds import BookingStatus
from twiza.bookings.models import Booking
from twiza.kit.errors import Conflict
from twiza.kit.events import on
from twiza.kit.i18n import N_
from twiza.kit.tasks import enqueue
from twiza.pros import moving
from twiza.pros.events import ProSuspended

OPEN_BOOKINGS = N_(
    "You still have a confirmed booking. Cancel it or have it done first, then you can delete your account."
)

WAITING = N_("Clients of your city wait for your answer. Answer them, then change the city.")


async def show_both(session: AsyncSession, event: events.BookingHappened) -> None:
    """The pages of both sides read the booking again."""
    await showing.show(session, event.booking_id, event.client_id, event.pro_id)


for kind in events.BookingHappened.__subclasses__():
    on(kind)(show_both)


async def forget_proposals(session: AsyncSession, event: events.BookingHappened) -> None:
    """A booking that has ended is moved no more."""
    await proposals.lapse_all(session, event.booking_id)


for end in (events.BookingCancelled, events.BookingCompleted):
    on(end)(forget_proposals)


@on(AccountBanned)
async def settle_banned(session: AsyncSession, event: AccountBanned) -> None:
    await enqueue(session, tasks.settle_account, event.account_id)


@on(AccountSuspended)
async def settle_suspended(session: AsyncSession, event: AccountSuspended) -> None:
    await enqueue(session, tasks.settle_account, event.account_id)


@on(ProSuspended)
async def settle_pro(session: AsyncSession, event: ProSuspended) -> None:
    """What they asked for themselves, as clients, stays."""
    await enqueue(session, tasks.settle_account, event.pro_id)


@moving.before_moving
async def refuse_with_requests(session: AsyncSession, pro_id: UUID) -> None:
    """Whoever asked in the old city is owed an answer first."""
    waits = (Booking.pro_id == pro_id, Booking.status == BookingStatus.PENDING)
    if await session.scalar(select(exists().where(*waits))):
        raise Conflict(WAITING, code="requests_waiting")


@deleting.before_leaving
async def refuse_with_open_bookings(session: AsyncSession, account_id: UUID) -> None:
    """Somebody expects a visit; requests that wait simply end."""
    confirmed = Booking.status == BookingStatus.CONFIRMED
    if await session.scalar(select(exists().where(visible_to(account_id), confirmed))):
        raise Conflict(OPEN_BOOKINGS, code="open_bookings")


@on(AccountDeleted)
async def settle_deleted(session: AsyncSession, event: AccountDeleted) -> None:
    """Words and addresses go with the person, whatever still waits is settled."""
    await forgetting.forget(session, event.account_id)
    await enqueue(session, tasks.settle_account, event.account_id)
