"""Every verb in every state by every party: what is legal is written down by hand, all else is refused."""

from collections.abc import Awaitable, Callable
from itertools import product

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast
from tests.orders import telling
from tests.orders.telling import S
from twiza.kit.errors import Conflict, Forbidden, NotFound
from twiza.kit.settings import CHECKOUT
from twiza.kit.states import Machine
from twiza.orders import approving, cancelling, delivering, forcing, paying, revising, starting
from twiza.orders.actors import CLOCK, GATEWAY, Actor
from twiza.orders.kinds import Party
from twiza.orders.models import Order, OrderStatus
from twiza.orders.states import ORDER

Do = Callable[[AsyncSession, Order, Actor], Awaitable[Order]]
VERBS: dict[str, Do] = {
    "submit-payment": lambda s, o, by: paying.submit_payment(
        s, o.id, by=by, transfer=telling.transfer("X 1")
    ),
    "refuse-payment": lambda s, o, by: paying.refuse_payment(s, o.id, by=by, reason="Rien reçu"),
    "confirm-payment": lambda s, o, by: paying.confirm_payment(s, o.id, by=by),
    "start": lambda s, o, by: starting.start(s, o.id, by=by),
    "submit-work": lambda s, o, by: delivering.submit_work(s, o.id, by=by, note="Voici"),
    "request-revision": lambda s, o, by: revising.request_revision(s, o.id, by=by, reason="Plus grand"),
    "approve": lambda s, o, by: approving.approve(s, o.id, by=by),
    "cancel": lambda s, o, by: cancelling.cancel(s, o.id, by=by),
    "force-complete": lambda s, o, by: forcing.force_complete(s, o.id, by=by, reason="Vu"),
    "force-cancel": lambda s, o, by: forcing.force_cancel(s, o.id, by=by, reason="Vu"),
}
_OPEN = (
    "PENDING_PAYMENT", "PAYMENT_SUBMITTED", "PAYMENT_CONFIRMED", "IN_PROGRESS", "SUBMITTED", "REVISION_REQUESTED",
)  # fmt: skip
LEGAL = {
    ("PENDING_PAYMENT", "submit-payment", "client"): "PAYMENT_SUBMITTED",
    ("PENDING_PAYMENT", "submit-payment", "gateway"): "PAYMENT_SUBMITTED",
    ("PENDING_PAYMENT", "cancel", "client"): "CANCELLED",
    ("PENDING_PAYMENT", "cancel", "freelancer"): "CANCELLED",
    ("PENDING_PAYMENT", "cancel", "clock"): "CANCELLED",
    ("PAYMENT_SUBMITTED", "refuse-payment", "freelancer"): "PENDING_PAYMENT",
    ("PAYMENT_SUBMITTED", "confirm-payment", "freelancer"): "PAYMENT_CONFIRMED",
    ("PAYMENT_SUBMITTED", "confirm-payment", "gateway"): "PAYMENT_CONFIRMED",
    ("PAYMENT_CONFIRMED", "start", "freelancer"): "IN_PROGRESS",
    ("PAYMENT_CONFIRMED", "start", "clock"): "IN_PROGRESS",
    ("IN_PROGRESS", "submit-work", "freelancer"): "SUBMITTED",
    ("REVISION_REQUESTED", "submit-work", "freelancer"): "SUBMITTED",
    ("SUBMITTED", "request-revision", "client"): "REVISION_REQUESTED",
    ("SUBMITTED", "approve", "client"): "COMPLETED",
    ("SUBMITTED", "approve", "clock"): "COMPLETED",
    **{(state, "force-complete", "admin"): "COMPLETED" for state in _OPEN},
    **{(state, "force-cancel", "admin"): "CANCELLED" for state in _OPEN},
}


def test_the_table_is_the_list_written_by_hand() -> None:
    table = {
        (source.value, move.verb, party.value): move.target.value
        for move in ORDER.moves
        for source in move.sources
        for party in move.parties
    }
    assert table == LEGAL


