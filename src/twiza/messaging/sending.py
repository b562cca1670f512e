"""One person writes to another."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, case, insert, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import bus, clock, ids, ratelimit, storage
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Invalid, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.kit.storage import FileRow
from twiza.messaging import access, attaching
from twiza.messaging.attaching import LONGEST_NOTE, Attachment
from twiza.messaging.events import MessageSent
from twiza.messaging.inbox import unread_conversations
from twiza.messaging.models import Conversation, ConversationSide, Message, MessageFile, MessageKind
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


class _Letter(NamedTuple):
    """What goes into the conversation."""

    kind: MessageKind
    text: str = ""
    files: Sequence[tuple[FileRow, int | None]] = ()
    order_id: UUID | None = None
    offer_id: UUID | None = None
    client_key: str | None = None


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
        return _same(earlier, recipient_id, await access.conversation_between(session, by, recipient_id))
    said = texts.paragraphs(text)
    if len(said) > LONGEST:
        raise Invalid({"text": TOO_LONG}, most=LONGEST)
    if not said and not files:
        raise Invalid({"text": EMPTY})
    conversation_id = await _allowed(session, by, recipient_id)
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
    conversation_id = await _allowed(session, by, recipient_id)
    letter = _Letter(MessageKind.OFFER, offer_id=offer_id)
    return await _post(session, conversation_id, by, recipient_id, letter)


async def _allowed(session: AsyncSession, by: UUID, recipient_id: UUID) -> UUID | None:
    """The conversation of the two, if there is one already; refused when they can't talk."""
    conversation_id = await access.conversation_between(session, by, recipient_id)
    if refusal := await access.obstacle(session, by, recipient_id, conversation_id):
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
    """Under the lock of the conversation, so that messages have one order and a key is used once."""
    conversation_id = conversation_id or await _begun(session, by, recipient_id)
    await lock(session, Conversation, conversation_id)
    if letter.client_key and (earlier := await _said_before(session, by, letter.client_key)):
        for row, _seconds in letter.files:
            await storage.erase(session, row.id)
        return _same(earlier, recipient_id, conversation_id)
    message = Message(
        id=ids.new(),
        conversation_id=conversation_id,
        sender_id=by,
        order_id=letter.order_id,
        offer_id=letter.offer_id,
        kind=letter.kind,
        text=letter.text,
        client_key=letter.client_key,
        created_at=clock.now(),
    )
    session.add(message)
    await session.flush()
    if letter.files:
        rows = [
            {"id": ids.new(), "message_id": message.id, "file_id": row.id, "seconds": seconds}
            for row, seconds in letter.files
        ]
        await session.execute(insert(MessageFile), rows)
    await _note(session, message, recipient_id)
    record(session, MessageSent(message.id, conversation_id, by, recipient_id, letter.order_id))
    await _tell(session, message, recipient_id)
    return message


async def _begun(session: AsyncSession, one: UUID, two: UUID) -> UUID:
    """Two first messages at once begin one conversation."""
    low, high = sorted((one, two))
    made = upsert(Conversation).values(id=ids.new(), low_id=low, high_id=high, created_at=clock.now())
    await session.execute(made.on_conflict_do_nothing())
    found = await access.conversation_between(session, one, two)
    if found is None:
        raise Conflict
    return found


async def _note(session: AsyncSession, message: Message, recipient_id: UUID) -> None:
    """Both inboxes show it first; what was archived comes back. One email is due per time of silence."""
    fresh = {"conversation_id": message.conversation_id, "last_message_id": message.id}
    due = clock.now() + DIGEST_AFTER
    both = [
        {
            **fresh,
            "account_id": recipient_id,
            "other_id": message.sender_id,
            "unread": 1,
            "digest_due_at": due,
        },
        {
            **fresh,
            "account_id": message.sender_id,
            "other_id": recipient_id,
            "unread": 0,
            "digest_due_at": None,
        },
    ]
    side, new = ConversationSide, upsert(ConversationSide).values(both)
    first_unread = (side.unread == 0) & (new.excluded.unread > 0)
    await session.execute(
        new.on_conflict_do_update(
            index_elements=["conversation_id", "account_id"],
            set_={
                "unread": side.unread + new.excluded.unread,
                "last_message_id": new.excluded.last_message_id,
                "archived_at": None,
                "digest_due_at": case((first_unread, new.excluded.digest_due_at), else_=side.digest_due_at),
            },
        )
    )


async def _tell(session: AsyncSession, message: Message, recipient_id: UUID) -> None:
    """Ids only: open pages ask for what they may see. The sender's other pages hear it too."""
    told = {"type": "message", "conversation": str(message.conversation_id), "id": str(message.id)}
    unread = await unread_conversations(session, recipient_id)
    theirs = {**told, "with": str(message.sender_id), "unread": unread}
    await bus.publish(session, f"account:{recipient_id}", theirs)
    await bus.publish(session, f"account:{message.sender_id}", {**told, "with": str(recipient_id)})


async def _said_before(session: AsyncSession, by: UUID, client_key: str) -> Message | None:
    return (await session.execute(_BY_KEY, {"sender": by, "key": client_key})).scalar_one_or_none()


def _same(earlier: Message, _recipient_id: UUID, conversation_id: UUID | None) -> Message:
    """A key that served for somebody else is a mistake of the sender's program."""
    if earlier.conversation_id != conversation_id:
        raise Conflict(KEY_USED, code="key_used")
    return earlier
