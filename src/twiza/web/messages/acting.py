"""What one does in a conversation: send, put away, block."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts import blocking
from twiza.kit import ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import DomainError, Invalid, NotFound
from twiza.kit.i18n import N_, digits, gettext
from twiza.messaging import access, archiving, sending, thread
from twiza.messaging.attaching import MOST_FILES, Attachment
from twiza.messaging.models import Message
from twiza.web.messages import showing
from twiza.web.messages.showing import Chat
from twiza.web.page import is_fragment, redirect, render, safe_next, toast
from twiza.web.session import require_viewer

_LONGEST_KEY = 64
Do = Callable[[AsyncSession, UUID, UUID], Awaitable[object]]


async def send(request: Request) -> Response:
    """Say it and show it; a page with JavaScript gets the bubble alone."""
    viewer = require_viewer(request)
    other_id = _other(request)
    async with request.form(max_files=MOST_FILES + 1, max_fields=12) as form:
        typed = str(form.get("text", ""))
        try:
            async with unit_of_work() as session:
                sent = await _send(session, viewer.id, other_id, form)
        except DomainError as refusal:
            return await _refused(request, other_id, typed, refusal)
        back = safe_next(str(form.get("back", "")), f"/messages/{other_id}")
    if not is_fragment(request):
        return redirect(request, f"{back}#m-{sent.id}")
    async with reading() as connection:
        person = await thread.with_person(connection, viewer.id, other_id)
        shown = await thread.one(connection, sent.id, viewer.id)
    made = showing.bubbles([shown] if shown else [], person.read_up_to, viewer)
    chat = Chat(person, made, None, may_offer=False)
    return render(request, "messages/bubbles.html", chat=chat, **showing.words())


async def _send(session: AsyncSession, by: UUID, to: UUID, form: FormData) -> Message:
    uploads = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    files = [Attachment(one.filename or "", one) for one in uploads]
    voice = form.get("voice")
    if isinstance(voice, UploadFile) and voice.filename:
        files.insert(0, Attachment(voice.filename, voice, seconds=_seconds(str(form.get("seconds", "")))))
    return await sending.send(
        session,
        to,
        by=by,
        text=str(form.get("text", "")),
        files=files,
        order_id=ids.parse(str(form.get("order", ""))),
        client_key=str(form.get("key", ""))[:_LONGEST_KEY] or None,
    )


async def _refused(request: Request, other_id: UUID, typed: str, refusal: DomainError) -> Response:
    """What was typed stays; the reason stands beside it."""
    from twiza.web.messages.pages import conversation_page

    if isinstance(refusal, NotFound):
        raise refusal
    errors = refusal.field_texts() if isinstance(refusal, Invalid) else {"text": refusal.text()}
    if is_fragment(request):
        return render(request, "messages/refusal.html", refusal.status, errors=errors)
    viewer = require_viewer(request)
    return await conversation_page(
        request, viewer, other_id, status=refusal.status, typed=typed, errors=errors
    )


def _seconds(text: str) -> int:
    plain = digits(text).partition(".")[0]
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 6 else 0


async def act(request: Request) -> Response:
    """Put away or take back, block or unblock."""
    viewer = require_viewer(request)
    other_id = _other(request)
    chosen = ACTS.get(request.path_params["verb"])
    if chosen is None:
        raise NotFound
    do, said, to_inbox = chosen
    async with unit_of_work() as session:
        await do(session, other_id, viewer.id)
    return toast(redirect(request, "/messages" if to_inbox else f"/messages/{other_id}"), gettext(said))


async def _archive(session: AsyncSession, other_id: UUID, by: UUID) -> None:
    await archiving.archive(session, await _talk(session, other_id, by), by=by)


async def _unarchive(session: AsyncSession, other_id: UUID, by: UUID) -> None:
    await archiving.unarchive(session, await _talk(session, other_id, by), by=by)


async def _block(session: AsyncSession, other_id: UUID, by: UUID) -> None:
    """Whoever can be seen can be blocked."""
    await thread.with_person(await session.connection(), by, other_id)
    await blocking.block(session, other_id, by=by)


async def _unblock(session: AsyncSession, other_id: UUID, by: UUID) -> None:
    await blocking.unblock(session, other_id, by=by)


async def _talk(session: AsyncSession, other_id: UUID, by: UUID) -> UUID:
    found = await access.conversation_between(session, by, other_id)
    if found is None:
        raise NotFound
    return found


def _other(request: Request) -> UUID:
    other_id = ids.parse(request.path_params["id"])
    if other_id is None:
        raise NotFound
    return other_id


ACTS: dict[str, tuple[Do, str, bool]] = {
    "archive": (_archive, N_("The conversation is archived."), True),
    "unarchive": (_unarchive, N_("The conversation is back in your inbox."), False),
    "block": (_block, N_("This person can’t write to you any more."), False),
    "unblock": (_unblock, N_("You can write to each other again."), False),
}

routes = [
    Route("/messages/{id}", send, methods=["POST"]),
    Route("/messages/{id}/{verb}", act, methods=["POST"]),
]
