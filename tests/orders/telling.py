"""Stories of orders, told in one line: a published gig, an order in any state, files, deadlines that have passed."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.gigs.models import Gig, GigPackage, GigQuestion, GigStatus, Tier
from twiza.kit import clock, storage
from twiza.kit.money import dirhams
from twiza.orders import approving, cancelling, delivering, paying, placing, proofs, revising, starting
from twiza.orders.actors import Actor
from twiza.orders.models import Order, OrderChange, OrderStatus

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
S = OrderStatus


async def publish(
    session: AsyncSession,
    freelancer: Account,
    *,
    price: int = 350,
    revisions: int | None = 2,
    questions: Mapping[str, bool] | None = None,
    status: GigStatus = GigStatus.PUBLISHED,
) -> Gig:
    """A gig with two packages; `questions` tells which of them are required."""
    gig = Gig(
        freelancer_id=freelancer.id,
        status=status,
        title="Logo pour votre commerce",
        description="Trois pistes, puis la bonne.",
        price=dirhams(price),
        delivery_days=5,
        published_at=clock.now() if status is not GigStatus.DRAFT else None,
        packages=[_package(Tier.BASIC, price, revisions), _package(Tier.STANDARD, price * 2, None)],
        questions=[
            GigQuestion(position=n, question=text, required=required)
            for n, (text, required) in enumerate((questions or {}).items())
        ],
    )
    session.add(gig)
    await session.flush()
    return gig


def _package(tier: Tier, price: int, revisions: int | None) -> GigPackage:
    return GigPackage(
        tier=tier,
        title=f"Formule {tier}",
        contents="Logo en trois formats",
        price=dirhams(price),
        delivery_days=5,
        revisions=revisions,
    )


def transfer(
    number: str = "VIR-2026-001", amount: str = "350", *, understood: bool = True
) -> proofs.Transfer:
    return proofs.read(number, amount, "Amina Berrada", understood=understood)


async def place(session: AsyncSession, gig: Gig, client: Account, *, tier: Tier = Tier.BASIC) -> Order:
    order = await placing.place(session, gig.id, by=client.id, tier=tier, accepted_terms=True)
    await session.flush()
    return order


async def bring_to(session: AsyncSession, order: Order, status: OrderStatus, *, number: str = "") -> Order:
    """Walk the order to this state by its own verbs."""
    client, freelancer = Actor.person(order.client_id), Actor.person(order.freelancer_id)
    number = number or f"VIR {order.reference}"
    if status is S.CANCELLED:
        return await cancelling.cancel(session, order.id, by=client)
    ways = (
        (
            S.PAYMENT_SUBMITTED,
            lambda: paying.submit_payment(session, order.id, by=client, transfer=transfer(number)),
        ),
        (S.PAYMENT_CONFIRMED, lambda: paying.confirm_payment(session, order.id, by=freelancer)),
        (S.IN_PROGRESS, lambda: starting.start(session, order.id, by=freelancer)),
        (S.SUBMITTED, lambda: delivering.submit_work(session, order.id, by=freelancer, note="Voici.")),
        (
            S.REVISION_REQUESTED,
            lambda: revising.request_revision(session, order.id, by=client, reason="Plus grand."),
        ),
    )
    walked = [reached for reached, _step in ways]
    begin = walked.index(order.status) + 1 if order.status in walked else 0
    for reached, step in ways[begin:]:
        if order.status is status:
            break
        if status is S.COMPLETED and order.status is S.SUBMITTED:
            break
        await step()
        assert order.status is reached
    if status is S.COMPLETED:
        await approving.approve(session, order.id, by=client)
    assert order.status is status
    return order


async def file_of(session: AsyncSession, owner: Account, name: str = "recu.pdf", data: bytes = PDF) -> UUID:
    return (await storage.put(session, data, owner=owner.id, name=name)).id


async def days_pass(session: AsyncSession, order: Order, days: float) -> None:
    """Move everything the order remembers into the past, as if so long had gone by."""
    shift = timedelta(days=days)
    await session.flush()
    for name in (
        "disputed_at", "payment_submitted_at", "paid_at", "started_at", "due_at", "delivered_at", "ended_at",
        "starts_itself_at", "approves_itself_at", "cancels_itself_at", "payment_answer_due_at", "created_at",
    ):  # fmt: skip
        moment = getattr(order, name)
        if moment is not None:
            setattr(order, name, moment - shift)
    await session.flush()


async def again(session: AsyncSession, order: Order) -> Order:
    """The order as the database has it."""
    # Its id is asked of the identity, for a rollback forgets what the object held.
    order_id = (inspect(order).identity or (order.id,))[0]
    statement = select(Order).where(Order.id == order_id).execution_options(populate_existing=True)
    return (await session.execute(statement)).scalar_one()


async def verbs(session: AsyncSession, order: Order) -> list[str]:
    """The history so far, by its verbs."""
    await session.flush()
    told = select(OrderChange.verb).where(OrderChange.order_id == order.id).order_by(OrderChange.id)
    return list(await session.scalars(told))
