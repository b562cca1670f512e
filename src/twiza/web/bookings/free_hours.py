"""Hours to choose from: those of a pro that may be asked for, and how long a visit may last."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.bookings.delays import SLOT
from twiza.bookings.kinds import Duration
from twiza.bookings.models import Booking
from twiza.kit import clock
from twiza.kit.i18n import format_date
from twiza.kit.i18n import gettext as _
from twiza.pros import hours, slots
from twiza.pros.calendar import number
from twiza.pros.models import CALENDAR_HOURS, ProCalendar
from twiza.web.bookings import words
from twiza.web.bookings.asked import moment_text

_DAYS = 14


async def of(connection: AsyncConnection, pro_id: UUID) -> list[tuple[str, str]]:
    """The free hours of the next two weeks, each with its whole date, ready for a select."""
    return [_option(at) for at in await _free(connection, pro_id)]


async def to_move(connection: AsyncConnection, booking: Booking) -> list[tuple[str, str]]:
    """Those from which a visit as long as this one fits; the hours it holds already are its own."""
    calendar = await Calendar.read(connection, booking.pro_id)
    own = _span(booking.starts_at, (booking.ends_at - booking.starts_at) // SLOT)
    later = {at for at in own if at > clock.now()}
    starts = sorted({*await _free(connection, booking.pro_id), *later} - {booking.starts_at})
    return [_option(at) for at in starts if calendar.has_room(_span(at, len(own)), own)]


async def _free(connection: AsyncConnection, pro_id: UUID) -> list[datetime]:
    now = clock.now()
    days = await slots.week_of_slots(connection, pro_id, clock.local(now).date(), _DAYS, now)
    return [at for day in days for at in day.free]


def _option(at: datetime) -> tuple[str, str]:
    return moment_text(at), words.slot(at)


def _span(starts_at: datetime, hours: int) -> list[datetime]:
    """The starts of as many hours in a row."""
    return [starts_at + n * SLOT for n in range(hours)]


class Calendar:
    """A pro's bits, read once, to tell of any hour how long a visit may last from then on."""

    def __init__(self, base: int, opened: int, locked: int) -> None:
        self.base, self.opened, self.locked = base, opened, locked

    @classmethod
    async def read(cls, connection: AsyncConnection, pro_id: UUID) -> "Calendar":
        statement = select(ProCalendar.base_hour, ProCalendar.open, ProCalendar.locked)
        row = (await connection.execute(statement.where(ProCalendar.pro_id == pro_id))).one_or_none()
        return cls(row.base_hour, number(row.open), number(row.locked)) if row else cls(0, 0, 0)

    def durations(self, starts_at: datetime) -> list[dict[str, Any]]:
        """The five lengths: until when each lasts, or what stands in its way; the shortest that fits is chosen."""
        said = [self._told(starts_at, length) for length in Duration]
        first = next((one for one in said if one["fits"]), None)
        return [{**one, "checked": one is first} for one in said]

    def longer(self, booking: Booking) -> list[tuple[str, str]]:
        """The longer lengths that a confirmed visit may still take: what it holds already is no obstacle."""
        held = (booking.ends_at - booking.starts_at) // SLOT
        added = {
            length: [booking.starts_at + n * SLOT for n in range(held, length.hours)] for length in Duration
        }
        return [
            (length.value, words.duration(length))
            for length, starts in added.items()
            if starts and not self._obstacle(starts)
        ]

    def has_room(self, starts: Sequence[datetime], own: Sequence[datetime]) -> bool:
        """Whether these hours are open, and held by nobody but the visit that holds `own`."""
        return not self._obstacle([at for at in starts if at not in own])

    def _told(self, starts_at: datetime, length: Duration) -> dict[str, Any]:
        why = self._obstacle(_span(starts_at, length.hours))
        until = _("until {time}", time=format_date(starts_at + length.span, "time"))
        return {
            "value": length.value,
            "text": words.duration(length),
            "until": until,
            "fits": not why,
            "why": why,
        }

    def _obstacle(self, starts: Sequence[datetime]) -> str:
        """The first hour that isn't open, or that another booking holds."""
        for at in starts:
            place = hours.hour_of(at) - self.base
            bit = hours.span(place, place + 1, CALENDAR_HOURS)
            time = format_date(at, "time")
            if not self.opened & bit:
                return _("closed from {time}", time=time)
            if self.locked & bit:
                return _("taken at {time}", time=time)
        return ""
