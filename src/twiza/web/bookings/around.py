"""What other areas put into the room: the conversation, the review, the report, the calendar."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.accounts.viewer import Viewer
from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.rooms import Room
from twiza.kit.i18n import gettext as _
from twiza.reviews.models import Review
from twiza.web.bookings import lines
from twiza.web.messages import showing

S, P = BookingStatus, BookingParty


async def chat(connection: AsyncConnection, viewer: Viewer, room: Room) -> Mapping[str, Any]:
    """What `messages/order_chat.html` asks for; without a script one comes back to the room."""
    beside = await showing.conversation(connection, viewer, room.other.id)
    beside.back, beside.may_offer = f"/bookings/{room.booking.reference}", False
    return {"chat": beside, **showing.words()}


async def is_reviewed(connection: AsyncConnection, room: Room) -> bool:
    """Whether the client has said how it went; there is nothing to say before it is done."""
    if room.booking.status is not S.COMPLETED:
        return False
    return bool(await connection.scalar(select(exists().where(Review.booking_id == room.booking.id))))


def links(room: Room, *, is_reviewed: bool) -> list[dict[str, Any]]:
    """Quiet links under the acts; a review that is due has its button among them."""
    booking = room.booking
    found: list[dict[str, Any]] = []
    if booking.status is S.CONFIRMED:
        event = f"/bookings/{booking.reference}/visit.ics"
        found.append(_link(event, "calendar-plus", _("Add to my calendar"), download=True))
    if booking.status in {S.CONFIRMED, S.COMPLETED, S.CANCELLED_BY_PRO, S.CANCELLED_BY_CLIENT_LATE}:
        found.append(_link(f"/bookings/{booking.id}/report", "flag", _("Report a problem")))
    if room.party is P.CLIENT and is_reviewed:
        found.append(_link(f"/bookings/{booking.reference}/review", "star", _("Your review")))
    if room.party is P.CLIENT and lines.has_ended(booking):
        found.append(_link(lines.again(room.shown), "calendar-plus", _("Book again")))
    return found


def _link(path: str, icon: str, text: str, *, download: bool = False) -> dict[str, Any]:
    return {"path": path, "icon": icon, "text": text, "download": download}
