"""Whether there is room for a booking: open hours, nothing held, and neither of its people elsewhere."""

from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, AccountStatus
from twiza.bookings import delays
from twiza.bookings.errors import DurationDoesNotFit, SlotTaken
from twiza.bookings.locking import Hours
from twiza.bookings.models import Booking, SlotLock
from twiza.bookings.statuses import IS_CONFIRMED
from twiza.kit import direct
from twiza.kit.errors import Conflict
from twiza.kit.i18n import N_
from twiza.pros import slots
from twiza.pros.models import ProCalendar, ProProfile

NOT_AVAILABLE = N_("This booking isn’t possible any more: one of you can’t book at the moment.")
_START = bindparam("starts_at", type_=Booking.starts_at.type)
_END = bindparam("ends_at", type_=Booking.ends_at.type)
_CLIENT = bindparam("client", type_=Booking.client_id.type)
_PRO = bindparam("pro", type_=Booking.pro_id.type)
_SUBJECT = bindparam("booking", type_=Booking.id.type)
# A booking that overlaps `starts_at` to `ends_at`, written as its index has it.
WHILE = text("tstzrange(booking.starts_at, booking.ends_at) && tstzrange(:starts_at, :ends_at)").bindparams(
    _START, _END
)
_ELSEWHERE = and_(
    IS_CONFIRMED,
    WHILE,
    Booking.id != _SUBJECT,
    or_(
        Booking.client_id == _CLIENT,
        Booking.pro_id == _PRO,
        # Nobody is at two doors, once as client and once as pro.
        Booking.pro_id == _CLIENT,
        Booking.client_id == _PRO,
    ),
)
_HELD = and_(
    SlotLock.pro_id == _PRO,
    SlotLock.starts_at >= _START,
    SlotLock.starts_at < _END,
    SlotLock.booking_id != _SUBJECT,
)
_BUSY = union_all(
    select(SlotLock.starts_at.label("at")).where(_HELD),
    select(func.greatest(Booking.starts_at, _START).label("at")).where(_ELSEWHERE),
).subquery()
_GONE = select(func.count()).where(
    Account.id.in_([_CLIENT, _PRO]),
    or_(Account.status != AccountStatus.ACTIVE, Account.deleted_at.is_not(None)),
)
_FOUND = (
    select(
        select(func.min(_BUSY.c.at)).scalar_subquery().label("busy"),
        _GONE.scalar_subquery().label("gone"),
        ProCalendar.base_hour,
        ProCalendar.open,
    )
    .select_from(ProProfile)
    .outerjoin(ProCalendar, ProCalendar.pro_id == ProProfile.account_id)
    .where(ProProfile.account_id == _PRO)
)


async def check(session: AsyncSession, booking: Booking, taking: Hours) -> None:
    """Refuse what finds no room; both people are held. A first hour that is gone is lost, others make it too long."""
    people = {"client": booking.client_id, "pro": booking.pro_id, "booking": booking.id}
    when = {"starts_at": taking.starts_at, "ends_at": taking.ends_at}
    found = await direct.row(session, _FOUND, {**people, **when})
    if found.gone:
        raise Conflict(NOT_AVAILABLE, code="not_available")
    if found.busy is not None:
        raise SlotTaken if _is_first(found.busy, taking) else DurationDoesNotFit
    count = (taking.ends_at - taking.starts_at) // delays.SLOT
    calendar = found.base_hour is not None
    if not calendar or not slots.has_open(found.base_hour, found.open, taking.starts_at, count):
        raise DurationDoesNotFit


def _is_first(busy: datetime, taking: Hours) -> bool:
    return busy < taking.starts_at + delays.SLOT
