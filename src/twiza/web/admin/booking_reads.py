"""What administrators read of bookings: everybody's, to find one; the hours one holds; its penalties and reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from twiza.accounts import finding
from twiza.accounts.models import Account
from twiza.bookings.kinds import BookingStatus, PenaltyType
from twiza.bookings.models import Booking, Penalty, SlotLock
from twiza.kit import i18n
from twiza.profiles.places import Category, City
from twiza.trust.models import Report, ReportedKind, ReportStatus

PAGE = 30
_REFERENCE = 6
_Client, _Pro = aliased(Account), aliased(Account)


def _name(account: type[Account]) -> ColumnElement[str]:
    return func.concat_ws(" ", account.first_name, account.last_name)


@dataclass(frozen=True, slots=True)
class Line:
    """One booking of the list; the names of places are in the reader's language."""

    id: UUID
    reference: str
    client: str
    pro: str
    city: str
    category: str
    status: BookingStatus
    expires_at: datetime
    starts_at: datetime
    urgent: bool


@dataclass(frozen=True, slots=True)
class Penalised:
    """A line of the penalty log, and whose it is."""

    id: UUID
    account_id: UUID
    name: str
    type: PenaltyType
    no_show: bool
    effect: str
    ends_at: datetime | None
    excused_at: datetime | None
    excuse: str
    created_at: datetime
    reference: str | None


class Filters(NamedTuple):
    """What an administrator looks for; empty means any."""

    words: str = ""
    status: BookingStatus | None = None
    urgent: bool = False


_PENALTIES = (
    select(
        Penalty.id,
        Penalty.account_id,
        _name(Account),
        Penalty.type,
        Penalty.no_show,
        Penalty.effect,
        Penalty.ends_at,
        Penalty.excused_at,
        Penalty.excuse,
        Penalty.created_at,
        Booking.reference,
    )
    .join(Account, Account.id == Penalty.account_id)
    .outerjoin(Booking, Booking.id == Penalty.booking_id)
    .order_by(Penalty.created_at.desc(), Penalty.id.desc())
    .limit(literal_column("100"))
)


async def lines(
    connection: AsyncConnection, filters: Filters, *, after: UUID | None = None
) -> tuple[Sequence[Line], UUID | None]:
    """The newest first, and where the older ones begin."""
    lang = i18n.language.get()
    statement = (
        select(
            Booking.id,
            Booking.reference,
            _name(_Client).label("client"),
            _name(_Pro).label("pro"),
            getattr(City, f"name_{lang}"),
            getattr(Category, f"name_{lang}"),
            Booking.status,
            Booking.expires_at,
            Booking.starts_at,
            Booking.urgent,
        )
        .join(_Client, _Client.id == Booking.client_id)
        .join(_Pro, _Pro.id == Booking.pro_id)
        .join(City, City.id == Booking.city_id)
        .join(Category, Category.id == Booking.category_id)
        .order_by(Booking.id.desc())
        .limit(literal_column(str(PAGE + 1)))
    )
    if filters.words:
        statement = statement.where(await _named(connection, filters.words))
    if filters.status:
        statement = statement.where(Booking.status == filters.status)
    if filters.urgent:
        statement = statement.where(Booking.urgent.is_(True))
    if after:
        statement = statement.where(Booking.id < after)
    found = [Line(*row) for row in (await connection.execute(statement)).all()]
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


async def _named(connection: AsyncConnection, words: str) -> ColumnElement[bool]:
    """A reference, with or without its beginning; else the people of that name, number or address."""
    code = words.upper().removeprefix("BK-").strip()
    people = [person.id for person in (await finding.find(connection, finding.Filters(words))).people]
    told: list[ColumnElement[bool]] = []
    if people:
        told = [Booking.client_id.in_(people), Booking.pro_id.in_(people)]
    if len(code) == _REFERENCE:
        told.append(Booking.reference == f"BK-{code}")
    return or_(*told) if told else literal_column("false")


async def hours(connection: AsyncConnection, booking_id: UUID) -> Sequence[datetime]:
    """The hours that it holds."""
    held = select(SlotLock.starts_at).where(SlotLock.booking_id == booking_id).order_by(SlotLock.starts_at)
    return (await connection.scalars(held)).all()


async def penalties(
    connection: AsyncConnection, *, booking_id: UUID | None = None, account_id: UUID | None = None
) -> Sequence[Penalised]:
    """Of one booking, or of one person; the latest first."""
    whose = Penalty.booking_id == booking_id if booking_id else Penalty.account_id == account_id
    return [Penalised(*row) for row in (await connection.execute(_PENALTIES.where(whose))).all()]


async def reports(
    connection: AsyncConnection, booking_id: UUID
) -> Sequence[tuple[UUID, str, ReportStatus, datetime]]:
    """What was reported about it."""
    about = (Report.kind == ReportedKind.BOOKING, Report.subject_id == booking_id)
    shown = select(Report.id, Report.title, Report.status, Report.created_at).where(*about)
    rows: Sequence[Any] = (await connection.execute(shown.order_by(Report.id.desc()))).all()
    return [(row[0], row[1], row[2], row[3]) for row in rows]
