"""Each verb of the freelance loop tells the right people, once, in their language, and never whoever acted."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast
from tests.orders import telling
from tests.orders.telling import S
from twiza import notifications
from twiza.gigs import deactivating
from twiza.gigs.models import Gig
from twiza.kit import clock, i18n
from twiza.kit.db import reading, unit_of_work
from twiza.kit.money import dirhams
from twiza.kit.outgoing import Channel, Outgoing
from twiza.messaging import digesting, sending
from twiza.notifications.catalogue import BY_KIND
from twiza.notifications.models import Notification
from twiza.orders import (
    answering,
    approving,
    cancelling,
    delivering,
    extending,
    forcing,
    paying,
    reminders,
    revising,
    starting,
)
from twiza.orders.actors import CLOCK, Actor
from twiza.orders.disputes import claiming, closing, opening, stating
from twiza.orders.disputes.models import DisputeOutcome, DisputeReason
from twiza.orders.models import Extension, Order, OrderAnswer
from twiza.orders.offers import accepting, declining, proposing, withdrawing
from twiza.reviews import answering as review_answering
from twiza.reviews import removing, writing
from twiza.trust import deciding, reporting
from twiza.trust.models import ReportedKind, ReportReason

SCOPE = proposing.Scope("Charte complète", "Logo et papeterie", dirhams(900), 10)


class Stage:
    """Amina reads French, Youssef Arabic, Salma English; an order of Amina's with Youssef."""

    def __init__(self, session: AsyncSession, cast: Cast, gig: Gig, order: Order) -> None:
        self.session, self.cast, self.gig, self.order = session, cast, gig, order
        self.client, self.freelancer = Actor.person(cast.amina.id), Actor.person(cast.youssef.id)
        self.admin = Actor.admin(cast.salma.id)

    async def is_at(self, status: S) -> None:
        await telling.bring_to(self.session, self.order, status)

    async def days_pass(self, days: float) -> None:
        await telling.days_pass(self.session, self.order, days)


Act = Callable[[Stage], Awaitable[object]]


@dataclass
class Story:
    """`before` sets the stage, `act` is what is told of, `told` who hears which notice."""

    name: str
    before: Act
    act: Act
    told: set[str]


async def nothing(_stage: Stage) -> None:
    """The order was just placed."""


def at(status: S, days: float = 0) -> Act:
    async def before(stage: Stage) -> None:
        await stage.is_at(status)
        if days:
            await stage.days_pass(days)

    return before


async def refuse(stage: Stage) -> None:
    await paying.refuse_payment(stage.session, stage.order.id, by=stage.freelancer, reason="Rien reçu")


async def refused_once(stage: Stage) -> None:
    await stage.is_at(S.PAYMENT_SUBMITTED)
    await refuse(stage)
    await telling.bring_to(stage.session, stage.order, S.PAYMENT_SUBMITTED, number="VIR encore")


async def answer_questions(stage: Stage) -> None:
    asked = select(OrderAnswer.id).where(OrderAnswer.order_id == stage.order.id)
    (question,) = await stage.session.scalars(asked)
    answers = {question: "Un café"}
    await answering.answer_questions(stage.session, stage.order.id, by=stage.client, answers=answers)


async def extension_asked(stage: Stage) -> None:
    await stage.is_at(S.IN_PROGRESS)
    await extending.ask(stage.session, stage.order.id, by=stage.freelancer, days=2, reason="Imprimeur fermé")


async def extension_of(stage: Stage) -> Extension:
    waits = (Extension.order_id == stage.order.id, Extension.answered_at.is_(None))
    return (await stage.session.execute(select(Extension).where(*waits))).scalar_one()


async def disputed(stage: Stage) -> None:
    await stage.is_at(S.IN_PROGRESS)
    await dispute(stage)


