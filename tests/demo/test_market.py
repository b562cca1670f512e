"""The demo market: every state, every category, three languages."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza import demo
from twiza.accounts.models import Account, Hat, HatKind
from twiza.demo import gigs
from twiza.demo.people import KNOWN, PEOPLE
from twiza.gigs import limits
from twiza.gigs.models import Gig, GigPackage, GigStatus
from twiza.kit import clock, db, i18n
from twiza.kit.states import Move
from twiza.messaging.models import Conversation, ConversationSide, Message
from twiza.orders import states
from twiza.orders.disputes.models import Dispute, NonDeliveryClaim
from twiza.orders.models import Extension, Order, OrderChange, OrderStatus
from twiza.orders.offers.models import Offer, OfferStatus
from twiza.payments import ribs
from twiza.payments.models import PayoutDetails
from twiza.profiles import Category, CategoryKind
from twiza.profiles.models import Education, Project, Skill, SpokenLanguage
from twiza.reviews.models import Review

MOVES = {move.verb: move for move in vars(states).values() if isinstance(move, Move)}


@pytest.fixture(scope="module")
async def world(database: str) -> AsyncIterator[AsyncSession]:
    """Loaded once for all who only look, and rolled back after the last of them."""
    async with AsyncSession(db.engine(), expire_on_commit=False) as opened:
        await opened.begin()
        await demo.load(opened)
        await opened.flush()
        yield opened
        await opened.rollback()


async def number(session: AsyncSession, *where: object) -> int:
    return await session.scalar(select(func.count()).select_from(where[0]).where(*where[1:])) or 0  # type: ignore[arg-type]


async def test_sixty_freelancers_offer_two_hundred_and_forty_gigs(world: AsyncSession) -> None:
    sellers = set(await world.scalars(select(Hat.account_id).where(Hat.kind == HatKind.FREELANCER)))
    assert len(sellers) == 60
    offered = (await world.scalars(select(Gig).where(Gig.status == GigStatus.PUBLISHED))).all()
    assert len(offered) == 240
    assert {gig.freelancer_id for gig in offered} == sellers
    assert Counter(gig.language for gig in offered) == {"fr": 120, "ar": 80, "en": 40}
    second = select(Category.id).where(Category.kind == CategoryKind.ONLINE, Category.parent_id.is_not(None))
    assert {gig.category_id for gig in offered} == set(await world.scalars(second))
    assert len({gig.title for gig in offered}) == 240
    assert all((gig.cover or "").startswith("/art/gig/") and gig.views for gig in offered)
    assert await number(world, GigPackage) == 720


def test_gigs_are_written_within_the_measures() -> None:
    for gig in gigs.all_gigs():
        assert limits.TITLE[0] <= len(gig.title) <= limits.TITLE[1], gig.title
        assert limits.PRICE[0] <= gig.price * 100 <= limits.PRICE[1]
        assert all(0 < len(tag) <= limits.TAG for tag in gig.tags)
        assert (i18n.direction(gig.language) == "rtl") == ("ا" in gig.title or "ي" in gig.title)


async def test_descriptions_are_long_enough_and_belong_to_one_gig(world: AsyncSession) -> None:
    texts = (await world.scalars(select(Gig.description))).all()
    assert min(len(text) for text in texts) >= limits.DESCRIPTION[0]
    assert len(set(texts)) == 240


async def test_freelancers_show_what_they_can_and_can_be_paid(world: AsyncSession) -> None:
    for table, least in ((Skill, 5), (Education, 1), (Project, 2), (SpokenLanguage, 3), (PayoutDetails, 1)):
        counts = select(func.count()).select_from(table).group_by(table.account_id)
        found = (await world.scalars(counts)).all()
        assert len(found) == 60
        assert min(found) >= least
    for rib in await world.scalars(select(PayoutDetails.rib)):
        assert ribs.read(rib).bank
    assert await number(world, Account, Account.identity_verified_at.is_not(None)) >= 10


async def test_there_are_orders_in_every_state(world: AsyncSession) -> None:
    found = Counter(await world.scalars(select(Order.status)))
    assert set(found) == set(OrderStatus)
    assert found[OrderStatus.COMPLETED] >= 150
    assert await number(world, Dispute, Dispute.closed_at.is_(None)) >= 2
    assert await number(world, NonDeliveryClaim, NonDeliveryClaim.closed_at.is_(None)) == 1
    assert await number(world, Extension, Extension.answered_at.is_(None)) == 1
    assert await number(world, Order, Order.payment_refusals == 2, Order.disputed_at.is_not(None)) == 1
    states_of = select(Order.status).join(Account, Account.id == Order.freelancer_id)
    assert len(set(await world.scalars(states_of.where(Account.first_name == "Youssef")))) >= 7
    states_of = select(Order.status).join(Account, Account.id == Order.client_id)
    assert len(set(await world.scalars(states_of.where(Account.first_name == "Amina")))) >= 6


async def test_every_history_is_one_that_the_machine_allows(world: AsyncSession) -> None:
    orders = {order.id: order for order in await world.scalars(select(Order))}
    lines = (await world.scalars(select(OrderChange).order_by(OrderChange.order_id, OrderChange.id))).all()
    reached: dict[object, OrderStatus] = {}
    at: dict[object, object] = {}
    for line in lines:
        assert line.from_status == reached.get(line.order_id), (orders[line.order_id].title, line.verb)
        if line.from_status is not None and line.from_status is not line.to_status:
            move = MOVES[line.verb]
            assert line.from_status in move.sources
            assert move.target == line.to_status
            assert line.party in move.parties
        assert line.order_id not in at or line.at >= at[line.order_id]  # type: ignore[operator]
        reached[line.order_id], at[line.order_id] = line.to_status, line.at
    assert {key: order.status for key, order in orders.items()} == reached


async def test_what_the_database_counts_fits_what_happened(world: AsyncSession) -> None:
    done = select(Order.freelancer_id, func.count()).where(Order.status == OrderStatus.COMPLETED)
    finished = {row[0]: row[1] for row in await world.execute(done.group_by(Order.freelancer_id))}
    hats = await world.scalars(select(Hat).where(Hat.kind == HatKind.FREELANCER))
    assert {hat.account_id: hat.completed for hat in hats if hat.completed} == finished
    stars = select(Review.gig_id, func.sum(Review.rating), func.count()).where(Review.gig_id.is_not(None))
    rated = {
        row[0]: (row[1], row[2])
        for row in await world.execute(stars.where(Review.counted).group_by(Review.gig_id))
    }
    gigs_rated = await world.scalars(select(Gig).where(Gig.rating_count > 0))
    assert {gig.id: (gig.rating_sum, gig.rating_count) for gig in gigs_rated} == rated
    sides = Counter(await world.scalars(select(Review.reviewee_hat)))
    assert min(sides.values()) >= 50


async def test_no_alarm_has_rung_yet(world: AsyncSession) -> None:
    alarms = (
        Order.starts_itself_at,
        Order.approves_itself_at,
        Order.cancels_itself_at,
        Order.payment_answer_due_at,
    )
    for alarm in alarms:
        assert not await number(world, Order, alarm <= clock.now(), Order.disputed_at.is_(None))


async def test_people_talk_and_offers_wait(world: AsyncSession) -> None:
    assert await number(world, Conversation) == 48
    assert await number(world, Message) > 150
    assert await number(world, ConversationSide, ConversationSide.unread > 0) >= 10
    offers = Counter(await world.scalars(select(Offer.status)))
    assert offers == {OfferStatus.PROPOSED: 3, OfferStatus.DECLINED: 1}
    newest: dict[object, object] = {}
    for message in await world.scalars(select(Message).order_by(Message.id)):
        newest[message.conversation_id] = message.id
    latest = set(newest.values())
    assert set(await world.scalars(select(ConversationSide.last_message_id))) == latest


def test_the_first_people_keep_their_numbers() -> None:
    assert PEOPLE[: len(KNOWN)] == KNOWN
    assert len({one.login for one in PEOPLE}) == len(PEOPLE)
    assert timedelta(days=len(PEOPLE)) < timedelta(days=300)
