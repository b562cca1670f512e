"""Entries as an iCalendar file: UTC, stable ids, a sequence that grows, and what is off marked as cancelled."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from twiza.bookings.feed import Entry
from twiza.kit import clock
from twiza.kit.i18n import gettext as _
from twiza.kit.settings import settings

if TYPE_CHECKING:
    from icalendar import Event

_AGAIN = timedelta(hours=1)


def written(entries: Sequence[Entry], *, name: str) -> bytes:
    """The whole file, in the current language."""
    # Nobody asks for one while we start, and it loads for long.
    from icalendar import Calendar

    made = Calendar.new(prodid="-//Twiza//Twiza//EN", name=name, refresh_interval=_AGAIN)
    for entry in entries:
        made.add_component(_event(entry))
    return made.to_ical()


def _event(entry: Entry) -> "Event":
    from icalendar import Event

    event = Event.new(
        uid=f"{entry.id}@twiza",
        stamp=clock.now().replace(microsecond=0),
        start=entry.starts_at,
        end=entry.ends_at,
        summary=_("{category} with {name}", category=entry.category, name=entry.other),
        description=_("Booking {reference}", reference=entry.reference),
        location=", ".join(part for part in (entry.address, entry.city) if part),
        sequence=entry.sequence,
        url=f"{settings().public_url}/bookings/{entry.reference}",
    )
    event.add("status", "CANCELLED" if entry.is_off else "CONFIRMED")
    return event