async def dispute(stage: Stage) -> None:
    await opening.open_dispute(
        stage.session,
        stage.order.id,
        by=stage.client,
        reason=DisputeReason.NOT_AS_AGREED,
        details="Rien à voir",
    )


async def dispute_id(stage: Stage) -> opening.UUID:
    found = await opening.ruling.open_dispute_of(stage.session, stage.order.id)
    assert found
    return found.id


async def state(stage: Stage) -> None:
    await stating.state(stage.session, await dispute_id(stage), by=stage.freelancer, text="Tout y est")


def decide(outcome: DisputeOutcome) -> Act:
    async def act(stage: Stage) -> None:
        decision = {"outcome": outcome, "decision": "Vu ensemble"}
        await closing.close(stage.session, await dispute_id(stage), by=stage.admin, **decision)

    return act


async def claimed(stage: Stage) -> None:
    await at(S.IN_PROGRESS, 9)(stage)
    await claim(stage)


async def claim(stage: Stage) -> None:
    await claiming.claim(stage.session, stage.order.id, by=stage.client)


async def answer_claim(stage: Stage) -> None:
    found = (await stage.session.scalars(select(claiming.NonDeliveryClaim.id))).one()
    await claiming.answer(stage.session, found, by=stage.freelancer, answer="Demain matin")


def remind(about: str) -> Act:
    async def act(stage: Stage) -> None:
        (reminder,) = (one for one in reminders.REMINDERS if one.about == about)
        await reminders.remind(stage.session, stage.order.id, reminder)

    return act


async def offer(stage: Stage) -> None:
    await proposing.propose(stage.session, stage.cast.amina.id, by=stage.cast.youssef.id, scope=SCOPE)


async def offer_id(stage: Stage) -> proposing.UUID:
    return (await stage.session.scalars(select(proposing.Offer.id))).one()


async def expire_offer(stage: Stage) -> None:
    with clock.travel(timedelta(days=8)):
        await withdrawing.expire(stage.session, await offer_id(stage))


async def finished(stage: Stage) -> None:
    await stage.is_at(S.COMPLETED)


async def review(stage: Stage) -> None:
    await writing.write(stage.session, stage.order.id, by=stage.cast.amina.id, rating=5, text="Parfait")


async def reviewed(stage: Stage) -> None:
    await finished(stage)
    await review(stage)


async def review_back(stage: Stage) -> None:
    await writing.write(stage.session, stage.order.id, by=stage.cast.youssef.id, rating=5, text="ممتازة")


async def both_reviewed(stage: Stage) -> None:
    await reviewed(stage)
    await review_back(stage)


async def review_id(stage: Stage) -> writing.UUID:
    mine = writing.Review.reviewer_id == stage.cast.amina.id
    return (await stage.session.scalars(select(writing.Review.id).where(mine))).one()


async def answer_review(stage: Stage) -> None:
    await review_answering.answer(
        stage.session, await review_id(stage), by=stage.cast.youssef.id, text="شكرا جزيلا"
    )


async def remove_review(stage: Stage) -> None:
    await removing.remove(stage.session, await review_id(stage), by=stage.cast.salma.id, reason="Insultes")


async def deactivated(stage: Stage) -> None:
    await deactivating.deactivate(stage.session, stage.gig.id, by=stage.cast.salma.id, reason="Copie")


async def write_messages(stage: Stage) -> None:
    for text in ("Bonjour", "Êtes-vous là ?"):
        await sending.send(stage.session, stage.cast.youssef.id, by=stage.cast.amina.id, text=text)


async def report(stage: Stage) -> None:
    about = {"reason": ReportReason.COPY, "details": "Copie du mien"}
    await reporting.report(stage.session, ReportedKind.GIG, stage.gig.id, by=stage.cast.amina.id, **about)


def answer_report(verb: Callable[..., Awaitable[object]]) -> Act:
    async def act(stage: Stage) -> None:
        found = (await stage.session.scalars(select(reporting.Report.id))).one()
        await verb(stage.session, found, by=stage.cast.salma.id, decision="Vu")

    return act


