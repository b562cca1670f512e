"""The history of a booking in sentences: who did what, seen from one side."""

from datetime import datetime
from typing import Any

from twiza.bookings.kinds import BookingEventType, BookingParty, BookingStatus, Duration
from twiza.bookings.rooms import Happened, Room
from twiza.kit.i18n import gettext as _
from twiza.web.bookings import words
from twiza.web.orders.words import happened, named

_PEOPLE = {BookingParty.CLIENT, BookingParty.PRO}


def lines(room: Room, *, of_hours: bool = True) -> list[dict[str, Any]]:
    """Newest first; that hours became free says nothing to the two whose visit it was."""
    told = [one for one in room.history if of_hours or one.type is not BookingEventType.SLOTS_RELEASED]
    return [_line(room, one) for one in reversed(told)]


def _line(room: Room, one: Happened) -> dict[str, Any]:
    icon, text = _sentence(room, one)
    return {"icon": icon, "text": text, "note": _note(one), "at": one.at, "when": happened(one.at)}


def _sentence(room: Room, one: Happened) -> tuple[str, str]:
    if one.type is BookingEventType.SLOTS_RELEASED:
        icon, text = words.BY_THE_CLOCK[one.type]
        return icon, _(text)
    if one.party is BookingParty.ADMIN:
        return "shield-check", _("Twiza decided: {status}", status=_status(one))
    if one.party not in _PEOPLE or one.type not in words.HISTORY:
        icon, text = words.BY_THE_CLOCK.get(one.type, ("clock", ""))
        return icon, _(text) if text and not _is_settled(one) else _status(one)
    icon, mine, theirs = words.LENGTHENED if "was" in one.details else words.HISTORY[one.type]
    return icon, _(mine) if one.party is room.party else _(theirs, name=named(_name(room, one)))


def _is_settled(one: Happened) -> bool:
    """Ended because somebody left, not because the hour was taken."""
    gave_way = BookingStatus.CANCELLED_AUTO_FIRST_CONFIRMED
    return one.type is BookingEventType.CANCELLED and one.details.get("to") != gave_way


def _status(one: Happened) -> str:
    to = one.details.get("to")
    known = next((each for each in BookingStatus if each == to), None)
    return _(words.STATUS[known].text) if known else ""


def _name(room: Room, one: Happened) -> str:
    return (room.shown.client if one.party is BookingParty.CLIENT else room.shown.pro).name


def _note(one: Happened) -> str:
    """How long it takes, or when it moved to."""
    if one.type is BookingEventType.RESCHEDULED:
        return words.slot(datetime.fromisoformat(str(one.details["to"])))
    if one.type is BookingEventType.CONFIRMED and (length := one.details.get("duration")):
        return words.duration(Duration(length))
    return ""
