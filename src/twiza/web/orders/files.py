"""Files of an order: named in lists, and opened by a link that asks first who wants them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from twiza.kit import ids, storage
from twiza.kit.db import unit_of_work
from twiza.kit.errors import NotFound
from twiza.orders.models import OrderFile
from twiza.orders.rooms import RoomFile
from twiza.web.messages.showing import file_size
from twiza.web.orders import finding
from twiza.web.session import require_viewer


def shown_files(files: Iterable[RoomFile]) -> list[dict[str, Any]]:
    return [
        {
            "id": file.id,
            "name": file.name,
            "size": file_size(file.bytes),
            "is_picture": file.is_picture,
        }
        for file in files
    ]


async def open_file(request: Request) -> Response:
    """To a link that lasts ten minutes and works for this person alone."""
    viewer = require_viewer(request)
    file_id = ids.parse(request.path_params["file_id"])
    async with unit_of_work() as session:
        order = await finding.seen(session, request.path_params["key"], viewer.id)
        mine = (OrderFile.order_id == order.id, OrderFile.file_id == file_id)
        if file_id is None or await session.scalar(select(OrderFile.id).where(*mine)) is None:
            raise NotFound
    response = RedirectResponse(storage.signed_link(file_id, viewer.id), 303)
    response.headers["cache-control"] = "private, no-store"
    return response
