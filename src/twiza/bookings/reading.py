"""Rows of bookings with what is shown beside them, in one statement for all lists, for sessions and connections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Table, func, select
from sqlalchemy.orm import aliased

from twiza.accounts.shielding import masked
from twiza.bookings import people, reasons
from twiza.bookings.allowing import allowed_actions
from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.models import Booking, BookingRequest
from twiza.bookings.people import Client, Person, Pro
from twiza.kit.i18n import language
from twiza.profiles.places import Category, City
from twiza.pros.models import Neighbourhood

_TABLE: Table = Booking.__table__  # pyright: ignore[reportAssignmentType]
_FIELDS = tuple(column.key for column in _TABLE.columns)
_Sibling = aliased(Booking)


@dataclass(frozen=True, slots=True)
class Label:
    """A city, category or neighbourhood: its slug, and its name in each language."""

    slug: str
    name_fr: str
    name_ar: str
    name_en: str

    @property
    def name(self) -> str:
        return {"fr": self.name_fr, "ar": self.name_ar}.get(language.get(), self.name_en)


@dataclass(frozen=True, slots=True)
class Listed:
    """One booking of a list, as `party` sees it; `asked` pros of whom `waiting` haven't answered."""

    booking: Booking
    party: BookingParty
    client: Person
    pro: Person
    city: Label
    category: Label
    neighbourhood: Label | None
    description: str
    asked: int
    waiting: int
    allowed_actions: list[str]

    @property
    def other(self) -> Person:
        """The side across the door; for an administrator the pro."""
        return self.client if self.party is BookingParty.PRO else self.pro


def listed() -> Select[*tuple[Any, ...]]:
    """A booking, its people, where and what, and how many were asked; narrow it down further with `where`."""
    family = select(func.count()).where(_Sibling.request_id == Booking.request_id).correlate(Booking)
    still = family.where(_Sibling.status == BookingStatus.PENDING)
    return (
        select(
            *_TABLE.columns,
            *people.columns(Client),
            *people.columns(Pro),
            *_label(City),
            *_label(Category),
            *_label(Neighbourhood),
            BookingRequest.description,
            family.scalar_subquery(),
            still.scalar_subquery(),
        )
        .select_from(Booking)
        .join(BookingRequest, BookingRequest.id == Booking.request_id)
        .join(Client, Client.id == Booking.client_id)
        .join(Pro, Pro.id == Booking.pro_id)
        .join(City, City.id == Booking.city_id)
        .join(Category, Category.id == Booking.category_id)
        .outerjoin(Neighbourhood, Neighbourhood.id == BookingRequest.neighbourhood_id)
    )


def read(row: Row[*tuple[Any, ...]], viewer_id: UUID, now: datetime, *, as_admin: bool = False) -> Listed:
    """What `listed` answered, as this person may see it: numbers in the client's words are hidden until confirmed."""
    parts = list(row)
    booking = Booking(**dict(zip(_FIELDS, _taken(parts, len(_FIELDS)), strict=True)))
    client = people.person(*_taken(parts, people.COLUMNS))
    pro = people.person(*_taken(parts, people.COLUMNS))
    city, category = Label(*_taken(parts, 4)), Label(*_taken(parts, 4))
    where = _taken(parts, 4)
    description, asked, waiting = parts
    party = BookingParty.ADMIN if as_admin else booking.party(viewer_id) or BookingParty.CLIENT
    if party is BookingParty.PRO:
        # How many others were asked is the client's own affair.
        asked, waiting = 1, int(booking.status is BookingStatus.PENDING)
    may_call = party is BookingParty.PRO and booking.status is BookingStatus.CONFIRMED
    if party is not BookingParty.CLIENT and not may_call:
        description = masked(description)
    shield(booking, party)
    return Listed(
        booking,
        party,
        client,
        pro,
        city,
        category,
        Label(*where) if where[0] else None,
        description,
        asked,
        waiting,
        allowed_actions(booking, party, now),
    )


def shield(booking: Booking, party: BookingParty) -> None:
    """The reason that the other side gave may hold a number."""
    booking.cancel_reason = reasons.told(booking.cancel_reason)
    by_pro = booking.status is BookingStatus.CANCELLED_BY_PRO
    if party is BookingParty.ADMIN or by_pro != (party is BookingParty.PRO):
        booking.cancel_reason = masked(booking.cancel_reason)


def _label(model: type[City] | type[Category] | type[Neighbourhood]) -> Sequence[Any]:
    return model.slug, model.name_fr, model.name_ar, model.name_en


def _taken(parts: list[Any], many: int) -> list[Any]:
    taken = parts[:many]
    del parts[:many]
    return taken
