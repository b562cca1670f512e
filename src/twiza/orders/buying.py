"""What placing a gig's package and accepting an offer have in common: who may buy from whom, and the order's birth."""

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, Block
from twiza.gigs.models import Tier
from twiza.kit import clock, ids
from twiza.kit.errors import Conflict, Forbidden
from twiza.kit.events import record
from twiza.kit.i18n import N_, format_money
from twiza.kit.money import dirhams
from twiza.kit.settings import settings
from twiza.orders import delays
from twiza.orders.actors import Actor
from twiza.orders.advancing import remember
from twiza.orders.events import OrderPlaced
from twiza.orders.models import Order, OrderStatus

ACCEPT_TERMS = N_("Accept the terms to continue.")
PHONE_NEEDED = N_("Verify your phone number first: orders need one.")
NOT_AVAILABLE = N_("You and this person can’t deal with each other here.")
ABOVE_CAP = N_(
    "The identity of this freelancer isn’t verified yet: an order may not exceed {most}. "
    "Choose a smaller package, or ask for a verification."
)
ALREADY_ORDERED = N_("You have already ordered this package: pay for that order, or cancel it.")
# Six characters hold 700 million references; two that meet are rare, five in a row don't happen.
_TRIES = 5


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
    order = await _born(session, terms, client_id, freelancer_id, gig_id)
    remember(session, order, verb, Actor.person(client_id), first=True)
    record(session, OrderPlaced.of(order, client_id, gig_id=gig_id, price=order.price))
    return order


async def check_people(
    session: AsyncSession, client_id: UUID, freelancer_id: UUID, *, price: int, client_asks: bool = True
) -> None:
    """A verified phone, two open accounts, no block either way, and no large sum to a stranger's hands.

    The accounts are held until the transaction ends, so that a ban either comes first and is seen here, or comes
    later and finds the order. A client who is only proposed something verifies the phone before accepting.
    """
    rows = await session.scalars(
        select(Account)
        .where(Account.id.in_((client_id, freelancer_id)))
        .order_by(Account.id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    people = {row.id: row for row in rows}
    client, freelancer = people.get(client_id), people.get(freelancer_id)
    if client is None or freelancer is None or not client.is_active or not freelancer.is_active:
        raise Conflict(NOT_AVAILABLE, code="not_available")
    if client_asks and not client.phone_verified:
        raise Forbidden(PHONE_NEEDED, code="phone_not_verified")
    if await session.scalar(select(exists().where(_blocked(client_id, freelancer_id)))):
        raise Forbidden(NOT_AVAILABLE, code="not_available")
    check_cap(freelancer, price)


def check_cap(freelancer: Account, price: int) -> None:
    """Large sums only to freelancers whose identity was verified."""
    most = dirhams(settings().unverified_cap)
    if freelancer.identity_verified_at is None and price > most:
        raise Conflict(ABOVE_CAP, code="above_cap", most=format_money(most))


def _blocked(one: UUID, other: UUID) -> ColumnElement[bool]:
    return or_(
        and_(Block.blocker_id == one, Block.blocked_id == other),
        and_(Block.blocker_id == other, Block.blocked_id == one),
    )


async def _born(
    session: AsyncSession, terms: Terms, client_id: UUID, freelancer_id: UUID, gig_id: UUID | None
) -> Order:
    now = clock.now()
    copied = {name: value for name, value in asdict(terms).items() if name != "version"}
    values = {
        **copied,
        "terms_version": terms.version,
        "client_id": client_id,
        "freelancer_id": freelancer_id,
        "gig_id": gig_id,
        "cancels_itself_at": now + delays.UNPAID,
        "created_at": now,
    }
    for _try in range(_TRIES):
        reference = f"TW-{ids.short_code(6)}"
        born = insert(Order).values(id=ids.new(), reference=reference, **values).on_conflict_do_nothing()
        order = await session.scalar(born.returning(Order))
        if order is not None:
            return order
        if await _waits_already(session, client_id, gig_id, terms.tier):
            break
    raise Conflict(ALREADY_ORDERED, code="already_ordered")


async def _waits_already(
    session: AsyncSession, client_id: UUID, gig_id: UUID | None, tier: Tier | None
) -> bool:
    """Whether the same package waits for its payment; else it was the reference that was taken."""
    same = (Order.client_id == client_id, Order.gig_id == gig_id, Order.tier == tier)
    unpaid = (Order.status == OrderStatus.PENDING_PAYMENT, Order.proofs == 0)
    return bool(await session.scalar(select(exists().where(*same, *unpaid))))