# fmt: off
STORIES = [
    Story("placing", nothing, lambda s: telling.place(s.session, s.gig, s.cast.karim),
          {"youssef order_placed"}),
    Story("declaring a payment", nothing, at(S.PAYMENT_SUBMITTED), {"youssef payment_submitted"}),
    Story("declaring an odd payment", nothing,
          lambda s: paying.submit_payment(s.session, s.order.id, by=s.client, transfer=telling.transfer(amount="1")),
          {"youssef payment_flagged"}),
    Story("refusing a payment", at(S.PAYMENT_SUBMITTED), refuse, {"amina payment_refused"}),
    Story("refusing it again", refused_once, refuse,
          {"amina dispute_opened_client", "youssef dispute_opened_freelancer", "salma dispute_to_decide"}),
    Story("leaving a payment unanswered", at(S.PAYMENT_SUBMITTED, 4),
          lambda s: paying.leave_unanswered(s.session, s.order.id),
          {"amina dispute_opened_client", "youssef dispute_opened_freelancer", "salma dispute_to_decide"}),
    Story("confirming a payment", at(S.PAYMENT_SUBMITTED),
          lambda s: paying.confirm_payment(s.session, s.order.id, by=s.freelancer), {"amina payment_confirmed"}),
    Story("answering questions", nothing, answer_questions, {"youssef questions_answered"}),
    Story("starting", at(S.PAYMENT_CONFIRMED), lambda s: starting.start(s.session, s.order.id, by=s.freelancer),
          {"amina order_started"}),
    Story("starting by the clock", at(S.PAYMENT_CONFIRMED, 8),
          lambda s: starting.start(s.session, s.order.id, by=CLOCK),
          {"amina order_started", "youssef order_started_itself"}),
    Story("delivering", at(S.IN_PROGRESS),
          lambda s: delivering.submit_work(s.session, s.order.id, by=s.freelancer, note="Voici"),
          {"amina work_submitted"}),
    Story("asking for changes", at(S.SUBMITTED),
          lambda s: revising.request_revision(s.session, s.order.id, by=s.client, reason="Plus grand"),
          {"youssef revision_requested"}),
    Story("approving", at(S.SUBMITTED), lambda s: approving.approve(s.session, s.order.id, by=s.client),
          {"youssef order_approved"}),
    Story("approving by silence", at(S.SUBMITTED, 4), lambda s: approving.approve(s.session, s.order.id, by=CLOCK),
          {"youssef order_approved_itself", "amina order_finished_itself"}),
    Story("cancelling as client", nothing, lambda s: cancelling.cancel(s.session, s.order.id, by=s.client),
          {"youssef order_cancelled_by_client"}),
    Story("cancelling as freelancer", nothing,
          lambda s: cancelling.cancel(s.session, s.order.id, by=s.freelancer, reason="Complet"),
          {"amina order_cancelled_by_freelancer"}),
    Story("never paying", lambda s: s.days_pass(8), lambda s: cancelling.cancel(s.session, s.order.id, by=CLOCK),
          {"amina order_never_paid_client", "youssef order_never_paid_freelancer"}),
    Story("forcing the end", at(S.IN_PROGRESS),
          lambda s: forcing.force_complete(s.session, s.order.id, by=s.admin, reason="Livré"),
          {"amina order_force_completed_client", "youssef order_force_completed_freelancer"}),
    Story("forcing a cancellation", at(S.IN_PROGRESS),
          lambda s: forcing.force_cancel(s.session, s.order.id, by=s.admin, reason="Parti"),
          {"amina order_force_cancelled_client", "youssef order_force_cancelled_freelancer"}),
    Story("asking for more time", at(S.IN_PROGRESS), extension_asked, {"amina extension_asked"}),
    Story("giving more time", extension_asked,
          lambda s: _then(extension_of(s), lambda it: extending.accept(s.session, it.id, by=s.client)),
          {"youssef extension_accepted"}),
    Story("giving no more time", extension_asked,
          lambda s: _then(extension_of(s), lambda it: extending.decline(s.session, it.id, by=s.client)),
          {"youssef extension_declined"}),
    Story("opening a dispute", at(S.IN_PROGRESS), dispute,
          {"youssef dispute_opened_freelancer", "salma dispute_to_decide"}),
    Story("giving one's side", disputed, state, {"amina dispute_stated_freelancer"}),
    Story("dismissing a dispute", disputed, decide(DisputeOutcome.DISMISSED),
          {"amina dispute_closed_client", "youssef dispute_closed_freelancer"}),
    Story("deciding a dispute by cancelling", disputed, decide(DisputeOutcome.FORCE_CANCEL),
          {"amina order_force_cancelled_client", "youssef order_force_cancelled_freelancer"}),
    Story("claiming", at(S.IN_PROGRESS, 9), claim, {"youssef non_delivery_claimed"}),
    Story("answering a claim", claimed, answer_claim, {"amina claim_answered"}),
    Story("reminding of a payment", at(S.PAYMENT_SUBMITTED, 2), remind("payment"), {"youssef reminded_of_payment"}),
    Story("reminding of questions", at(S.PAYMENT_CONFIRMED, 2), remind("questions"), {"amina reminded_of_questions"}),
    Story("reminding of a delivery", at(S.IN_PROGRESS, 4.5), remind("delivery"), {"youssef reminded_of_delivery"}),
    Story("reminding of an approval", at(S.SUBMITTED, 2.5), remind("approval"), {"amina reminded_of_approval"}),
    Story("making an offer", nothing, offer, {"amina offer_made"}),
    Story("accepting an offer", offer,
          lambda s: _then(offer_id(s),
                          lambda it: accepting.accept(s.session, it, by=s.client, accepted_terms=True)),
          {"youssef order_placed"}),
    Story("declining an offer", offer,
          lambda s: _then(offer_id(s), lambda it: declining.decline(s.session, it, by=s.client)),
          {"youssef offer_declined"}),
    Story("withdrawing an offer", offer,
          lambda s: _then(offer_id(s), lambda it: withdrawing.withdraw(s.session, it, by=s.freelancer)),
          {"amina offer_withdrawn"}),
    Story("letting an offer expire", offer, expire_offer, {"youssef offer_expired", "amina offer_lapsed"}),
    Story("reviewing", finished, review, {"youssef review_written"}),
    Story("reviewing second", reviewed, review_back, {"amina review_shown", "youssef review_shown"}),
    Story("answering a review", both_reviewed, answer_review, {"amina review_answered"}),
    Story("removing a review", both_reviewed, remove_review, {"amina review_removed"}),
    Story("deactivating a gig", nothing, deactivated, {"youssef gig_deactivated"}),
    Story("reactivating a gig", deactivated,
          lambda s: deactivating.reactivate(s.session, s.gig.id, by=s.cast.salma.id), {"youssef gig_reactivated"}),
    Story("writing messages", nothing, write_messages, set()),
    Story("leaving messages unread", write_messages,
          lambda s: digesting.tell(s.session, s.cast.youssef.id), {"youssef more_messages_waiting"}),
    Story("reporting", nothing, report, {"salma report_to_answer"}),
    Story("agreeing with a report", report, answer_report(deciding.resolve), {"amina report_upheld"}),
    Story("rejecting a report", report, answer_report(deciding.reject), {"amina report_rejected"}),
]
# fmt: on


