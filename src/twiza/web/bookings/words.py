"""States, hours and what happened to a booking, as both sides read them."""

from collections.abc import Mapping
from datetime import datetime

from twiza.bookings.kinds import BookingEventType, BookingParty, BookingStatus, Duration
from twiza.bookings.models import Booking
from twiza.kit import clock
from twiza.kit.i18n import N_, format_date, format_money, gettext, ngettext
from twiza.web.orders.words import Pill

STATUS: Mapping[BookingStatus, Pill] = {
    BookingStatus.PENDING: Pill(N_("Answer awaited"), "saffron"),
    BookingStatus.CONFIRMED: Pill(N_("Visit confirmed"), "mint"),
    BookingStatus.DECLINED: Pill(N_("Declined by the pro"), "terracotta"),
    BookingStatus.CANCELLED_BY_CLIENT: Pill(N_("Cancelled by the client"), "grey"),
    BookingStatus.CANCELLED_BY_CLIENT_LATE: Pill(N_("Cancelled late by the client"), "terracotta"),
    BookingStatus.CANCELLED_BY_PRO: Pill(N_("Cancelled by the pro"), "terracotta"),
    BookingStatus.CANCELLED_AUTO_FIRST_CONFIRMED: Pill(N_("Closed: the hour is taken"), "grey"),
    BookingStatus.EXPIRED: Pill(N_("Without an answer"), "grey"),
    BookingStatus.COMPLETED: Pill(N_("Job done"), "mint"),
}
WITHDRAWN = Pill(N_("Request withdrawn"), "grey")
# The same to whoever did it.
OWN: Mapping[BookingStatus, Pill] = {
    BookingStatus.CANCELLED_BY_CLIENT: Pill(N_("Cancelled by you"), "grey"),
    BookingStatus.CANCELLED_BY_CLIENT_LATE: Pill(N_("Cancelled late by you"), "terracotta"),
}
# What the history says when oneself did it, and when the other side did; with which icon.
HISTORY: Mapping[BookingEventType, tuple[str, str, str]] = {
    BookingEventType.CREATED: ("calendar-plus", N_("You sent the request"), N_("{name} sent the request")),
    BookingEventType.CONFIRMED: (
        "calendar-check",
        N_("You confirmed the visit"),
        N_("{name} confirmed the visit"),
    ),
    BookingEventType.DECLINED: (
        "circle-x",
        N_("You declined the request"),
        N_("{name} declined the request"),
    ),
    BookingEventType.CANCELLED: ("circle-x", N_("You cancelled"), N_("{name} cancelled")),
    BookingEventType.COMPLETED: (
        "circle-check",
        N_("You marked the job as done"),
        N_("{name} marked the job as done"),
    ),
    BookingEventType.RESCHEDULED: (
        "refresh-cw",
        N_("You agreed to another hour"),
        N_("{name} agreed to another hour"),
    ),
}
LENGTHENED = ("clock", N_("You made the visit longer"), N_("{name} made the visit longer"))
BY_THE_CLOCK: Mapping[BookingEventType, tuple[str, str]] = {
    BookingEventType.EXPIRED: ("clock", N_("The request ended without an answer")),
    BookingEventType.CANCELLED: ("calendar-check", N_("Closed by itself: the hour is taken")),
    BookingEventType.DECLINED: ("circle-x", N_("Closed: the pro no longer takes requests")),
    BookingEventType.SLOTS_RELEASED: ("calendar-plus", N_("The hours of the pro are free again")),
}


def pill_of(booking: Booking, party: BookingParty | None = None) -> Pill:
    """The state as this reader reads it; what is past its time says so before the worker has come round."""
    said = STATUS[BookingStatus.EXPIRED if has_lapsed(booking) else booking.status]
    if booking.status is BookingStatus.CANCELLED_BY_CLIENT and booking.confirmed_at is None:
        said = WITHDRAWN
    elif party is BookingParty.CLIENT:
        said = OWN.get(booking.status, said)
    return Pill(gettext(said.text), said.tone)


def has_lapsed(booking: Booking) -> bool:
    """Whether it can no longer be answered."""
    return booking.status is BookingStatus.PENDING and booking.expires_at <= clock.now()


def slot(when: datetime) -> str:
    """An hour with its whole date: jeudi 26 novembre 14:00."""
    return gettext("{day} {time}", day=format_date(when, "day"), time=format_date(when, "time"))


def visit(booking: Booking) -> str:
    """The hours of a visit once its length is known; its beginning until then."""
    if booking.duration is None:
        return slot(booking.starts_at)
    day, start, end = clock.local(booking.starts_at), booking.starts_at, booking.ends_at
    return gettext(
        "{day}, from {start} to {end}",
        day=format_date(day, "day"),
        start=format_date(start, "time"),
        end=format_date(end, "time"),
    )


def duration(length: Duration) -> str:
    return ngettext("{n} hour", "{n} hours", length.hours)


def left(until: datetime) -> str:
    """How long there still is, to the minute when it is short: 5 h 12, 48 min."""
    minutes = max(0, int((until - clock.now()).total_seconds()) // 60)
    if minutes < 60:
        return ngettext("{n} minute left", "{n} minutes left", minutes)
    return gettext("{hours} h {minutes} left", hours=minutes // 60, minutes=f"{minutes % 60:02d}")


def prices(call_out_fee: int | None, low: int | None, high: int | None) -> list[tuple[str, str]]:
    """What the pro's own words about money were, as pairs of label and amount."""
    said: list[tuple[str, str]] = []
    if call_out_fee is not None:
        free = gettext("Free of charge")
        said.append((gettext("Call-out fee"), format_money(call_out_fee) if call_out_fee else free))
    if low is not None:
        between = gettext("{low} to {high}", low=format_money(low), high=format_money(high or low))
        said.append((gettext("Usual price"), format_money(low) if high in (None, low) else between))
    return said
