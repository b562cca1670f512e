"""One booking of a list as its template reads it."""

from typing import Any

from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.models import Booking
from twiza.bookings.people import Person
from twiza.bookings.reading import Listed
from twiza.kit.i18n import gettext as _
from twiza.web.bookings import words
from twiza.web.bookings.tiles import tile
from twiza.web.orders.words import called
from twiza.web.templates import query


def row(listed: Listed) -> dict[str, Any]:
    """A visit to come, or one that was."""
    booking = listed.booking
    return {
        **head(listed),
        "when": words.visit(booking),
        "category": listed.category.name,
        "other": other(listed.other),
        "reference": booking.reference,
        "pill": words.pill_of(booking, listed.party),
        "note": listed.neighbourhood.name if listed.neighbourhood and is_pro(listed) else "",
        "again": again(listed) if booking.status is BookingStatus.COMPLETED and not is_pro(listed) else "",
    }


def asked(listed: Listed) -> dict[str, Any]:
    """One of those who were asked, and how long there is still."""
    booking = listed.booking
    waits = booking.status is BookingStatus.PENDING and not words.has_lapsed(booking)
    return {
        "path": f"/bookings/{booking.reference}",
        "other": other(listed.other),
        "pill": words.pill_of(booking, listed.party),
        "note": words.left(booking.expires_at) if waits else "",
        "until": booking.expires_at if waits else None,
    }


def head(listed: Listed) -> dict[str, Any]:
    """Which hour, of what, where; the same for every kind of line."""
    booking = listed.booking
    return {
        "path": f"/bookings/{booking.reference}",
        "tile": tile(booking.starts_at),
        "when": words.slot(booking.starts_at),
        "category": listed.category.name,
        "where": where(listed),
        "urgent": booking.urgent,
    }


def where(listed: Listed) -> str:
    """The neighbourhood is known to all who were asked; the address isn't."""
    if listed.neighbourhood is None:
        return listed.city.name
    return _("{neighbourhood}, {city}", neighbourhood=listed.neighbourhood.name, city=listed.city.name)


def again(listed: Listed) -> str:
    """The same pro for the same work, at another hour."""
    return query("/client/bookings/new", pro=listed.booking.pro_id, category=listed.category.slug)


def other(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": called(person.name),
        "initials": person.initials,
        "avatar_url": person.avatar_url,
    }


def is_pro(listed: Listed) -> bool:
    return listed.party is BookingParty.PRO


def has_ended(booking: Booking) -> bool:
    return booking.status not in {BookingStatus.PENDING, BookingStatus.CONFIRMED} or words.has_lapsed(booking)
