"""One conversation: who it is with, its messages by pages, the offers and files in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.accounts.models import Account
from twiza.accounts.queries import avatar_url
from twiza.accounts.shielding import masked
from twiza.kit.errors import DomainError, NotFound
from twiza.kit.storage import FileRow
from twiza.messaging import access
from twiza.messaging.inbox import public_name
from twiza.messaging.models import Conversation, ConversationSide, Message, MessageFile, MessageKind
from twiza.messaging.sending import Said
from twiza.messaging.veiling import veil
from twiza.orders.offers.models import Offer, OfferStatus

PAGE = 40
_LIMIT = literal_column(str(PAGE + 1))
_CONVERSATION = bindparam("conversation")


@dataclass(frozen=True, slots=True)
class With:
    """The person on the other side, and whether one may write to them."""

    id: UUID
    name: str
    initials: str
    avatar_url: str | None
    conversation_id: UUID | None
    obstacle: DomainError | None
    blocked_by_me: bool
    archived: bool
    read_up_to: UUID | None


@dataclass(frozen=True, slots=True)
class ShownFile:
    id: UUID
    name: str
    media_type: str
    bytes: int
    width: int | None
    height: int | None
    seconds: int | None
    is_gone: bool

    @property
    def is_picture(self) -> bool:
        return self.width is not None

    @property
    def is_voice(self) -> bool:
        return self.seconds is not None


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """A custom offer as it stands now."""

    id: UUID
    freelancer_id: UUID
    client_id: UUID
    order_id: UUID | None
    status: OfferStatus
    title: str
    scope: str
    price: int
    delivery_days: int
    revisions: int | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as this reader may see it."""

    id: UUID
    conversation_id: UUID
    sender_id: UUID
    is_mine: bool
    kind: MessageKind
    text: str
    at: datetime
    order_id: UUID | None
    files: Sequence[ShownFile]
    offer: ShownOffer | None


class MessagePage(NamedTuple):
    """Some messages, the oldest first, and where those before them end."""

    messages: Sequence[Shown]
    before: UUID | None


_PERSON = select(Account.id, Account.first_name, Account.last_name, Account.avatar).where(
    Account.id == bindparam("other")
)
_SIDES = select(
    ConversationSide.account_id, ConversationSide.archived_at, ConversationSide.read_up_to_id
).where(ConversationSide.conversation_id == _CONVERSATION)
_MESSAGES = select(
    Message.id,
    Message.conversation_id,
    Message.sender_id,
    Message.kind,
    Message.text,
    Message.created_at,
    Message.order_id,
    Message.offer_id,
)
_IN = _MESSAGES.where(Message.conversation_id == _CONVERSATION)
_LATEST = _IN.order_by(Message.id.desc()).limit(_LIMIT)
_OLDER = _LATEST.where(Message.id < bindparam("before"))
_NEWER = _IN.where(Message.id > bindparam("after")).order_by(Message.id).limit(_LIMIT)
_ONE = _MESSAGES.join(Conversation, Conversation.id == Message.conversation_id).where(
    Message.id == bindparam("message"),
    or_(Conversation.low_id == bindparam("me"), Conversation.high_id == bindparam("me")),
)
_FILES = (
    select(
        MessageFile.message_id,
        FileRow.id,
        FileRow.name,
        FileRow.media_type,
        FileRow.bytes,
        FileRow.width,
        FileRow.height,
        MessageFile.seconds,
        FileRow.deleted_at,
    )
    .join(FileRow, FileRow.id == MessageFile.file_id)
    .where(MessageFile.message_id.in_(bindparam("messages", expanding=True)))
    .order_by(MessageFile.id)
)
_OFFERS = select(*(getattr(Offer, field.name) for field in fields(ShownOffer))).where(
    Offer.id.in_(bindparam("offers", expanding=True))
)


async def with_person(connection: AsyncConnection, me: UUID, other: UUID) -> With:
    """Who is on the other side; NotFound for whom there is nobody to talk to."""
    person = (await connection.execute(_PERSON, {"other": other})).one_or_none()
    if person is None or me == other:
        raise NotFound
    conversation_id, obstacle, blocked = await access.situation(connection, me, other)
    if obstacle is not None and conversation_id is None and obstacle.code not in {"blocked", "you_blocked"}:
        raise NotFound
    rows = (await connection.execute(_SIDES, {"conversation": conversation_id})).all()
    sides = {row.account_id: row for row in rows}
    return With(
        id=person.id,
        name=public_name(person.first_name, person.last_name),
        initials=(person.first_name[:1] + person.last_name[:1]).upper(),
        avatar_url=avatar_url(person.avatar),
        conversation_id=conversation_id,
        obstacle=obstacle,
        blocked_by_me=blocked,
        archived=me in sides and sides[me].archived_at is not None,
        read_up_to=sides[other].read_up_to_id if other in sides else None,
    )


