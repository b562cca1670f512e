"""GET /orders/{key}/evidence.pdf: everything that was said and done, on paper, for one of the two."""

from starlette.requests import Request
from starlette.responses import Response

from twiza.kit import ids
from twiza.kit.db import unit_of_work
from twiza.kit.storage.names import disposition
from twiza.orders import evidence, rooms
from twiza.web.session import require_viewer


async def download(request: Request) -> Response:
    """In the language of the page it was asked from."""
    viewer = require_viewer(request)
    key = request.path_params["key"]
    async with unit_of_work() as session:
        room = await rooms.room(session, ids.parse(key) or key.upper(), viewer.id)
        drafted = await evidence.draft(session, room)
    paper = await evidence.paper(drafted)
    headers = {"content-disposition": disposition(paper.file_name), "cache-control": "private, no-store"}
    return Response(paper.content, media_type="application/pdf", headers=headers)
