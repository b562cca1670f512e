"""What a request brings along: photos or a voice note of the job, and the part of town."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings.models import BookingRequest, RequestFile
from twiza.kit import storage
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_
from twiza.pros.models import Neighbourhood

MOST_FILES = 6
LONGEST_NOTE = 120
# Files that were sent and never became part of a request cost us room: nobody sends them without end.
UPLOADS_A_DAY = (60, timedelta(days=1))
TOO_MANY = N_("Attach at most {most} files.")
NOT_YOURS = N_("One of these files can’t be attached here. Send it again.")
PHOTOS_AND_NOTES = N_("Attach photos or a voice note.")
NO_SUCH_NEIGHBOURHOOD = N_("Choose a neighbourhood of this city.")


async def attach(
    session: AsyncSession, request: BookingRequest, files: Sequence[UUID], seconds: Mapping[UUID, int]
) -> None:
    """Only whoever sent a file may attach it, once; the client's profile is held."""
    wanted = list(dict.fromkeys(files))
    if len(wanted) > MOST_FILES:
        raise Invalid({"files": TOO_MANY}, most=MOST_FILES)
    if not wanted:
        return
    found = await storage.hold_free(session, wanted, owner=request.client_id, taken_in=RequestFile.file_id)
    if len(found) < len(wanted):
        raise Invalid({"files": NOT_YOURS})
    if not all(row.media_type.startswith(("image/", "audio/")) for row in found):
        raise Invalid({"files": PHOTOS_AND_NOTES})
    heard = {one: min(max(said, 1), LONGEST_NOTE) for one, said in seconds.items()}
    session.add_all(
        RequestFile(request_id=request.id, file_id=file_id, seconds=heard.get(file_id)) for file_id in wanted
    )


async def check_neighbourhood(session: AsyncSession, request: BookingRequest) -> None:
    """A neighbourhood lies in the city of those who are asked."""
    if request.neighbourhood_id is None:
        return
    there = (Neighbourhood.id == request.neighbourhood_id, Neighbourhood.city_id == request.city_id)
    if not await session.scalar(select(exists().where(*there, Neighbourhood.hidden.is_(False)))):
        raise Invalid({"neighbourhood": NO_SUCH_NEIGHBOURHOOD})
