"""Conversations: who one talks with, what was said, and saying something; live news come over /ws."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Query, Response, UploadFile
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts import blocking
from twiza.accounts.viewer import Viewer
from twiza.api import cursors
from twiza.api.answers import answer, page, since
from twiza.api.deps import CurrentViewer, Reader, Session
from twiza.api.hot_writes import plainly
from twiza.api.idempotency import OnceOnly
from twiza.api.schemas.messages import MessageAsked, ReadAsked, ShownConversation, ShownMessage, Unread
from twiza.api.schemas.page import Page
from twiza.kit import clock, storage
from twiza.kit.errors import NotFound
from twiza.messaging import access, archiving, inbox, reading_up_to, sending, thread
from twiza.messaging.attaching import Attachment
from twiza.messaging.inbox import Line
from twiza.messaging.thread import Shown

router = APIRouter(tags=["messages"])
Cursor = Annotated[str | None, Query(max_length=400, description="The `next_cursor` of the page before")]


@router.get("/conversations", responses={200: {"model": Page[ShownConversation]}})
async def list_conversations(
    viewer: CurrentViewer,
    reader: Reader,
    archived: Annotated[bool, Query(description="Those that you put away")] = False,
    cursor: Cursor = None,
) -> Response:
    """Your conversations, the latest message first."""
    after = cursors.read("conversations", cursor, (UUID,))
    found = await inbox.page(reader, viewer.id, after=after[0] if after else None, archived=archived)
    next_cursor = cursors.write("conversations", [str(found.next)]) if found.next else None
    return answer(page([_line(one, archived) for one in found.lines], next_cursor), private=True)


@router.get("/messages/{user_id}", responses={200: {"model": Page[ShownMessage]}})
async def list_messages(
    user_id: UUID, viewer: CurrentViewer, reader: Reader, cursor: Cursor = None
) -> Response:
    """What you and this person wrote to each other, the newest first; reading it here doesn't mark it as read."""
    before = cursors.read("messages", cursor, (UUID,))
    person = await thread.with_person(reader, viewer.id, user_id)
    found = await thread.messages(
        reader, person.conversation_id, viewer.id, before=before[0] if before else None
    )
    items = [_message(one, viewer.id, person.read_up_to) for one in reversed(found.messages)]
    next_cursor = cursors.write("messages", [str(found.before)]) if found.before else None
    return answer(page(items, next_cursor), private=True)


async def _say(viewer: Viewer, asked: MessageAsked) -> Response:
    """What was said just now needn't be read again."""
    sent = await sending.send_words(asked.to, by=viewer.id, text=asked.text, order_id=asked.order_id)
    return answer(_message(thread.own_words(sent), viewer.id, None), status=201, private=True)


@router.post("/messages", status_code=201, responses={201: {"model": ShownMessage}})
@plainly(_say)
async def send_message(
    viewer: CurrentViewer, session: Session, asked: MessageAsked, once: OnceOnly
) -> Response:
    """Say something to somebody; the first message begins the conversation."""

    async def make() -> UUID:
        sent = await sending.send(session, asked.to, by=viewer.id, text=asked.text, order_id=asked.order_id)
        return sent.id

    async def show(message_id: UUID | None) -> Response:
        return await _sent(session, message_id, viewer.id)

    return await once.run(make, show)


@router.post("/messages/files", status_code=201, responses={201: {"model": ShownMessage}})
async def send_files(  # noqa: PLR0917  FastAPI calls it by names
    viewer: CurrentViewer,
    session: Session,
    once: OnceOnly,
    to: Annotated[UUID, Form(description="Whom it is for")],
    files: Annotated[list[UploadFile], File(description="At most ten; or one recording with its `seconds`")],
    text: Annotated[str, Form(max_length=5000)] = "",
    order_id: Annotated[UUID | None, Form()] = None,
    seconds: Annotated[int | None, Form(ge=0, le=600, description="Makes the file a voice note")] = None,
) -> Response:
    """Send files or a voice note, as a form."""

    async def make() -> UUID:
        attached = [Attachment(one.filename or "", one, seconds=seconds) for one in files]
        sent = await sending.send(session, to, by=viewer.id, text=text, files=attached, order_id=order_id)
        return sent.id

    async def show(message_id: UUID | None) -> Response:
        return await _sent(session, message_id, viewer.id)

    return await once.run(make, show)


