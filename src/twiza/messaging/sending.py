"""One person writes to another."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, insert, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import bus, clock, ids, ratelimit, storage
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Conflict, Invalid, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.kit.storage import FileRow
from twiza.messaging import access, attaching
from twiza.messaging.attaching import LONGEST_NOTE, Attachment
from twiza.messaging.events import MessageSent
from twiza.messaging.models import Conversation, Message, MessageFile, MessageKind
from twiza.messaging.saying import SAY, SAY_AT_ONCE
from twiza.orders.models import Order
from twiza.profiles import texts

LONGEST = 5000
DIGEST_AFTER = timedelta(minutes=10)
EMPTY = N_("Write something, or add a file.")
TOO_LONG = N_("Use at most {most} characters.")
KEY_USED = N_("This message was already sent to somebody else.")

# Somebody who talks never meets these; a program that floods does.
_talk = ratelimit.LocalLimit(limit=60, per=timedelta(minutes=1))
_NEW_PEOPLE, _PER = 20, timedelta(hours=1)

_BY_KEY = select(Message).where(
    Message.sender_id == bindparam("sender"), Message.client_key == bindparam("key")
)
_OF_THE_TWO = select(Order.id).where(
    Order.id == bindparam("order"),
    or_(
        (Order.client_id == bindparam("one")) & (Order.freelancer_id == bindparam("two")),
        (Order.client_id == bindparam("two")) & (Order.freelancer_id == bindparam("one")),
    ),
)
_HOLD = (
    select(Conversation.id)
    .where(Conversation.id == bindparam("conversation"))
    .with_for_update(key_share=True)
)


class _Letter(NamedTuple):
    """What goes into the conversation."""

    kind: MessageKind
    text: str = ""
    files: Sequence[tuple[FileRow, int | None]] = ()
    order_id: UUID | None = None
    offer_id: UUID | None = None
    client_key: str | None = None


class Said(NamedTuple):
    """A message as its sender wrote it."""

    id: UUID
    conversation_id: UUID
    sender_id: UUID
    text: str
    created_at: datetime
    kind: MessageKind = MessageKind.TEXT
    order_id: UUID | None = None


async def send_words(
    recipient_id: UUID, *, by: UUID, text: str, order_id: UUID | None = None
) -> Said | Message:
    """Say something in a transaction of its own; between two who talk already and may, that is one statement."""
    if order_id is None and (said := await _said_at_once(recipient_id, by, text)):
        return said
    # About an order, for the first time, or something stands between them: that is told apart at leisure.
    async with unit_of_work() as session:
        return await send(session, recipient_id, by=by, text=text, order_id=order_id)


async def _said_at_once(recipient_id: UUID, by: UUID, text: str) -> Said | None:
    said = _words(text)
    if not said:
        raise Invalid({"text": EMPTY})
    _talk.hit(str(by))
    letter = _Letter(MessageKind.TEXT, said)
    values = _values(letter, by, recipient_id)
    told = await bus.publish_alone(
        SAY_AT_ONCE, values | access.the_two(by, recipient_id) | {"event": ids.new()}
    )
    if not told:
        return None
    return Said(UUID(str(told[0]["id"])), UUID(str(told[0]["conversation"])), by, said, values["now"])


async def send(
    session: AsyncSession,
    recipient_id: UUID,
    *,
    by: UUID,
    text: str = "",
    files: Sequence[Attachment] = (),
    order_id: UUID | None = None,
    client_key: str | None = None,
) -> Message:
    """Say something to somebody; sent twice under one key it is said once."""
    if client_key and (earlier := await _said_before(session, by, client_key)):
        return _same(earlier, await access.conversation_between(session, by, recipient_id))
    said = _words(text)
    if not said and not files:
        raise Invalid({"text": EMPTY})
    # Files go to the store, which may take its time: with them the conversation is held only afterwards.
    conversation_id = await _allowed(session, by, recipient_id, hold=not files)
    if order_id:
        await _check_order(session, order_id, by, recipient_id)
    kept = await attaching.keep(session, by, files)
    seconds = [min(max(one.seconds, 0), LONGEST_NOTE) if one.seconds is not None else None for one in files]
    kind = MessageKind.TEXT
    if files:
        kind = MessageKind.VOICE if files[0].is_voice else MessageKind.FILE
    letter = _Letter(kind, said, list(zip(kept, seconds, strict=True)), order_id, client_key=client_key)
    return await _post(session, conversation_id, by, recipient_id, letter)


async def send_offer(session: AsyncSession, recipient_id: UUID, *, by: UUID, offer_id: UUID) -> Message:
    """A custom offer lies in the conversation like a message."""
    conversation_id = await _allowed(session, by, recipient_id, hold=True)
    letter = _Letter(MessageKind.OFFER, offer_id=offer_id)
    return await _post(session, conversation_id, by, recipient_id, letter)


def _words(text: str) -> str:
    said = texts.paragraphs(text)
    if len(said) > LONGEST:
        raise Invalid({"text": TOO_LONG}, most=LONGEST)
    return said


async def _allowed(session: AsyncSession, by: UUID, recipient_id: UUID, *, hold: bool) -> UUID | None:
    """The conversation of the two, if there is one already; refused when they can't talk."""
    # Asked past the layer of objects, which makes a read twice as dear; what waits in it is written first.
    await session.flush()
    connection = await session.connection()
    conversation_id, refusal, _ = await access.situation(connection, by, recipient_id, hold=hold)
    if refusal:
        raise refusal
    _talk.hit(str(by))
    if conversation_id is None:
        await ratelimit.hit(f"new conversation:{by}", _NEW_PEOPLE, _PER)
    return conversation_id


