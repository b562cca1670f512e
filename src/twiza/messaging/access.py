"""Who may read a conversation, and who may write to whom."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts.models import Account, AccountStatus, Block, Hat, HatKind
from twiza.bookings.models import Booking
from twiza.kit import direct
from twiza.kit.errors import Conflict, DomainError, Forbidden, NotFound
from twiza.kit.i18n import N_
from twiza.messaging.models import Conversation, Message, MessageFile
from twiza.orders.models import Order

ONESELF = N_("You can’t write to yourself.")
GONE = N_("This person can’t receive messages any more.")
YOU_BLOCKED = N_("You blocked this person. Unblock them to write.")
BLOCKED = N_("This person doesn’t receive messages from you.")
NOT_REACHABLE = N_(
    "You can write to people who offer services, and to those you have an order or a booking with."
)

_PUBLIC = (HatKind.FREELANCER, HatKind.PRO, HatKind.COMPANY)
_ME, _OTHER = bindparam("me"), bindparam("other")
_BETWEEN = select(Conversation.id).where(
    Conversation.low_id == bindparam("low"), Conversation.high_id == bindparam("high")
)
_IS_ACTIVE = (Account.status == AccountStatus.ACTIVE, Account.deleted_at.is_(None))


def _person(*, held: bool) -> Select[*tuple[Any, ...]]:
    """Who stands on the other side and what stands between us; the conversation on request with its lock."""
    talk = _BETWEEN
    if held:
        # A lock is taken by a part of its own, not by a value among others.
        talk = select(_BETWEEN.with_for_update(key_share=True).cte("held").c.id)
    return select(
        Account.id,
        (_IS_ACTIVE[0] & _IS_ACTIVE[1]).label("active"),
        (
            Account.phone_verified_at.is_not(None)
            & exists().where(Hat.account_id == Account.id, or_(*(Hat.kind == kind for kind in _PUBLIC)))
        ).label("public"),
        exists()
        .where(
            or_(
                (Order.client_id == _ME) & (Order.freelancer_id == _OTHER),
                (Order.client_id == _OTHER) & (Order.freelancer_id == _ME),
            )
        )
        .label("ordered"),
        exists()
        .where(
            or_(
                (Booking.client_id == _ME) & (Booking.pro_id == _OTHER),
                (Booking.client_id == _OTHER) & (Booking.pro_id == _ME),
            )
        )
        .label("booked"),
        talk.scalar_subquery().label("conversation_id"),
        exists().where(Block.blocker_id == _ME, Block.blocked_id == _OTHER).label("blocked_by_me"),
        exists().where(Block.blocker_id == _OTHER, Block.blocked_id == _ME).label("blocks_me"),
    ).where(Account.id == _OTHER)


_PERSON, _PERSON_HELD = _person(held=False), _person(held=True)
# The conversation of two who talk already, held, when nothing stands between them: then `_obstacle` finds nothing either.
OPEN_TALK = (
    select(Conversation.id)
    .join(Account, Account.id == _OTHER)
    .where(
        Conversation.low_id == bindparam("low"),
        Conversation.high_id == bindparam("high"),
        *_IS_ACTIVE,
        ~exists().where(
            or_(
                (Block.blocker_id == _ME) & (Block.blocked_id == _OTHER),
                (Block.blocker_id == _OTHER) & (Block.blocked_id == _ME),
            )
        ),
    )
    .with_for_update(key_share=True, of=Conversation)
)
_OWN_FILE = (
    select(MessageFile.id)
    .join(Message, Message.id == MessageFile.message_id)
    .join(Conversation, Conversation.id == Message.conversation_id)
    .where(
        MessageFile.file_id == bindparam("file"), or_(Conversation.low_id == _ME, Conversation.high_id == _ME)
    )
)


def visible_to(account_id: UUID) -> ColumnElement[bool]:
    """Only the two people of a conversation."""
    return or_(Conversation.low_id == account_id, Conversation.high_id == account_id)


def the_two(me: UUID, other: UUID) -> dict[str, UUID]:
    """The values of statements about two people."""
    low, high = sorted((me, other))
    return {"me": me, "other": other, "low": low, "high": high}


async def conversation_between(reader: AsyncConnection | AsyncSession, one: UUID, two: UUID) -> UUID | None:
    """The conversation of these two, once either has written."""
    low, high = sorted((one, two))
    return (await reader.execute(_BETWEEN, {"low": low, "high": high})).scalar_one_or_none()


class Situation(NamedTuple):
    """Where I stand with somebody: our conversation, and why I can't write to them now, if I can't."""

    conversation_id: UUID | None
    obstacle: DomainError | None
    blocked_by_me: bool = False


async def situation(
    reader: AsyncConnection | AsyncSession, me: UUID, other: UUID, *, hold: bool = False
) -> Situation:
    """NotFound is the obstacle when there is no such person for me; who is about to write holds the conversation."""
    person = await direct.row(reader, _PERSON_HELD if hold else _PERSON, the_two(me, other))
    if person is None:
        return Situation(None, NotFound())
    return Situation(person.conversation_id, _obstacle(person, me), person.blocked_by_me)


def _obstacle(person: Any, me: UUID) -> DomainError | None:
    if person.id == me:
        return Conflict(ONESELF, code="own_account")
    if not person.active:
        return Conflict(GONE, code="recipient_gone") if person.conversation_id else NotFound()
    if person.blocked_by_me:
        return Conflict(YOU_BLOCKED, code="you_blocked")
    if person.blocks_me:
        return Forbidden(BLOCKED, code="blocked")
    if person.conversation_id or person.public or person.ordered or person.booked:
        return None
    return Forbidden(NOT_REACHABLE, code="not_reachable")


async def may_open(connection: AsyncConnection, file_id: UUID, account_id: UUID) -> bool:
    """Whether a file came with a message of one's own conversations."""
    values = {"file": file_id, "me": account_id}
    return (await connection.execute(_OWN_FILE, values)).first() is not None
