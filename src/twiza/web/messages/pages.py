"""/messages: the inbox and its search, one conversation, and what open pages fetch of it."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from twiza.accounts.viewer import Viewer
from twiza.kit import clock, ids, storage
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import NotFound
from twiza.messaging import access, inbox, presence, reading_up_to, searching, thread
from twiza.web.messages import acting, offering, showing
from twiza.web.messages.showing import Chat
from twiza.web.page import render
from twiza.web.session import require_viewer
from twiza.web.templates import query, url


async def show_inbox(request: Request) -> Response:
    """Everybody one talks with, the latest first; or what was put away; or what was looked for."""
    viewer = require_viewer(request)
    async with reading() as connection:
        lists = await _lists(connection, viewer, request)
    return render(request, "messages/inbox.html", **lists)


async def show_list(request: Request) -> Response:
    """The inbox alone, as open pages fetch it when something is new."""
    viewer = require_viewer(request)
    async with reading() as connection:
        lists = await _lists(connection, viewer, request, ids.parse(request.query_params.get("with", "")))
    return render(request, "messages/list.html", **lists)


async def show_conversation(request: Request) -> Response:
    """One conversation beside the inbox; what is shown counts as read."""
    viewer = require_viewer(request)
    return await conversation_page(request, viewer, other_of(request))


async def conversation_page(
    request: Request,
    viewer: Viewer,
    other_id: UUID,
    *,
    status: int = 200,
    typed: str = "",
    errors: dict[str, str] | None = None,
) -> Response:
    """The page, with what was typed where it was typed."""
    before = ids.parse(request.query_params.get("before", ""))
    async with reading() as connection:
        chat = await showing.conversation(connection, viewer, other_id, before=before)
    chat.typed, chat.errors = typed, errors or {}
    if before is None:
        await _mark_read(chat, viewer.id)
    async with reading() as connection:
        lists = await _lists(connection, viewer, request, other_id)
        chat.order = await offering.order_between(connection, viewer.id, other_id)
        online = await _online(connection, viewer, [other_id])
        request.state.unread_messages = await inbox.unread_conversations(connection, viewer.id)
    return render(
        request,
        "messages/conversation.html",
        status,
        **lists,
        **showing.words(),
        chat=chat,
        is_online=other_id in online,
    )


async def show_new(request: Request) -> Response:
    """The bubbles after the last one that a page shows; asked for by pages that somebody looks at."""
    viewer = require_viewer(request)
    other_id = other_of(request)
    after = ids.parse(request.query_params.get("after", ""))
    async with reading() as connection:
        person = await thread.with_person(connection, viewer.id, other_id)
        page = await thread.messages(connection, person.conversation_id, viewer.id, after=after)
        above = await thread.one(connection, after, viewer.id) if after and page.messages else None
    last_day = clock.local(above.at).date() if above else None
    made = showing.bubbles(page.messages, person.read_up_to, viewer, after_day=last_day)
    chat = Chat(person, made, None, may_offer=False)
    await _mark_read(chat, viewer.id)
    return render(request, "messages/bubbles.html", **showing.words(), chat=chat)


async def show_log(request: Request) -> Response:
    """All bubbles again, or the older ones, for open pages."""
    viewer = require_viewer(request)
    before = ids.parse(request.query_params.get("before", ""))
    async with reading() as connection:
        chat = await showing.conversation(connection, viewer, other_of(request), before=before)
    return render(request, "messages/log.html", **showing.words(), chat=chat)


async def open_file(request: Request) -> Response:
    """A file of a conversation: for its two people, by a link that lasts some minutes."""
    viewer = require_viewer(request)
    file_id = ids.parse(request.path_params["file_id"])
    async with reading() as connection:
        if file_id is None or not await access.may_open(connection, file_id, viewer.id):
            raise NotFound
    response = RedirectResponse(storage.signed_link(file_id, viewer.id), 303)
    response.headers["cache-control"] = "private, no-store"
    return response


def other_of(request: Request) -> UUID:
    """The person on the other side, as the address names them."""
    other_id = ids.parse(request.path_params["id"])
    if other_id is None:
        raise NotFound
    return other_id


async def _mark_read(chat: Chat, by: UUID) -> None:
    """Up to the last bubble that is shown."""
    if chat.person.conversation_id is not None and chat.bubbles:
        async with unit_of_work() as session:
            await reading_up_to.read_up_to(
                session, chat.person.conversation_id, by=by, message_id=chat.bubbles[-1].id
            )


async def _lists(
    connection: AsyncConnection, viewer: Viewer, request: Request, chosen: UUID | None = None
) -> dict[str, Any]:
    """The list on the side: a page of the inbox, or what the search found."""
    asked = request.query_params
    words, archived = asked.get("q", "").strip()[: searching.LONGEST], asked.get("archived") == "1"
    after = ids.parse(asked.get("after", ""))
    page = await inbox.page(connection, viewer.id, after=after, archived=archived)
    found = await searching.search(connection, viewer.id, words) if words else []
    here = "/messages"
    asked_for = {"archived": "1" if archived else "", "q": words}
    return {
        "lines": page.lines,
        "online": await _online(connection, viewer, [line.other_id for line in page.lines]),
        "found": found,
        "q": words,
        "archived": archived,
        "next_page": url(query(here, **asked_for, after=page.next)) if page.next else "",
        "first_page": url(query(here, **asked_for)) if after else "",
        "chosen": chosen,
        "when": showing.when,
    }


async def _online(connection: AsyncConnection, viewer: Viewer, others: list[UUID]) -> set[UUID]:
    seen = await presence.seen(connection, viewer.id, others)
    return {other for other, at in seen.items() if presence.is_online(at)}


routes = [
    Route("/messages", show_inbox),
    Route("/messages/list", show_list),
    Route("/messages/files/{file_id}", open_file),
    *offering.routes,
    *acting.routes,
    Route("/messages/{id}", show_conversation, methods=["GET"]),
    Route("/messages/{id}/new", show_new, methods=["GET"]),
    Route("/messages/{id}/log", show_log, methods=["GET"]),
]
