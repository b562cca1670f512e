"""The rules beside the machine: money, silence, time, and sellers who would take the money and walk away."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast
from tests.orders import telling
from tests.orders.telling import S
from twiza.accounts.models import AdminAct, Block
from twiza.gigs.models import Gig, GigStatus, Tier
from twiza.kit import clock
from twiza.kit.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from twiza.kit.money import dirhams
from twiza.orders import (
    answering,
    cancelling,
    delays,
    delivering,
    extending,
    forcing,
    paying,
    placing,
    revising,
    starting,
)  # fmt: skip
from twiza.orders.actors import CLOCK, Actor
from twiza.orders.disputes import claiming, closing, opening, stating
from twiza.orders.disputes.models import Dispute, DisputeOutcome, DisputeReason
from twiza.orders.models import Extension, Order, PaymentProof, PaymentStatus, Stage
from twiza.orders.queries import room


def codes(refusal: pytest.ExceptionInfo[DomainError]) -> str:
    return refusal.value.code


@pytest.fixture
def amina(people: Cast) -> Actor:
    return Actor.person(people.amina.id)


@pytest.fixture
def youssef(people: Cast) -> Actor:
    return Actor.person(people.youssef.id)


@pytest.fixture
def salma(people: Cast) -> Actor:
    return Actor.admin(people.salma.id)


async def dispute_of(session: AsyncSession, order: Order) -> Dispute | None:
    return await session.scalar(
        select(Dispute).where(Dispute.order_id == order.id, Dispute.closed_at.is_(None))
    )


class TestPlacing:
    async def test_what_is_offered_is_copied(self, session: AsyncSession, people: Cast, gig: Gig) -> None:
        order = await placing.place(
            session, gig.id, by=people.amina.id, tier=Tier.STANDARD, accepted_terms=True
        )
        gig.title, gig.packages[1].price = "Autre chose", 1
        await session.flush()
        order = await telling.again(session, order)
        assert (order.title, order.price) == ("Logo pour votre commerce", dirhams(700))
        assert (order.package, order.delivery_days, order.revisions) == ("Formule standard", 5, None)
        assert order.reference.startswith("TW-")
        assert len(order.reference) == 9
        assert order.terms_version

    async def test_never_ones_own_gig(self, session: AsyncSession, people: Cast, gig: Gig) -> None:
        with pytest.raises(Forbidden) as refused:
            await telling.place(session, gig, people.youssef)
        assert codes(refused) == "own_gig"

    async def test_only_what_is_offered(self, session: AsyncSession, people: Cast) -> None:
        draft = await telling.publish(session, people.youssef, status=GigStatus.DRAFT)
        with pytest.raises(NotFound):
            await telling.place(session, draft, people.amina)
        for status in (GigStatus.PAUSED, GigStatus.DELETED):
            gone = await telling.publish(session, people.youssef, status=status)
            with pytest.raises(Conflict) as refused:
                await telling.place(session, gone, people.amina)
            assert codes(refused) == "not_offered"
        vetoed = await telling.publish(session, people.youssef)
        vetoed.deactivated_at = clock.now()
        with pytest.raises(Conflict):
            await telling.place(session, vetoed, people.amina)

    async def test_a_verified_phone(self, session: AsyncSession, people: Cast, gig: Gig) -> None:
        people.amina.phone_verified_at = None
        with pytest.raises(Forbidden) as refused:
            await telling.place(session, gig, people.amina)
        assert codes(refused) == "phone_not_verified"

    @pytest.mark.parametrize("blocker", ["amina", "youssef"])
    async def test_nobody_blocked_either_way(
        self, session: AsyncSession, people: Cast, gig: Gig, blocker: str
    ) -> None:
        pair = {"amina": people.amina.id, "youssef": people.youssef.id}
        other = next(each for name, each in pair.items() if name != blocker)
        session.add(Block(blocker_id=pair[blocker], blocked_id=other))
        with pytest.raises(Forbidden) as refused:
            await telling.place(session, gig, people.amina)
        assert codes(refused) == "not_available"

    async def test_a_cap_until_the_identity_is_verified(self, session: AsyncSession, people: Cast) -> None:
        dear = await telling.publish(session, people.youssef, price=2001)
        with pytest.raises(Conflict) as refused:
            await telling.place(session, dear, people.amina)
        assert codes(refused) == "above_cap"
        assert "2" in str(refused.value.text())
        just = await telling.publish(session, people.youssef, price=2000)
        assert (await telling.place(session, just, people.amina)).price == dirhams(2000)
        people.youssef.identity_verified_at = clock.now()
        assert (await telling.place(session, dear, people.amina)).price == dirhams(2001)

    async def test_terms_and_package(self, session: AsyncSession, people: Cast, gig: Gig) -> None:
        with pytest.raises(Invalid) as refused:
            await placing.place(session, gig.id, by=people.amina.id, tier=Tier.BASIC, accepted_terms=False)
        assert list(refused.value.fields) == ["accepted_terms"]
        with pytest.raises(Invalid) as refused:
            await placing.place(session, gig.id, by=people.amina.id, tier=Tier.PREMIUM, accepted_terms=True)
        assert list(refused.value.fields) == ["tier"]

    async def test_twice_is_once_until_it_is_paid(
        self, session: AsyncSession, people: Cast, gig: Gig
    ) -> None:
        order = await telling.place(session, gig, people.amina)
        with pytest.raises(Conflict) as refused:
            await telling.place(session, gig, people.amina)
        assert codes(refused) == "already_ordered"
        assert (await telling.place(session, gig, people.amina, tier=Tier.STANDARD)).id != order.id
        await telling.bring_to(session, order, S.PAYMENT_SUBMITTED)
        assert (await telling.place(session, gig, people.amina)).id != order.id


class TestPaying:
    @pytest.mark.parametrize(
        ("typed", "centimes"),
        [("1.234,50", 123450), ("1 234,50", 123450), ("٣٥٠", 35000), ("350", 35000), (35000, 35000)],
    )
    async def test_amounts_as_people_type_them(
        self, session: AsyncSession, order: Order, amina: Actor, typed: str | int, centimes: int
    ) -> None:
        told = telling.proofs.read("VIR 9", typed, "Amina Berrada", understood=True)
        await paying.submit_payment(session, order.id, by=amina, transfer=told)
        proof = (await session.scalars(select(PaymentProof))).one()
        assert (proof.amount, proof.amount_differs) == (centimes, centimes != order.price)

    @pytest.mark.parametrize("amount", ["", "-5", "0", "abc", "1,2,3", "99999999999999", "NaN", "1e9", -1, 0])
    async def test_amounts_that_are_none(
        self, session: AsyncSession, order: Order, amina: Actor, amount: str | int
    ) -> None:
        told = telling.proofs.read("", amount, " ", understood=False)
        with pytest.raises(Invalid) as refused:
            await paying.submit_payment(session, order.id, by=amina, transfer=told)
        assert set(refused.value.fields) == {"transaction_id", "amount", "payer_name", "understood"}
        assert (await telling.again(session, order)).status is S.PENDING_PAYMENT

    async def test_a_number_used_twice_is_flagged_not_refused(
        self, session: AsyncSession, people: Cast, gig: Gig
    ) -> None:
        first = await telling.place(session, gig, people.amina)
        await telling.bring_to(session, first, S.PAYMENT_SUBMITTED, number="VIR-2026/77")
        other = await telling.place(session, gig, people.karim)
        await telling.bring_to(session, other, S.PAYMENT_SUBMITTED, number="vir 2026 77")
        flagged = await room(session, other.id, people.youssef.id)
        assert flagged.proofs[0].used_before
        assert not (await room(session, first.id, people.youssef.id)).proofs[0].used_before

    async def test_the_second_refusal_is_a_dispute(
        self, session: AsyncSession, order: Order, amina: Actor, youssef: Actor
    ) -> None:
        for refusals in (1, 2):
            await paying.submit_payment(
                session, order.id, by=amina, transfer=telling.transfer(f"V {refusals}")
            )
            with pytest.raises(Invalid):
                await paying.refuse_payment(session, order.id, by=youssef, reason="  ")
            await paying.refuse_payment(session, order.id, by=youssef, reason="Rien reçu")
            assert (order.status, order.payment_refusals) == (S.PENDING_PAYMENT, refusals)
            assert (order.disputed_at is not None) == (refusals == 2)
        found = await dispute_of(session, order)
        assert found is not None
        assert (found.reason, found.opened_by_id) == (DisputeReason.PAYMENT_REFUSED, None)
        assert (order.payment_status, order.stage) == (PaymentStatus.FAILED, Stage.PENDING)

    async def test_nobody_walks_away_with_the_money(
        self, session: AsyncSession, order: Order, amina: Actor, youssef: Actor
    ) -> None:
        await paying.submit_payment(session, order.id, by=amina, transfer=telling.transfer())
        await paying.refuse_payment(session, order.id, by=youssef, reason="Rien reçu")
        assert order.cancels_itself_at is None
        with pytest.raises(Conflict) as refused:
            await cancelling.cancel(session, order.id, by=youssef)
        assert codes(refused) == "payment_declared"
        seen = await room(session, order.id, order.freelancer_id)
        assert "cancel" not in seen.allowed_actions
        assert "open-dispute" in seen.allowed_actions
        await cancelling.cancel(session, order.id, by=amina)
        assert order.status is S.CANCELLED


class TestStarting:
    async def test_required_questions_hold_the_start_for_a_week(
        self, session: AsyncSession, people: Cast, amina: Actor, youssef: Actor
    ) -> None:
        gig = await telling.publish(session, people.youssef, questions={"Ville ?": True, "Couleur ?": False})
        order = await telling.place(session, gig, people.amina)
        await telling.bring_to(session, order, S.PAYMENT_CONFIRMED)
        with pytest.raises(Conflict) as refused:
            await starting.start(session, order.id, by=youssef)
        assert codes(refused) == "questions_unanswered"
        await telling.days_pass(session, order, 2)
        with pytest.raises(Conflict):
            await starting.start(session, order.id, by=CLOCK)
        await telling.days_pass(session, order, 6)
        await starting.start(session, order.id, by=CLOCK)
        seen = await room(session, order.id, people.amina.id)
        assert "answer-questions" in seen.allowed_actions
        await answering.answer_questions(session, order.id, by=amina, answers={seen.answers[0].id: "Salé"})
        with pytest.raises(Invalid):
            await answering.answer_questions(session, order.id, by=amina, answers={seen.answers[0].id: "Fès"})

    async def test_answers_let_the_clock_start_at_once_when_its_day_is_over(
        self, session: AsyncSession, people: Cast, amina: Actor, youssef: Actor
    ) -> None:
        gig = await telling.publish(session, people.youssef, questions={"Ville ?": True})
        order = await telling.place(session, gig, people.amina)
        await telling.bring_to(session, order, S.PAYMENT_CONFIRMED)
        await telling.days_pass(session, order, 2)
        asked = (await room(session, order.id, people.amina.id)).answers[0]
        with pytest.raises(Forbidden):
            await answering.answer_questions(session, order.id, by=youssef, answers={asked.id: "Rabat"})
        await answering.answer_questions(session, order.id, by=amina, answers={asked.id: "Salé"})
        await starting.start(session, order.id, by=CLOCK)
        assert order.due_at is not None
        assert order.started_at is not None
        assert order.due_at - order.started_at == timedelta(days=5) or abs(
            order.due_at - order.started_at - timedelta(days=5)
        ) < timedelta(seconds=1)


class TestWorking:
    async def test_changes_are_counted_against_the_package(
        self, session: AsyncSession, order: Order, amina: Actor, youssef: Actor
    ) -> None:
        await telling.bring_to(session, order, S.SUBMITTED)
        for _ in range(2):
            await revising.request_revision(session, order.id, by=amina, reason="Plus grand")
            await delivering.submit_work(session, order.id, by=youssef, note="Voilà")
        with pytest.raises(Conflict) as refused:
            await revising.request_revision(session, order.id, by=amina, reason="Encore")
        assert codes(refused) == "no_revisions_left"
        seen = await room(session, order.id, order.client_id)
        assert "request-revision" not in seen.allowed_actions
        assert [one.number for one in seen.deliveries] == [1, 2, 3]

    async def test_more_time_by_agreement(
        self, session: AsyncSession, order: Order, amina: Actor, youssef: Actor, people: Cast
    ) -> None:
        await telling.bring_to(session, order, S.IN_PROGRESS)
        assert order.due_at is not None
        due = order.due_at
        for days in (0, -1, 91, 10**9):
            with pytest.raises(Invalid):
                await extending.ask(session, order.id, by=youssef, days=days, reason="Temps")
        asked = await extending.ask(session, order.id, by=youssef, days=3, reason="Temps")
        with pytest.raises(Conflict) as refused:
            await extending.ask(session, order.id, by=amina, days=1, reason="Aussi")
        assert codes(refused) == "already_asked"
        with pytest.raises(Forbidden):
            await extending.accept(session, asked.id, by=youssef)
        with pytest.raises(NotFound):
            await extending.accept(session, asked.id, by=Actor.person(people.karim.id))
        await extending.accept(session, asked.id, by=amina)
        assert order.due_at == due + timedelta(days=3)
        with pytest.raises(Conflict):
            await extending.decline(session, asked.id, by=amina)

    async def test_a_delivery_lapses_what_was_asked(
        self, session: AsyncSession, order: Order, youssef: Actor
    ) -> None:
        await telling.bring_to(session, order, S.IN_PROGRESS)
        asked = await extending.ask(session, order.id, by=youssef, days=3, reason="Temps")
        await delivering.submit_work(session, order.id, by=youssef, note="Fini quand même")
        fresh = (await session.scalars(select(Extension).execution_options(populate_existing=True))).one()
        assert (fresh.id, fresh.accepted) == (asked.id, None)
        assert fresh.answered_at is not None

    async def test_nothing_delivered(
        self, session: AsyncSession, order: Order, amina: Actor, youssef: Actor, salma: Actor
    ) -> None:
        await telling.bring_to(session, order, S.IN_PROGRESS)
        with pytest.raises(Conflict) as refused:
            await claiming.claim(session, order.id, by=amina)
        assert codes(refused) == "not_late"
        await telling.days_pass(session, order, 6)
        with pytest.raises(Forbidden):
            await claiming.claim(session, order.id, by=youssef)
        claim = await claiming.claim(session, order.id, by=amina, details="Silence")
        with pytest.raises(Conflict):
            await claiming.claim(session, order.id, by=amina)
        with pytest.raises(Conflict):
            await claiming.leave_unanswered(session, claim.id)
        claim.answer_due_at -= delays.CLAIM_ANSWER
        await claiming.leave_unanswered(session, claim.id)
        found = await dispute_of(session, order)
        assert found is not None
        assert (found.reason, found.prepared) == (DisputeReason.NOT_DELIVERED, DisputeOutcome.FORCE_CANCEL)
        assert order.status is S.IN_PROGRESS
        await closing.close(session, found.id, by=salma, outcome=found.prepared, decision="Rien n’est venu")
        assert order.status is S.CANCELLED


class TestDisputes:
    async def test_from_the_first_proof_until_two_weeks_after_the_end(
        self, session: AsyncSession, order: Order, amina: Actor, youssef: Actor
    ) -> None:
        why = {"reason": DisputeReason.OTHER, "details": "Voilà pourquoi"}
        with pytest.raises(Conflict) as refused:
            await opening.open_dispute(session, order.id, by=amina, **why)
        assert codes(refused) == "nothing_paid"
        await telling.bring_to(session, order, S.COMPLETED)
        await telling.days_pass(session, order, 14.1)
        with pytest.raises(Conflict) as refused:
            await opening.open_dispute(session, order.id, by=youssef, **why)
        assert codes(refused) == "too_late"
        await telling.days_pass(session, order, -0.2)
        await opening.open_dispute(session, order.id, by=youssef, **why)
        with pytest.raises(Conflict) as refused:
            await opening.open_dispute(session, order.id, by=amina, **why)
        assert codes(refused) == "already_disputed"

    async def test_it_stops_the_clock_and_gives_the_rest_back(
        self, session: AsyncSession, order: Order, amina: Actor, salma: Actor
    ) -> None:
        await telling.bring_to(session, order, S.SUBMITTED)
        await telling.days_pass(session, order, 2)
        alarm, due = order.approves_itself_at, order.due_at
        assert alarm is not None
        assert due is not None
        left = alarm - clock.now()
        dispute = await opening.open_dispute(
            session, order.id, by=amina, reason=DisputeReason.NOT_AS_AGREED, details="Flou"
        )
        order.disputed_at = clock.now() - timedelta(days=10)
        order.approves_itself_at = order.disputed_at + left
        order.due_at = order.disputed_at + timedelta(days=1)
        with pytest.raises(Conflict):
            await telling.approving.approve(session, order.id, by=CLOCK)
        await closing.close(
            session, dispute.id, by=salma, outcome=DisputeOutcome.DISMISSED, decision="Le fichier est net"
        )
        assert order.disputed_at is None
        assert abs(order.approves_itself_at - clock.now() - left) < timedelta(seconds=5)
        assert abs(order.due_at - clock.now() - timedelta(days=1)) < timedelta(seconds=5)
        with pytest.raises(Conflict) as refused:
            await opening.open_dispute(
                session, order.id, by=amina, reason=DisputeReason.OTHER, details="Encore"
            )
        assert codes(refused) == "nothing_new"

    async def test_after_the_end_only_the_record_changes(
        self, session: AsyncSession, order: Order, amina: Actor, salma: Actor
    ) -> None:
        await telling.bring_to(session, order, S.COMPLETED)
        dispute = await opening.open_dispute(
            session, order.id, by=amina, reason=DisputeReason.NOT_AS_AGREED, details="Volé ailleurs"
        )
        for outcome in (DisputeOutcome.FORCE_CANCEL, DisputeOutcome.FORCE_COMPLETE):
            with pytest.raises(Conflict) as refused:
                await closing.close(session, dispute.id, by=salma, outcome=outcome, decision="Non")
            assert codes(refused) == "order_ended"
        await closing.close(session, dispute.id, by=salma, outcome=DisputeOutcome.UPHELD, decision="Copie")
        assert (order.status, order.disputed_at, dispute.outcome) == (
            S.COMPLETED,
            None,
            DisputeOutcome.UPHELD,
        )
        with pytest.raises(Conflict) as refused:
            await stating.state(session, dispute.id, by=amina, text="Mais")
        assert codes(refused) == "dispute_closed"

    async def test_forcing_closes_it_and_is_audited(
        self, session: AsyncSession, order: Order, amina: Actor, salma: Actor, people: Cast
    ) -> None:
        await telling.bring_to(session, order, S.SUBMITTED)
        dispute = await opening.open_dispute(
            session,
            order.id,
            by=Actor.person(order.freelancer_id),
            reason=DisputeReason.CLIENT_SILENT,
            details="Plus de nouvelles",
        )
        with pytest.raises(NotFound):
            await stating.state(session, dispute.id, by=Actor.person(people.karim.id), text="Moi aussi")
        await stating.state(session, dispute.id, by=amina, text="J’étais en voyage")
        with pytest.raises(Invalid):
            await forcing.force_complete(session, order.id, by=salma, reason=" ")
        await forcing.force_complete(session, order.id, by=salma, reason="Livré comme convenu")
        await session.flush()
        assert (dispute.outcome, dispute.decision) == (DisputeOutcome.FORCE_COMPLETE, "Livré comme convenu")
        assert (await telling.verbs(session, order))[-1] == "force-complete"
        acts = await session.scalar(select(func.count()).where(AdminAct.subject_id == order.id))
        assert acts == 1

    async def test_files_are_attached_once_by_their_owner(
        self, session: AsyncSession, people: Cast, gig: Gig, youssef: Actor
    ) -> None:
        order = await telling.place(session, gig, people.amina)
        other = await telling.place(session, gig, people.karim)
        for each in (order, other):
            await telling.bring_to(session, each, S.IN_PROGRESS)
        mine = await telling.file_of(session, people.youssef)
        hers = await telling.file_of(session, people.amina)
        with pytest.raises(Invalid):
            await delivering.submit_work(session, order.id, by=youssef, note="Voici", files=[hers])
        await session.refresh(order)
        await delivering.submit_work(session, other.id, by=youssef, note="Voici", files=[mine])
        with pytest.raises(Invalid):
            await delivering.submit_work(session, order.id, by=youssef, note="Voici", files=[mine])
