"""Files of a job: opened by a link that asks first who wants them."""

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from twiza.bookings.models import RequestFile
from twiza.kit import ids, storage
from twiza.kit.db import unit_of_work
from twiza.kit.errors import NotFound
from twiza.web.bookings import finding
from twiza.web.session import require_viewer


async def open_file(request: Request) -> Response:
    """To a link that lasts ten minutes and works for this person alone."""
    viewer = require_viewer(request)
    file_id = ids.parse(request.path_params["file_id"])
    async with unit_of_work() as session:
        booking = await finding.seen(session, request.path_params["key"], viewer.id)
        of_job = (RequestFile.request_id == booking.request_id, RequestFile.file_id == file_id)
        if file_id is None or await session.scalar(select(RequestFile.file_id).where(*of_job)) is None:
            raise NotFound
    response = RedirectResponse(storage.signed_link(file_id, viewer.id), 303)
    response.headers["cache-control"] = "private, no-store"
    return response
