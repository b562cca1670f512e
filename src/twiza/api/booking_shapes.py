"""Bookings as JSON, from what the domain reads."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from twiza.api.answers import since
from twiza.bookings import lateness
from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.models import Booking
from twiza.bookings.people import Person
from twiza.bookings.queries import AskedFor, Label, Listed, Room
from twiza.kit import clock, storage
from twiza.kit.i18n import format_money, gettext

Shape = dict[str, object]


def listed(one: Listed) -> Shape:
    """One booking as its viewer may see it."""
    booking = one.booking
    waits = booking.status is BookingStatus.PENDING
    return {
        **_plain(booking, "id", "reference", "request_id", "status", "urgent", "duration", "cancel_reason"),
        **_plain(booking, "call_out_fee", "min_price", "max_price"),
        "your_part": one.party,
        "client": _person(one.client),
        "pro": _person(one.pro),
        "city": _label(one.city),
        "category": _label(one.category),
        "neighbourhood": _label(one.neighbourhood) if one.neighbourhood else None,
        "description": one.description,
        **at("starts", booking.starts_at),
        **at("ends", booking.ends_at),
        **at("expires", booking.expires_at if waits else None),
        "asked": one.asked,
        "waiting": one.waiting,
        "price_text": _price(booking.min_price, booking.max_price),
        **since(booking.created_at),
        "allowed_actions": one.allowed_actions,
    }


def whole(room: Room) -> Shape:
    """A booking with everything that belongs to it, as its viewer may see it."""
    booking = room.booking
    return {
        **listed(room.shown),
        "address": _plain(room.address, "address", "floor", "landmark") if room.address else None,
        "contact": _plain(room.contact, "name", "phone", "whatsapp", "wa_me") if room.contact else None,
        **at("free_cancelling", _free_until(booking, room.party), after="until"),
        **_plain(booking, "confirmed_at", "completed_at", "cancelled_at"),
        **_plain(booking, "agreed_price_client", "agreed_price_pro"),
        "files": _files(room),
        "proposals": [
            {
                **_plain(one, "id", "proposer", "status", "answered_at"),
                **at("starts", one.starts_at),
                **since(one.created_at),
            }
            for one in room.proposals
        ],
        "others": [
            {**_plain(one, "id", "reference", "status"), "pro": _person(one.pro)} for one in room.siblings
        ],
        "history": [
            {**_plain(one, "type", "party", "at"), "local": clock.local_text(one.at)} for one in room.history
        ],
        "allowed_actions": room.allowed_actions,
    }


def asked(group: AskedFor) -> Shape:
    """A request and the booking of each pro who was asked."""
    return {
        "id": group.request_id,
        "bookings": [listed(one) for one in group.bookings],
        "allowed_actions": ["ask-next"] if group.may_ask_next else [],
    }


def at(name: str, moment: datetime | None, *, after: str = "at") -> Shape:
    """A moment in UTC and as people in Morocco read it."""
    return {f"{name}_{after}": moment, f"{name}_local": clock.local_text(moment) if moment else None}


def _files(room: Room) -> Sequence[Shape]:
    facts = ("id", "name", "media_type", "bytes", "width", "height", "seconds")
    return [{**_plain(one, *facts), "url": _link(one.id, room.viewer_id)} for one in room.files]


def _link(file_id: UUID, viewer_id: UUID) -> str:
    return storage.signed_link(file_id, viewer_id)


def _free_until(booking: Booking, party: BookingParty) -> datetime | None:
    confirmed = booking.status is BookingStatus.CONFIRMED
    return lateness.free_until(booking) if confirmed and party is BookingParty.CLIENT else None


def _price(least: int | None, most: int | None) -> str:
    if least is None or most is None:
        return ""
    if least == most:
        return format_money(least)
    return gettext("{least} to {most}", least=format_money(least), most=format_money(most))


def _person(person: Person) -> Shape:
    return _plain(person, "id", "name", "avatar_url", "identity_verified")


def _label(label: Label) -> Shape:
    return _plain(label, "slug", "name")


def _plain(row: object, *names: str) -> Shape:
    return {name: getattr(row, name) for name in names}
