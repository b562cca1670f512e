"""What placing a gig's package and accepting an offer have in common: who may buy from whom, and the order's birth."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import cast
from uuid import UUID

from sqlalchemy import Table, and_, bindparam, exists, func, literal, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from twiza.accounts.models import Account, AccountStatus, Block
from twiza.gigs.models import Tier
from twiza.kit import clock, ids
from twiza.kit.errors import Conflict, Forbidden, TooMany
from twiza.kit.events import record
from twiza.kit.i18n import N_, format_money
from twiza.kit.money import dirhams
from twiza.kit.settings import settings
from twiza.orders import delays
from twiza.orders.events import OrderPlaced
from twiza.orders.kinds import Party
from twiza.orders.models import Order, OrderChange, OrderStatus

ACCEPT_TERMS = N_("Accept the terms to continue.")
PHONE_NEEDED = N_("Verify your phone number first: orders need one.")
NOT_AVAILABLE = N_("You and this person can’t deal with each other here.")
ABOVE_CAP = N_(
    "The identity of this freelancer isn’t verified yet: an order may not exceed {most}. "
    "Choose a smaller package, or ask for a verification."
)
ALREADY_ORDERED = N_("You have already ordered this package: pay for that order, or cancel it.")
WINDOW = timedelta(hours=1)
# Six characters hold 700 million references; two that meet are rare, five in a row don't happen.
_TRIES = 5
_ONE, _TWO = bindparam("one", type_=Account.id.type), bindparam("two", type_=Account.id.type)
_BLOCKED = exists().where(
    or_(
        and_(Block.blocker_id == _ONE, Block.blocked_id == _TWO),
        and_(Block.blocker_id == _TWO, Block.blocked_id == _ONE),
    )
)
# Against floods, so counted in the same go: two at the same moment may both be the last.
_LATELY = (
    select(func.count())
    .where(Order.client_id == _ONE, Order.created_at > bindparam("since", type_=Order.created_at.type))
    .scalar_subquery()
)
# The table's columns, for what is read here is never written.
_ACCOUNT = cast("Table", Account.__table__).c
_PEOPLE = (
    select(
        _ACCOUNT.id,
        and_(_ACCOUNT.status == AccountStatus.ACTIVE, _ACCOUNT.deleted_at.is_(None)).label("is_active"),
        _ACCOUNT.phone_verified_at.is_not(None).label("phone_verified"),
        _ACCOUNT.identity_verified_at.is_not(None).label("identity_verified"),
        _BLOCKED.label("blocked"),
        _LATELY.label("placed_lately"),
    )
    .where(or_(_ACCOUNT.id == _ONE, _ACCOUNT.id == _TWO))
    .order_by(_ACCOUNT.id)
    .with_for_update(read=True, of=Account.__table__)
)
_COPIED = ("title", "cover", "tier", "package", "contents", "price", "delivery_days", "revisions")
_OF_THE_CALL = (
    "id",
    "reference",
    "gig_id",
    "client_id",
    "freelancer_id",
    "terms_version",
    "cancels_itself_at",
)
_ORDER = cast("Table", Order.__table__)
_BORN = (
    insert(_ORDER)
    .values(
        {name: bindparam(name, type_=_ORDER.c[name].type) for name in (*_OF_THE_CALL, *_COPIED, "created_at")}
    )
    .on_conflict_do_nothing()
    .returning(*_ORDER.c)
    .cte("born")
)
# The first line of its history, in the same go.
_BEGUN = insert(OrderChange).from_select(
    ["id", "order_id", "verb", "party", "actor_id", "to_status", "at"],
    select(
        bindparam("change_id", type_=OrderChange.id.type),
        _BORN.c.id,
        bindparam("verb", type_=OrderChange.verb.type),
        literal(Party.CLIENT, OrderChange.party.type),
        _BORN.c.client_id,
        _BORN.c.status,
        _BORN.c.created_at,
    ),
    # Its number is bound with each call: a default made here would be the same every time.
    include_defaults=False,
)
_PLACE = select(aliased(Order, _BORN)).add_cte(_BEGUN.cte("begun"))


@dataclass(frozen=True, slots=True)
class Terms:
    """What is bought, on which terms."""

    title: str
    cover: str | None
    tier: Tier | None
    package: str
    contents: str
    price: int
    delivery_days: int
    revisions: int | None
    version: str


async def buy(
    session: AsyncSession,
    terms: Terms,
    *,
    client_id: UUID,
    freelancer_id: UUID,
    gig_id: UUID | None,
    verb: str = "place",
) -> Order:
    """An unpaid order between two people who may deal with each other."""
    await check_people(session, client_id, freelancer_id, price=terms.price)
    whose = {"client_id": client_id, "freelancer_id": freelancer_id, "gig_id": gig_id}
    order = await _born(session, terms, whose, verb)
    record(session, OrderPlaced.of(order, client_id, gig_id=gig_id, price=order.price))
    return order


async def check_people(
    session: AsyncSession, client_id: UUID, freelancer_id: UUID, *, price: int, client_asks: bool = True
) -> None:
    """A verified phone, two open accounts, no block either way, and no large sum to a stranger's hands.

    The accounts are held until the transaction ends, so that a ban either comes first and is seen here, or comes
    later and finds the order. A client who is only proposed something verifies the phone before accepting.
    """
    await session.flush()
    since = clock.now() - WINDOW
    rows = await session.execute(_PEOPLE, {"one": client_id, "two": freelancer_id, "since": since})
    people = {row.id: row for row in rows}
    client, freelancer = people.get(client_id), people.get(freelancer_id)
    if client is None or freelancer is None or not client.is_active or not freelancer.is_active:
        raise Conflict(NOT_AVAILABLE, code="not_available")
    if client_asks and not client.phone_verified:
        raise Forbidden(PHONE_NEEDED, code="phone_not_verified")
    if client.blocked:
        raise Forbidden(NOT_AVAILABLE, code="not_available")
    if client_asks and client.placed_lately >= settings().orders_an_hour:
        raise TooMany(await _wait(session, client_id))
    most = dirhams(settings().unverified_cap)
    if price > most and not freelancer.identity_verified:
        raise Conflict(ABOVE_CAP, code="above_cap", most=format_money(most))


async def _wait(session: AsyncSession, client_id: UUID) -> int:
    """In how many seconds the oldest order that counts is an hour old."""
    theirs = select(Order.created_at).where(Order.client_id == client_id).order_by(Order.created_at.desc())
    oldest = await session.scalar(theirs.offset(settings().orders_an_hour - 1).limit(1))
    return max(1, ceil((oldest + WINDOW - clock.now()).total_seconds())) if oldest else 1


async def _born(session: AsyncSession, terms: Terms, whose: Mapping[str, UUID | None], verb: str) -> Order:
    now = clock.now()
    values = {
        **{name: getattr(terms, name) for name in _COPIED},
        "verb": verb,
        "terms_version": terms.version,
        **whose,
        "cancels_itself_at": now + delays.UNPAID,
        "created_at": now,
    }
    for _try in range(_TRIES):
        reference = f"TW-{ids.short_code(6)}"
        fresh = {"id": ids.new(), "change_id": ids.new(), "reference": reference}
        order = await session.scalar(_PLACE, {**fresh, **values})
        if order is not None:
            return order
        if await _waits_already(session, whose["client_id"], whose["gig_id"], terms.tier):
            break
    raise Conflict(ALREADY_ORDERED, code="already_ordered")


async def _waits_already(
    session: AsyncSession, client_id: UUID | None, gig_id: UUID | None, tier: Tier | None
) -> bool:
    """Whether the same package waits for its payment; else it was the reference that was taken."""
    same = (Order.client_id == client_id, Order.gig_id == gig_id, Order.tier == tier)
    unpaid = (Order.status == OrderStatus.PENDING_PAYMENT, Order.proofs == 0)
    return bool(await session.scalar(select(exists().where(*same, *unpaid))))
