"""A conversation as templates show it: days, bubbles, ticks, files, offers, and what may be done."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.accounts.models import HatKind
from twiza.accounts.viewer import Viewer
from twiza.kit import clock, ids
from twiza.kit.i18n import N_, format_date, gettext, number
from twiza.messaging import presence, thread
from twiza.messaging.thread import MessagePage, Shown, ShownFile, ShownOffer, With
from twiza.orders.offers.models import OfferStatus

_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]}»]")

OFFER_STATUS: Mapping[OfferStatus, tuple[str, str]] = {
    OfferStatus.PROPOSED: (N_("Waits for an answer"), "saffron"),
    OfferStatus.ACCEPTED: (N_("Accepted"), "mint"),
    OfferStatus.DECLINED: (N_("Declined"), "terracotta"),
    OfferStatus.WITHDRAWN: (N_("Withdrawn"), "grey"),
    OfferStatus.EXPIRED: (N_("Expired"), "grey"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, or an address to open."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """An offer as it lies in the conversation."""

    offer: ShownOffer
    status: str
    tone: str
    may_answer: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message; `day` stands above it when it is the first of its day."""

    id: UUID
    day: str
    is_mine: bool
    is_read: bool
    pieces: Sequence[Piece]
    at: datetime
    pictures: Sequence[ShownFile]
    files: Sequence[ShownFile]
    voice: ShownFile | None
    card: Card | None


@dataclass
class Chat:
    """All that the conversation's templates ask for."""

    person: With
    bubbles: Sequence[Bubble]
    older: UUID | None
    may_offer: bool
    order_id: UUID | None = None
    order: tuple[str, str] | None = None
    back: str = ""
    obstacle: str = ""
    typed: str = ""
    errors: Mapping[str, str] = field(default_factory=dict[str, str])
    key: str = field(default_factory=lambda: str(ids.new()))

    @property
    def path(self) -> str:
        return f"/messages/{self.person.id}"


async def conversation(
    connection: AsyncConnection, viewer: Viewer, other_id: UUID, *, before: UUID | None = None
) -> Chat:
    """The whole conversation with somebody."""
    person = await thread.with_person(connection, viewer.id, other_id)
    page = await thread.messages(connection, person.conversation_id, viewer.id, before=before)
    return _chat(viewer, person, page)


async def order_chat(
    connection: AsyncConnection, viewer: Viewer, other_id: UUID, order_id: UUID, *, back: str
) -> Mapping[str, Any]:
    """What `messages/order_chat.html` asks for; `back` is the order's room, for browsers without JavaScript."""
    chat = await conversation(connection, viewer, other_id)
    chat.order_id, chat.back, chat.may_offer = order_id, back, False
    seen = await presence.seen(connection, viewer.id, [other_id])
    return {"chat": chat, "is_online": presence.is_online(seen.get(other_id)), **words()}


def words() -> Mapping[str, Any]:
    """What bubbles call to write sizes and lengths."""
    return {"file_size": file_size, "lasts": lasts}


def _chat(viewer: Viewer, person: With, page: MessagePage) -> Chat:
    return Chat(
        person=person,
        bubbles=bubbles(page.messages, person.read_up_to, viewer),
        older=page.before,
        may_offer=HatKind.FREELANCER in viewer.hats and person.obstacle is None,
        obstacle=person.obstacle.text() if person.obstacle else "",
    )


def bubbles(
    messages: Sequence[Shown], read_up_to: UUID | None, viewer: Viewer, *, after_day: date | None = None
) -> list[Bubble]:
    """The messages one under another; `after_day` is the day of what already stands above them."""
    made: list[Bubble] = []
    for message in messages:
        day = clock.local(message.at).date()
        made.append(_bubble(message, read_up_to, viewer, "" if day == after_day else day_name(day)))
        after_day = day
    return made


def _bubble(message: Shown, read_up_to: UUID | None, viewer: Viewer, day: str) -> Bubble:
    return Bubble(
        id=message.id,
        day=day,
        is_mine=message.is_mine,
        is_read=read_up_to is not None and message.id <= read_up_to,
        pieces=pieces(message.text),
        at=message.at,
        pictures=[file for file in message.files if file.is_picture and not file.is_gone],
        files=[file for file in message.files if not (file.is_picture or file.is_voice) or file.is_gone],
        voice=next((file for file in message.files if file.is_voice and not file.is_gone), None),
        card=_card(message.offer, viewer) if message.offer else None,
    )


def _card(offer: ShownOffer, viewer: Viewer) -> Card:
    status = offer.status
    if status is OfferStatus.PROPOSED and offer.expires_at <= clock.now():
        status = OfferStatus.EXPIRED
    is_open = status is OfferStatus.PROPOSED
    text, tone = OFFER_STATUS[status]
    return Card(
        offer,
        gettext(text),
        tone,
        may_answer=is_open and viewer.id == offer.client_id,
        may_withdraw=is_open and viewer.id == offer.freelancer_id,
    )


def pieces(text: str) -> list[Piece]:
    """The text, its web addresses apart: only those that say http or https."""
    found: list[Piece] = []
    at = 0
    for address in _ADDRESS.finditer(text):
        found += [Piece(text[at : address.start()], ""), Piece(address[0], address[0])]
        at = address.end()
    return [piece for piece in [*found, Piece(text[at:], "")] if piece.text]


def day_name(day: date) -> str:
    """Today, yesterday, a day of this week by name, else a date."""
    today = clock.local(clock.now()).date()
    if day == today:
        return gettext("Today")
    if day == today - timedelta(days=1):
        return gettext("Yesterday")
    return format_date(day, "day" if day.year == today.year else "long")


def when(at: datetime) -> str:
    """In the inbox: the hour of today, yesterday, else a date, with its year if that is over."""
    day, today = clock.local(at).date(), clock.local(clock.now()).date()
    if day == today:
        return format_date(at, "time")
    if day == today - timedelta(days=1):
        return gettext("Yesterday")
    return format_date(day, "brief" if day.year == today.year else "short")


def file_size(size: int) -> str:
    """12 KB, 3,4 MB."""
    if size < 1_000_000:
        return gettext("{n} KB", n=number(max(1, round(size / 1000))))
    return gettext("{n} MB", n=number(round(size / 1_000_000, 1)))


def lasts(seconds: int) -> str:
    """0:42."""
    return f"{seconds // 60}:{seconds % 60:02}"