def test_buttons_follow_the_same_list() -> None:
    for state in OrderStatus:
        for party in Party:
            legal = {verb for (source, verb, who) in LEGAL if (source, who) == (state, party)}
            assert set(ORDER.allowed(state, party)) == legal


@pytest.mark.parametrize("state", list(OrderStatus))
async def test_every_cell(session: AsyncSession, people: Cast, order: Order, state: OrderStatus) -> None:
    await telling.bring_to(session, order, state)
    actors = {
        Party.CLIENT: Actor.person(people.amina.id),
        Party.FREELANCER: Actor.person(people.youssef.id),
        Party.ADMIN: Actor.admin(people.salma.id),
        Party.GATEWAY: GATEWAY,
        Party.CLOCK: CLOCK,
    }
    for party, (verb, do) in product(actors, VERBS.items()):
        actor = actors[party]
        reached = LEGAL.get((state, verb, party))
        before = await telling.verbs(session, order)
        async with session.begin_nested() as attempt:
            if party is Party.CLOCK:
                await telling.days_pass(session, order, 30)
            if reached is not None:
                assert (await do(session, order, actor)).status == reached
                assert await telling.verbs(session, order) == [*before, verb]
            else:
                with pytest.raises((Conflict, Forbidden)) as refused:
                    await do(session, order, actor)
                knows_the_verb = any(who == party and known == verb for _, known, who in LEGAL)
                assert refused.type is (Conflict if knows_the_verb else Forbidden)
                assert (await telling.again(session, order)).status is state
            await attempt.rollback()
        await telling.again(session, order)


@pytest.mark.parametrize("state", list(OrderStatus))
async def test_for_strangers_there_is_no_such_order(
    session: AsyncSession, people: Cast, order: Order, state: OrderStatus
) -> None:
    await telling.bring_to(session, order, state)
    for stranger in (people.karim, people.salma):
        for do in VERBS.values():
            with pytest.raises(NotFound):
                await do(session, order, Actor.person(stranger.id))
    for do in (VERBS["force-complete"], VERBS["force-cancel"]):
        with pytest.raises(NotFound):
            await do(session, order, Actor.admin(people.karim.id))


async def test_the_clock_waits_for_its_alarm(session: AsyncSession, people: Cast, order: Order) -> None:
    for state, verb in (
        (S.PENDING_PAYMENT, "cancel"),
        (S.PAYMENT_CONFIRMED, "start"),
        (S.SUBMITTED, "approve"),
    ):
        await telling.bring_to(session, order, state)
        with pytest.raises(Conflict) as early:
            await VERBS[verb](session, order, CLOCK)
        assert early.value.code == "not_yet"


async def test_an_administrator_does_not_judge_their_own_order(session: AsyncSession, people: Cast) -> None:
    gig = await telling.publish(session, people.youssef)
    order = await telling.place(session, gig, people.salma)
    with pytest.raises(Forbidden) as refused:
        await forcing.force_complete(session, order.id, by=Actor.admin(people.salma.id), reason="Moi")
    assert refused.value.code == "own_order"


def test_the_diagram_in_the_architecture_is_drawn_from_the_table() -> None:
    straight = [move for move in ORDER.moves if not move.verb.startswith("force")]
    assert Machine("order", straight).diagram() in (CHECKOUT / "ARCHITECTURE.md").read_text()


def test_nothing_but_advance_writes_a_status() -> None:
    import ast
    from pathlib import Path

    import twiza.orders

    folder = Path(twiza.orders.__file__).parent
    writers = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        for target in ast.walk(node.targets[0] if isinstance(node, ast.Assign) else node.target)
        if isinstance(target, ast.Attribute) and target.attr == "status" and isinstance(target.ctx, ast.Store)
    }
    assert writers == {"advancing.py", "offers/answering.py"}