@router.post("/messages/{user_id}/read", responses={200: {"model": Unread}})
async def mark_read(user_id: UUID, viewer: CurrentViewer, session: Session, asked: ReadAsked) -> Response:
    """Say how far you have read: the other side sees it."""
    talk = await _talk(session, viewer.id, user_id)
    left = await reading_up_to.read_up_to(session, talk, by=viewer.id, message_id=asked.up_to)
    return answer({"unread": left}, private=True)


@router.put("/conversations/{user_id}/archive", status_code=204)
async def archive_conversation(user_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """Put it away until the next message."""
    await archiving.archive(session, await _talk(session, viewer.id, user_id), by=viewer.id)
    return Response(status_code=204)


@router.delete("/conversations/{user_id}/archive", status_code=204)
async def unarchive_conversation(user_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """Take it back into the inbox."""
    await archiving.unarchive(session, await _talk(session, viewer.id, user_id), by=viewer.id)
    return Response(status_code=204)


@router.put("/users/{user_id}/block", status_code=204)
async def block_person(user_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """Neither of you can write to the other any more; orders under way go on."""
    await thread.with_person(await session.connection(), viewer.id, user_id)
    await blocking.block(session, user_id, by=viewer.id)
    return Response(status_code=204)


@router.delete("/users/{user_id}/block", status_code=204)
async def unblock_person(user_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """Let each other write again."""
    await blocking.unblock(session, user_id, by=viewer.id)
    return Response(status_code=204)


async def _talk(session: AsyncSession, me: UUID, other: UUID) -> UUID:
    found = await access.conversation_between(session, me, other)
    if found is None:
        raise NotFound
    return found


async def _sent(session: AsyncSession, message_id: UUID | None, me: UUID) -> Response:
    await session.flush()
    connection: AsyncConnection = await session.connection()
    shown = await thread.one(connection, message_id, me) if message_id else None
    if shown is None:
        raise NotFound
    return answer(_message(shown, me, None), status=201, private=True)


def _message(one: Shown, me: UUID, read_up_to: UUID | None) -> dict[str, object]:
    return {
        "id": one.id,
        "conversation_id": one.conversation_id,
        "sender_id": one.sender_id,
        "kind": one.kind,
        "text": one.text,
        "order_id": one.order_id,
        "offer_id": one.offer.id if one.offer else None,
        "files": [
            {
                "id": file.id,
                "name": file.name,
                "media_type": file.media_type,
                "bytes": file.bytes,
                "seconds": file.seconds,
                "url": None if file.is_gone else storage.signed_link(file.id, me),
            }
            for file in one.files
        ],
        "read": not one.is_mine or (read_up_to is not None and one.id <= read_up_to),
        **since(one.at),
        "allowed_actions": _actions_on_message(one),
    }


def _actions_on_message(one: Shown) -> Sequence[str]:
    return [] if one.is_mine else ["report"]


def _line(one: Line, archived: bool) -> dict[str, object]:
    return {
        "id": one.conversation_id,
        "user_id": one.other_id,
        "name": one.name,
        "avatar_url": one.avatar_url,
        "preview": one.preview,
        "kind": one.kind,
        "is_mine": one.is_mine,
        "unread": one.unread,
        "last_at": one.at,
        "last_local": clock.local_text(one.at),
        "allowed_actions": ["unarchive" if archived else "archive", "block", "read", "report", "send"],
    }