async def messages(
    connection: AsyncConnection,
    conversation_id: UUID | None,
    viewer_id: UUID,
    *,
    before: UUID | None = None,
    after: UUID | None = None,
) -> MessagePage:
    """The latest messages, those before one of them, or those after one; only the two people ask for it."""
    if conversation_id is None:
        return MessagePage([], None)
    values = {"conversation": conversation_id}
    if after:
        rows = (await connection.execute(_NEWER, {**values, "after": after})).all()
        return MessagePage(await _shown(connection, rows[:PAGE], viewer_id), None)
    statement, values = (_OLDER, {**values, "before": before}) if before else (_LATEST, values)
    return await _page(connection, statement, values, viewer_id)


async def one(connection: AsyncConnection, message_id: UUID, viewer_id: UUID) -> Shown | None:
    """One message, for one of its two people."""
    row = (await connection.execute(_ONE, {"message": message_id, "me": viewer_id})).one_or_none()
    return (await _shown(connection, [row], viewer_id))[0] if row else None


def own_words(message: Message | Said) -> Shown:
    """What its sender sees of a message without files, as it was written."""
    return Shown(
        id=message.id,
        conversation_id=message.conversation_id,
        sender_id=message.sender_id,
        is_mine=True,
        kind=message.kind,
        text=message.text,
        at=message.created_at,
        order_id=message.order_id,
        files=[],
        offer=None,
    )


async def _page(
    connection: AsyncConnection,
    statement: Select[*tuple[Any, ...]],
    values: Mapping[str, object],
    viewer_id: UUID,
) -> MessagePage:
    rows = (await connection.execute(statement, dict(values))).all()
    shown = await _shown(connection, rows[:PAGE][::-1], viewer_id)
    return MessagePage(shown, shown[0].id if len(rows) > PAGE else None)


async def _shown(
    connection: AsyncConnection, rows: Sequence[Row[*tuple[Any, ...]]], viewer_id: UUID
) -> Sequence[Shown]:
    """Numbers typed by the other side are hidden, in names of files always, in words until a booking is confirmed."""
    theirs = [row for row in rows if row.sender_id != viewer_id]
    veiled = masked
    if theirs:
        veiled = await veil(connection, viewer_id, theirs[0].sender_id, [row.text for row in theirs])
    files = await _files(
        connection, [row.id for row in rows if row.kind in {MessageKind.FILE, MessageKind.VOICE}]
    )
    offers = await _offers(connection, [row.offer_id for row in rows if row.offer_id], viewer_id)
    return [
        Shown(
            id=row.id,
            conversation_id=row.conversation_id,
            sender_id=row.sender_id,
            is_mine=row.sender_id == viewer_id,
            kind=row.kind,
            text=row.text if row.sender_id == viewer_id else veiled(row.text),
            at=row.created_at,
            order_id=row.order_id,
            files=files.get(row.id, []),
            offer=offers.get(row.offer_id),
        )
        for row in rows
    ]


async def _files(connection: AsyncConnection, message_ids: Sequence[UUID]) -> Mapping[UUID, list[ShownFile]]:
    found: dict[UUID, list[ShownFile]] = {}
    if not message_ids:
        return found
    for row in (await connection.execute(_FILES, {"messages": message_ids})).all():
        message_id, file_id, name, media_type, size, width, height, seconds, gone = row
        shown = ShownFile(
            file_id, masked(name), media_type, size, width, height, seconds, is_gone=gone is not None
        )
        found.setdefault(message_id, []).append(shown)
    return found


async def _offers(
    connection: AsyncConnection, offer_ids: Sequence[UUID], viewer_id: UUID
) -> Mapping[UUID, ShownOffer]:
    if not offer_ids:
        return {}
    rows = (await connection.execute(_OFFERS, {"offers": offer_ids})).all()
    return {row.id: _offer(row, viewer_id) for row in rows}


def _offer(row: Row[*tuple[Any, ...]], viewer_id: UUID) -> ShownOffer:
    offer = ShownOffer(*row)
    if offer.freelancer_id == viewer_id:
        return offer
    return replace(offer, title=masked(offer.title), scope=masked(offer.scope))
