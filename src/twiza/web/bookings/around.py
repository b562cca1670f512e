"""What other areas put into the room: the conversation, the review, the report, the calendar."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.accounts.viewer import Viewer
from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.rooms import Room
from twiza.kit.i18n import gettext as _
from twiza.reviews.models import Review
from twiza.trust.models import Report, ReportedKind
from twiza.web.bookings import lines
from twiza.web.messages import showing

S, P = BookingStatus, BookingParty
_REPORTABLE = frozenset({S.CONFIRMED, S.COMPLETED, S.CANCELLED_BY_PRO, S.CANCELLED_BY_CLIENT_LATE})


async def chat(connection: AsyncConnection, viewer: Viewer, room: Room) -> Mapping[str, Any]:
    """What `messages/order_chat.html` asks for; without a script one comes back to the room."""
    beside = await showing.conversation(connection, viewer, room.other.id)
    beside.back, beside.may_offer = f"/bookings/{room.booking.reference}", False
    return {"chat": beside, **showing.words()}


class Told(NamedTuple):
    """What has been said of a visit: by the client how it went, by its viewer that something went wrong."""

    is_reviewed: bool = False
    is_reported: bool = False


async def told(connection: AsyncConnection, room: Room) -> Told:
    """There is nothing to say before it is confirmed; an answered report is no obstacle to another."""
    if room.booking.status not in _REPORTABLE:
        return Told()
    reviewed = exists().where(Review.booking_id == room.booking.id)
    reported = exists().where(
        Report.reporter_id == room.viewer_id,
        Report.kind == ReportedKind.BOOKING,
        Report.subject_id == room.booking.id,
        Report.closed_at.is_(None),
    )
    return Told(*(await connection.execute(select(reviewed, reported))).one())


def links(room: Room, said: Told) -> list[dict[str, Any]]:
    """Quiet links under the acts; a review that is due has its button among them."""
    booking = room.booking
    found: list[dict[str, Any]] = []
    if booking.status is S.CONFIRMED:
        event = f"/bookings/{booking.reference}/visit.ics"
        found.append(_link(event, "calendar-plus", _("Add to my calendar"), download=True))
    if said.is_reported:
        found.append(_link("", "flag", _("Your report is being looked at")))
    elif booking.status in _REPORTABLE:
        found.append(_link(f"/bookings/{booking.id}/report", "flag", _("Report a problem")))
    if room.party is P.CLIENT and said.is_reviewed:
        found.append(_link(f"/bookings/{booking.reference}/review", "star", _("Your review")))
    if room.party is P.CLIENT and lines.has_ended(booking):
        found.append(_link(lines.again(room.shown), "calendar-plus", _("Book again")))
    return found


def _link(path: str, icon: str, text: str, *, download: bool = False) -> dict[str, Any]:
    return {"path": path, "icon": icon, "text": text, "download": download}
