"""Orders live through whatever people, administrators and the clock do to them, just as the plain model says."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from tests.cast import invite
from tests.orders import telling
from tests.orders.plain_model import OK, Plain
from twiza.kit import clock
from twiza.kit.db import database_url
from twiza.kit.errors import DomainError
from twiza.orders import approving, cancelling, delivering, extending, paying, revising, starting
from twiza.orders.actors import CLOCK, Actor
from twiza.orders.disputes import claiming, closing, opening
from twiza.orders.disputes.models import Dispute, DisputeOutcome, DisputeReason, NonDeliveryClaim
from twiza.orders.models import Extension, Order
from twiza.orders.queries import room

SIDES = st.sampled_from(["client", "freelancer"])
_CLOCK_DOES = {"cancel": cancelling.cancel, "start": starting.start, "approve": approving.approve}
_MODEL_OF = {
    "submit-payment": "submit_payment", "refuse-payment": "refuse_payment", "confirm-payment": "confirm_payment",
    "start": "start", "submit-work": "submit_work", "request-revision": "request_revision",
    "approve": "approve", "cancel": "cancel",
}  # fmt: skip


class OrderLife(RuleBasedStateMachine):
    """One order in one transaction that is rolled back; every step is a savepoint."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.model = Plain()
        self.numbers = 0

    @initialize()
    def place(self) -> None:
        self.runner.run(self._place())

    async def _place(self) -> None:
        self.engine = create_async_engine(database_url(), poolclass=NullPool)
        self.session = AsyncSession(self.engine, expire_on_commit=False)
        await self.session.begin()
        people = await invite(self.session)
        self.gig = await telling.publish(self.session, people.youssef)
        order = await telling.place(self.session, self.gig, people.amina)
        self.order_id = order.id
        self.actors = {
            "client": Actor.person(people.amina.id),
            "freelancer": Actor.person(people.youssef.id),
            "admin": Actor.admin(people.salma.id),
        }

    def attempt(self, expected: str, act: Callable[[], Awaitable[object]]) -> None:
        """The real thing ends as the model said it would."""

        async def go() -> str:
            with clock.travel(timedelta(hours=self.model.now)):
                savepoint = await self.session.begin_nested()
                try:
                    await act()
                    await savepoint.commit()
                except DomainError as refusal:
                    await savepoint.rollback()
                    return type(refusal).__name__
                return OK

        assert self.runner.run(go()) == expected

    @rule(who=SIDES, verb=st.sampled_from(sorted(_MODEL_OF)))
    def act(self, who: str, verb: str) -> None:
        self.numbers += 1
        by, order_id, session = self.actors[who], self.order_id, self.session
        transfer = telling.transfer(f"{order_id} {self.numbers}")
        does: dict[str, Callable[[], Awaitable[object]]] = {
            "submit-payment": lambda: paying.submit_payment(session, order_id, by=by, transfer=transfer),
            "refuse-payment": lambda: paying.refuse_payment(session, order_id, by=by, reason="Rien"),
            "confirm-payment": lambda: paying.confirm_payment(session, order_id, by=by),
            "start": lambda: starting.start(session, order_id, by=by),
            "submit-work": lambda: delivering.submit_work(session, order_id, by=by, note="Voici"),
            "request-revision": lambda: revising.request_revision(session, order_id, by=by, reason="Non"),
            "approve": lambda: approving.approve(session, order_id, by=by),
            "cancel": lambda: cancelling.cancel(session, order_id, by=by),
        }
        self.attempt(getattr(self.model, _MODEL_OF[verb])(who), does[verb])

    @rule(choice=st.integers(0, 9))
    def go_on(self, choice: int) -> None:
        """Something that is allowed, so that lives get beyond their first days."""
        legal = [
            (who, verb)
            for who in ("client", "freelancer")
            for verb, name in _MODEL_OF.items()
            if getattr(_copy(self.model), name)(who) == OK
        ]
        if legal:
            self.act(*legal[-1 - choice % len(legal)])

    @rule(who=SIDES, days=st.integers(1, 5))
    def ask_for_time(self, who: str, days: int) -> None:
        expected = self.model.ask(who, days)
        by = self.actors[who]
        self.attempt(
            expected, lambda: extending.ask(self.session, self.order_id, by=by, days=days, reason="T")
        )

    @precondition(lambda self: self.model.asked_by)
    @rule(who=SIDES)
    def give_time(self, who: str) -> None:
        found = self._first(Extension, Extension.answered_at.is_(None))
        self.attempt(
            self.model.accept(who), lambda: extending.accept(self.session, found.id, by=self.actors[who])
        )

    @rule(who=SIDES)
    def claim(self, who: str) -> None:
        expected = self.model.claim(who)
        self.attempt(expected, lambda: claiming.claim(self.session, self.order_id, by=self.actors[who]))

    @precondition(lambda self: self.model.claim_due is not None)
    @rule(who=SIDES)
    def answer_claim(self, who: str) -> None:
        found = self._first(NonDeliveryClaim, NonDeliveryClaim.closed_at.is_(None))
        by = self.actors[who]
        expected = self.model.answer_claim(who)
        self.attempt(expected, lambda: claiming.answer(self.session, found.id, by=by, answer="Demain"))

    @rule(who=SIDES)
    def complain(self, who: str) -> None:
        expected = self.model.open_dispute(who)
        why: dict[str, Any] = {"reason": DisputeReason.OTHER, "details": "Voilà"}
        self.attempt(
            expected, lambda: opening.open_dispute(self.session, self.order_id, by=self.actors[who], **why)
        )

    @precondition(lambda self: self.model.stopped is not None)
    @rule(outcome=st.sampled_from(list(DisputeOutcome)))
    def decide(self, outcome: DisputeOutcome) -> None:
        found = self._first(Dispute, Dispute.closed_at.is_(None))
        expected = self.model.close(outcome.value)
        admin = self.actors["admin"]
        self.attempt(
            expected,
            lambda: closing.close(self.session, found.id, by=admin, outcome=outcome, decision="Décidé"),
        )

    @rule(who=SIDES, hours=st.sampled_from([24, 100]))
    def quarrel_in_vain(self, who: str, hours: int) -> None:
        """A dispute that is dismissed costs nobody any time."""
        if _copy(self.model).open_dispute(who) == OK:
            self.complain(who)
            self.time_passes(hours)
            self.decide(DisputeOutcome.DISMISSED)

    @rule(hours=st.sampled_from([1, 12, 24, 48, 72, 120, 200, 340]))
    def time_passes(self, hours: int) -> None:
        """The clock does what it is due to do, and nothing else, however often it looks."""
        self.model.now += hours
        before = self.model.status
        rung = self.model.ring()
        if rung == "unanswered":
            self.attempt(OK, lambda: paying.leave_unanswered(self.session, self.order_id))
        elif rung:
            self.attempt(OK, lambda: _CLOCK_DOES[rung](self.session, self.order_id, by=CLOCK))
        else:
            assert self.model.status == before
            for verb in _CLOCK_DOES.values():
                self.attempt("Conflict", lambda verb=verb: verb(self.session, self.order_id, by=CLOCK))
        if self.model.claim_due is not None:
            found = self._first(NonDeliveryClaim, NonDeliveryClaim.closed_at.is_(None))
            expected = OK if self.model.ring_for_claim() else "Conflict"
            self.attempt(expected, lambda: claiming.leave_unanswered(self.session, found.id))

    @invariant()
    def they_agree(self) -> None:
        if not hasattr(self, "order_id"):
            return
        order, actions = self.runner.run(self._looked())
        model = self.model
        assert order.status == model.status
        assert (order.proofs, order.payment_refusals, order.revisions_used) == (
            model.proofs, model.refusals, model.used,
        )  # fmt: skip
        assert (order.disputed_at is None) == (model.stopped is None)
        assert (order.ended_at is None) == (model.ended is None)
        born = order.created_at
        for told, wanted in (
            (_alarm(order), model.alarm if model.ended is None else None),
            (order.due_at, model.due),
        ):
            assert (told is None) == (wanted is None)
            if told is not None and wanted is not None:
                assert abs(told - born - timedelta(hours=wanted)) < timedelta(minutes=30)
        for who, may in actions.items():
            assert ("open-dispute" in may) == (_copy(model).open_dispute(who) == OK), who
            assert ("cancel" in may) == (_copy(model).cancel(who) == OK), who
            assert ("request-revision" in may) == (_copy(model).request_revision(who) == OK), who
            assert ("claim-non-delivery" in may) == (_copy(model).claim(who) == OK), who

    async def _looked(self) -> tuple[Order, dict[str, list[str]]]:
        await self.session.flush()
        with clock.travel(timedelta(hours=self.model.now)):
            sides = {who: self.actors[who].account_id for who in ("client", "freelancer")}
            seen = {
                who: await room(self.session, self.order_id, found) for who, found in sides.items() if found
            }
            return seen["client"].order, {who: each.allowed_actions for who, each in seen.items()}

    def _first(self, model: Any, where: Any) -> Any:
        async def found() -> Any:
            statement = select(model).where(model.order_id == self.order_id, where)
            return (await self.session.scalars(statement)).one()

        return self.runner.run(found())

    def teardown(self) -> None:
        async def end() -> None:
            await self.session.rollback()
            await self.session.close()
            await self.engine.dispose()

        if hasattr(self, "session"):
            self.runner.run(end())
        self.runner.close()


def _alarm(order: Order) -> Any:
    rings = (
        order.starts_itself_at,
        order.approves_itself_at,
        order.cancels_itself_at,
        order.payment_answer_due_at,
    )
    return next((one for one in rings if one is not None), None)


def _copy(model: Plain) -> Plain:
    from copy import deepcopy

    return deepcopy(model)


def test_orders_live_as_the_model_says(database: str) -> None:
    assert database
    chosen = settings(
        max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(OrderLife, settings=chosen)
