"""Another hour: who may propose and answer, what changes hands, and what stays late."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.bookings import telling
from tests.bookings.telling import HOUR, S
from tests.cast import Cast
from twiza.bookings import cancelling, completing, confirming, proposals, rescheduling
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import BookingParty, Duration, ProposalStatus
from twiza.bookings.models import Booking, Proposal, SlotLock
from twiza.kit import clock
from twiza.kit.errors import Conflict, DomainError, Forbidden, NotFound
from twiza.kit.events import handle_recorded


@pytest.fixture
async def confirmed(session: AsyncSession, booking: Booking) -> Booking:
    pro = Actor.person(booking.pro_id)
    return await confirming.confirm(session, booking.id, by=pro, duration=Duration.H3)


def sides(booking: Booking) -> tuple[Actor, Actor]:
    return Actor.person(booking.client_id), Actor.person(booking.pro_id)


async def hours(session: AsyncSession, booking: Booking) -> list[int]:
    await session.flush()
    held = select(SlotLock.starts_at).where(SlotLock.booking_id == booking.id).order_by(SlotLock.starts_at)
    return [at.hour for at in await session.scalars(held)]


async def code_of(attempt: object) -> str:
    with pytest.raises(DomainError) as refused:
        await attempt  # type: ignore[misc]
    return refused.value.code


async def test_hours_change_hands_at_once(session: AsyncSession, plumbers: Cast, confirmed: Booking) -> None:
    client, pro = sides(confirmed)
    rival = (await telling.ask(session, plumbers.karim, [plumbers.hassan], telling.at(13)))[0]
    proposal = await rescheduling.propose(session, confirmed.id, by=client, starts_at=telling.at(11))
    assert await hours(session, confirmed) == [9, 10, 11], "a proposal takes nothing"
    sequence = confirmed.sequence
    moved = await rescheduling.accept(session, proposal.id, by=pro)
    assert (moved.starts_at, moved.ends_at) == (telling.at(11), telling.at(14))
    assert await hours(session, moved) == [11, 12, 13]
    assert (moved.status, moved.sequence) == (S.CONFIRMED, sequence + 1)
    assert (moved.moved_from, moved.moved_by) == (telling.at(9), BookingParty.CLIENT)
    assert (await telling.again(session, rival)).status is S.CANCELLED_AUTO_FIRST_CONFIRMED
    assert (await telling.history(session, moved.id))[-2:] == ["SLOTS_RELEASED", "RESCHEDULED"]
    assert await telling.broken(session) == []
    other = (await telling.ask(session, plumbers.karim, [plumbers.hassan], telling.at(9)))[0]
    await confirming.confirm(session, other.id, by=pro, duration=Duration.H2)
    assert await telling.broken(session) == []


async def test_a_job_of_a_day_moves_within_its_day_and_to_another(
    session: AsyncSession, booking: Booking
) -> None:
    client, pro = sides(booking)
    await confirming.confirm(session, booking.id, by=pro, duration=Duration.H8)
    for when in (telling.at(10), telling.at(7), telling.at(9, days=4)):
        proposal = await rescheduling.propose(session, booking.id, by=pro, starts_at=when)
        moved = await rescheduling.accept(session, proposal.id, by=client)
        assert moved.starts_at == when
        assert await telling.broken(session) == []


async def test_only_the_other_side_answers_and_strangers_find_nothing(
    session: AsyncSession, plumbers: Cast, confirmed: Booking
) -> None:
    client, pro = sides(confirmed)
    karim, admin = Actor.person(plumbers.karim.id), Actor.admin(plumbers.salma.id)
    later = telling.at(15)
    with pytest.raises(NotFound):
        await rescheduling.propose(session, confirmed.id, by=karim, starts_at=later)
    with pytest.raises(Forbidden):
        await rescheduling.propose(session, confirmed.id, by=admin, starts_at=later)
    proposal = await rescheduling.propose(session, confirmed.id, by=client, starts_at=later)
    assert (
        await code_of(rescheduling.propose(session, confirmed.id, by=pro, starts_at=later))
        == "already_proposed"
    )
    for act in (rescheduling.accept, rescheduling.decline):
        with pytest.raises(Forbidden):
            await act(session, proposal.id, by=client)
        with pytest.raises(NotFound):
            await act(session, proposal.id, by=karim)
    with pytest.raises(Forbidden):
        await rescheduling.withdraw(session, proposal.id, by=pro)
    await rescheduling.withdraw(session, proposal.id, by=client)
    assert await code_of(rescheduling.accept(session, proposal.id, by=pro)) == "wrong_state"
    second = await rescheduling.propose(session, confirmed.id, by=pro, starts_at=later)
    await rescheduling.decline(session, second.id, by=client)
    assert (second.status, confirmed.starts_at) == (ProposalStatus.DECLINED, telling.at(9))


async def test_wrong_hours_are_refused_each_with_its_code(
    session: AsyncSession, plumbers: Cast, confirmed: Booking
) -> None:
    client, pro = sides(confirmed)
    taken = (await telling.ask(session, plumbers.karim, [plumbers.hassan], telling.at(15)))[0]
    await confirming.confirm(session, taken.id, by=pro, duration=Duration.H1)
    mine = (await telling.ask(session, plumbers.amina, [plumbers.youssef], telling.at(20)))[0]
    await confirming.confirm(session, mine.id, by=Actor.person(mine.pro_id), duration=Duration.H1)
    wrong = {
        "not_on_the_hour": telling.at(11) + timedelta(minutes=17),
        "in_the_past": clock.now().replace(minute=0, second=0, microsecond=0),
        "too_far_ahead": telling.at(9, days=61),
        "same_hour": confirmed.starts_at,
        "slot_taken": telling.at(15),
        "duration_does_not_fit": telling.at(13),
    }
    for code, when in wrong.items():
        assert await code_of(rescheduling.propose(session, confirmed.id, by=client, starts_at=when)) == code
    elsewhere = rescheduling.propose(session, confirmed.id, by=client, starts_at=telling.at(18))
    assert await code_of(elsewhere) == "duration_does_not_fit", (
        "Amina expects Youssef at eight in the evening"
    )


async def test_room_is_looked_for_again_when_it_is_accepted(
    session: AsyncSession, plumbers: Cast, confirmed: Booking
) -> None:
    client, pro = sides(confirmed)
    proposal = await rescheduling.propose(session, confirmed.id, by=client, starts_at=telling.at(15))
    rival = (await telling.ask(session, plumbers.karim, [plumbers.hassan], telling.at(16)))[0]
    await confirming.confirm(session, rival.id, by=pro, duration=Duration.H1)
    savepoint = await session.begin_nested()
    assert await code_of(rescheduling.accept(session, proposal.id, by=pro)) == "duration_does_not_fit"
    await savepoint.rollback()
    assert await hours(session, confirmed) == [9, 10, 11]


async def test_moving_late_and_then_cancelling_is_late(session: AsyncSession, confirmed: Booking) -> None:
    client, pro = sides(confirmed)
    far = telling.at(9, days=20)
    with clock.travel(confirmed.starts_at - 11 * HOUR):
        proposal = await rescheduling.propose(session, confirmed.id, by=client, starts_at=far)
        await rescheduling.accept(session, proposal.id, by=pro)
        ended = await cancelling.cancel(session, confirmed.id, by=client)
    assert ended.status is S.CANCELLED_BY_CLIENT_LATE


async def test_after_the_pros_own_move_the_client_cancels_freely(
    session: AsyncSession, confirmed: Booking
) -> None:
    client, pro = sides(confirmed)
    with clock.travel(confirmed.starts_at - 11 * HOUR):
        proposal = await rescheduling.propose(session, confirmed.id, by=pro, starts_at=telling.at(9, days=9))
        await rescheduling.accept(session, proposal.id, by=client)
        ended = await cancelling.cancel(session, confirmed.id, by=client)
    assert ended.status is S.CANCELLED_BY_CLIENT


async def test_what_nobody_answers_lapses(session: AsyncSession, confirmed: Booking) -> None:
    client, pro = sides(confirmed)
    proposal = await rescheduling.propose(session, confirmed.id, by=client, starts_at=telling.at(15))
    await proposals.lapse(session, proposal.id)
    assert proposal.status is ProposalStatus.OPEN
    with clock.travel(confirmed.starts_at):
        assert await code_of(rescheduling.accept(session, proposal.id, by=pro)) == "expired"
        assert (
            await code_of(rescheduling.propose(session, confirmed.id, by=pro, starts_at=telling.at(15)))
            == "expired"
        )
        found = select(Proposal.id).where(proposals.over(clock.now()))
        assert list(await session.scalars(found)) == [proposal.id]
        await proposals.lapse(session, proposal.id)
    assert proposal.status is ProposalStatus.LAPSED


async def test_the_end_of_a_booking_ends_its_proposal(session: AsyncSession, confirmed: Booking) -> None:
    client, pro = sides(confirmed)
    proposal = await rescheduling.propose(session, confirmed.id, by=client, starts_at=telling.at(15))
    with clock.travel(confirmed.starts_at + HOUR):
        await completing.complete(session, confirmed.id, by=pro)
        await handle_recorded(session)
    await session.refresh(proposal)
    assert proposal.status is ProposalStatus.LAPSED
    with pytest.raises(Conflict):
        await rescheduling.accept(session, proposal.id, by=pro)