async def _then(found: Awaitable[object], act: Callable[..., Awaitable[object]]) -> None:
    await act(await found)


async def set_stage(cast: Cast, *, questions: bool = False) -> Callable[[AsyncSession], Awaitable[Stage]]:
    async with unit_of_work() as session:
        for person, language in ((cast.youssef, "ar"), (cast.salma, "en")):
            (await session.get_one(type(person), person.id)).language = language
        gig = await telling.publish(session, cast.youssef, questions={"Pour qui ?": questions})
        order = await telling.place(session, gig, cast.amina)

    async def stage(session: AsyncSession) -> Stage:
        return Stage(session, cast, gig, await session.get_one(Order, order.id))

    return stage


async def heard(cast: Cast) -> list[str]:
    names = {getattr(cast, name).id: name for name in ("amina", "youssef", "hassan", "karim", "salma")}
    async with unit_of_work() as session:
        rung = (await session.scalars(select(Notification).order_by(Notification.id))).all()
    return [f"{names[one.account_id]} {one.kind}" for one in rung]


async def mails() -> list[Outgoing]:
    async with unit_of_work() as session:
        return list(await session.scalars(select(Outgoing).order_by(Outgoing.id)))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
async def test_who_hears_of_it(cast: Cast, story: Story) -> None:
    opened = await set_stage(cast, questions="questions" in story.name)
    async with unit_of_work() as session:
        await story.before(await opened(session))
    earlier, sent = await heard(cast), await mails()
    async with unit_of_work() as session:
        await story.act(await opened(session))
    told = await heard(cast)
    new = told[len(earlier) :]
    assert sorted(new) == sorted(story.told)
    people = {"amina": "fr", "youssef": "ar", "salma": "en"}
    for one in (await mails())[len(sent) :]:
        name = next(name for name in people if getattr(cast, name).id == one.account_id)
        kinds = [line.split()[1] for line in new if line.startswith(name)]
        assert one.language == people[name]
        assert len(kinds) == 1
        with i18n.use(one.language):
            assert (one.subject or "").startswith(i18n.gettext(BY_KIND[kinds[0]].title).partition("{")[0])
        assert "{" not in one.body


