"""Looking at a booking: its two people as their own, an administrator with a line in the log."""

from uuid import UUID

from starlette.responses import Response

from twiza.accounts import audit
from twiza.accounts.viewer import Viewer
from twiza.api import booking_shapes
from twiza.api.answers import answer
from twiza.api.deps import Session
from twiza.api.judging import may_judge
from twiza.bookings.queries import Room, room
from twiza.kit.errors import NotFound


async def look(session: Session, booking_id: UUID, viewer: Viewer, *, status: int = 200) -> Response:
    """The booking as this viewer may see it."""
    seen = await room_of(session, booking_id, viewer)
    return answer(booking_shapes.whole(seen), status=status, private=True)


async def room_of(session: Session, booking_id: UUID, viewer: Viewer) -> Room:
    """Strangers find nothing; administrators of support do, without numbers, and it is written down."""
    await session.flush()
    try:
        return await room(session, booking_id, viewer.id)
    except NotFound:
        if not may_judge(viewer):
            raise
    seen = await room(session, booking_id, viewer.id, as_admin=True)
    told = {"reference": seen.booking.reference}
    await audit.write(session, viewer.id, audit.LOOK, "booking", booking_id, details=told)
    return seen