async def _check_order(session: AsyncSession, order_id: UUID, one: UUID, two: UUID) -> None:
    found = await session.scalar(_OF_THE_TWO, {"order": order_id, "one": one, "two": two})
    if found is None:
        raise NotFound


async def _post(
    session: AsyncSession, conversation_id: UUID | None, by: UUID, recipient_id: UUID, letter: _Letter
) -> Message:
    """Said once, noted in both inboxes, told to open pages; the sender's other pages hear it too."""
    if conversation_id is None or letter.files:
        conversation_id = conversation_id or await _begun(session, by, recipient_id)
        await session.flush()
        await session.execute(_HOLD, {"conversation": conversation_id})
    values = _values(letter, by, recipient_id) | {"id": ids.drawn(), "conversation": conversation_id}
    told = await bus.publish_found(session, SAY, values)
    if not told:
        return await _said_meanwhile(session, by, letter, conversation_id)
    message = Message(
        id=UUID(str(told[0]["id"])),
        conversation_id=conversation_id,
        sender_id=by,
        order_id=letter.order_id,
        offer_id=letter.offer_id,
        kind=letter.kind,
        text=letter.text,
        client_key=letter.client_key,
        created_at=values["now"],
    )
    if letter.files:
        rows = [
            {"id": ids.new(), "message_id": message.id, "file_id": file.id, "seconds": seconds}
            for file, seconds in letter.files
        ]
        await session.execute(insert(MessageFile), rows)
    record(session, MessageSent(message.id, conversation_id, by, recipient_id, letter.order_id))
    return message


def _values(letter: _Letter, by: UUID, recipient_id: UUID) -> dict[str, Any]:
    """What both ways of saying it are given."""
    now = clock.now()
    return {
        "id": None,
        "sender": by,
        "recipient": recipient_id,
        "order": letter.order_id,
        "offer": letter.offer_id,
        "kind": letter.kind.value,
        "text": letter.text,
        "key": letter.client_key,
        "now": now,
        "due": now + DIGEST_AFTER,
    }


async def _said_meanwhile(session: AsyncSession, by: UUID, letter: _Letter, conversation_id: UUID) -> Message:
    """The same key came twice at once: what came first counts."""
    earlier = await _said_before(session, by, letter.client_key or "")
    if earlier is None:
        raise NotFound
    for row, _seconds in letter.files:
        await storage.erase(session, row.id)
    return _same(earlier, conversation_id)


async def _begun(session: AsyncSession, one: UUID, two: UUID) -> UUID:
    """Two first messages at once begin one conversation."""
    low, high = sorted((one, two))
    made = upsert(Conversation).values(id=ids.new(), low_id=low, high_id=high, created_at=clock.now())
    await session.execute(made.on_conflict_do_nothing())
    found = await access.conversation_between(session, one, two)
    if found is None:
        raise Conflict
    return found


async def _said_before(session: AsyncSession, by: UUID, client_key: str) -> Message | None:
    return (await session.execute(_BY_KEY, {"sender": by, "key": client_key})).scalar_one_or_none()


def _same(earlier: Message, conversation_id: UUID | None) -> Message:
    """A key that served for somebody else is a mistake of the sender's program."""
    if earlier.conversation_id != conversation_id:
        raise Conflict(KEY_USED, code="key_used")
    return earlier