async def test_a_verb_that_is_undone_tells_nobody(cast: Cast) -> None:
    opened = await set_stage(cast)
    before, sent = await heard(cast), len(await mails())
    with pytest.raises(RuntimeError):
        async with unit_of_work() as session:
            await at(S.PAYMENT_SUBMITTED)(await opened(session))
            raise RuntimeError
    assert await heard(cast) == before
    assert len(await mails()) == sent


async def test_critical_news_reaches_people_without_email_by_text_message(cast: Cast) -> None:
    opened = await set_stage(cast)
    async with unit_of_work() as session:
        youssef = await session.get_one(type(cast.youssef), cast.youssef.id)
        youssef.email = youssef.email_verified_at = None
        await at(S.PAYMENT_SUBMITTED)(await opened(session))
    *_, last = await mails()
    assert (last.channel, last.to, last.language) == (Channel.SMS, cast.youssef.phone, "ar")


async def test_whoever_wants_no_email_about_orders_gets_none(cast: Cast) -> None:
    opened = await set_stage(cast)
    async with unit_of_work() as session:
        amina = await session.get_one(type(cast.amina), cast.amina.id)
        amina.notification_preferences = {"orders": False}
        await at(S.SUBMITTED)(await opened(session))
    assert not [one for one in await mails() if one.account_id == cast.amina.id]
    assert "amina work_submitted" in await heard(cast)


async def test_the_bell_leads_to_what_it_is_about(cast: Cast) -> None:
    opened = await set_stage(cast)
    async with unit_of_work() as session:
        stage = await opened(session)
        reference = stage.order.reference
        await at(S.SUBMITTED)(stage)
    async with reading() as connection:
        newest, *_ = await notifications.latest(connection, cast.amina.id)
    assert newest.path == f"/orders/{reference}"
    assert newest.title == "Youssef E. a livré votre commande"
    async with unit_of_work() as session:
        assert await notifications.read(session, newest.id, by=cast.amina.id) == newest.path
