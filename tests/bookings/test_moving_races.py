"""Moves against everything else at once, with real commits: hours change hands whole or not at all."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.bookings import telling
from tests.bookings.racing import Try, cancel, confirm, race, sound, statuses
from tests.bookings.telling import S
from tests.cast import Cast
from twiza.accounts import banning
from twiza.accounts.models import Account
from twiza.bookings import completing, confirming, no_show, penalties, rescheduling, settling
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import BookingParty, Duration
from twiza.bookings.models import Booking, Penalty, Proposal
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work

D = Duration


@pytest.fixture
async def crowd(cast: Cast) -> list[Account]:
    """Hassan and Youssef are plumbers, and six people want them."""
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        return await telling.people(session, 6)


async def visit(client: UUID, pro: UUID, hour: int, duration: Duration = D.H2) -> Booking:
    async with unit_of_work() as session:
        booking = (await telling.ask(session, client, [pro], telling.at(hour)))[0]
        return await confirming.confirm(session, booking.id, by=Actor.person(pro), duration=duration)


async def proposed(booking: Booking, hour: int) -> UUID:
    async with unit_of_work() as session:
        by = Actor.person(booking.client_id)
        at = telling.at(hour)
        return (await rescheduling.propose(session, booking.id, by=by, starts_at=at)).id


def accept(booking: Booking, proposal: UUID) -> Try:
    return lambda s: rescheduling.accept(s, proposal, by=Actor.person(booking.pro_id))


async def test_accepting_many_times_moves_once(cast: Cast, crowd: Sequence[Account]) -> None:
    booking = await visit(cast.amina.id, cast.hassan.id, 9)
    proposal = await proposed(booking, 14)
    async with sound():
        assert await race([accept(booking, proposal)] * 10) == {"won": 1, "wrong_state": 9}


async def test_proposing_at_once_leaves_one(cast: Cast, crowd: Sequence[Account]) -> None:
    booking = await visit(cast.amina.id, cast.hassan.id, 9)

    def propose(by: UUID, hour: int) -> Try:
        at = telling.at(hour)
        return lambda s: rescheduling.propose(s, booking.id, by=Actor.person(by), starts_at=at)

    tries = [propose(one, hour) for one in (cast.amina.id, cast.hassan.id) for hour in range(13, 18)]
    async with sound():
        assert await race(tries) == {"won": 1, "already_proposed": 9}
    async with reading() as connection:
        assert len((await connection.execute(select(Proposal.id))).all()) == 1


async def test_a_move_against_confirmations_of_the_same_hours(cast: Cast, crowd: Sequence[Account]) -> None:
    for hour in (12, 15, 18):
        booking = await visit(cast.amina.id, cast.hassan.id, hour - 5)
        proposal = await proposed(booking, hour)
        async with unit_of_work() as session:
            rivals = [
                (await telling.ask(session, one.id, [cast.hassan.id], telling.at(hour + n % 2)))[0]
                for n, one in enumerate(crowd[:4])
            ]
        async with sound():
            found = await race([accept(booking, proposal), *(confirm(one, D.H2) for one in rivals)])
        assert found["won"] in {1, 2}
        assert found.total() == 5
        assert set(found) <= {"won", "slot_taken", "wrong_state", "duration_does_not_fit"}
        assert S.CONFIRMED in await statuses(booking, *rivals)
        # What is still there would stand in the way of the next round.
        async with unit_of_work() as session:
            for one in (booking, *rivals):
                if (await telling.again(session, one)).status is S.CONFIRMED:
                    await cancel(one)(session)


async def test_two_visits_that_change_places_meet_without_a_deadlock(
    cast: Cast, crowd: Sequence[Account]
) -> None:
    one = await visit(cast.amina.id, cast.hassan.id, 9)
    two = await visit(crowd[0].id, cast.hassan.id, 13)
    # Amina at another pro: two of her moves want the same hour of hers.
    three = await visit(cast.amina.id, cast.youssef.id, 18)
    tries = [
        accept(one, await proposed(one, 15)),
        accept(two, await proposed(two, 11)),
        accept(three, await proposed(three, 14)),
    ]
    async with sound():
        found = await race(tries)
    assert found["won"] == 2
    assert found["slot_taken"] + found["duration_does_not_fit"] == 1


async def test_a_move_against_its_end(cast: Cast, crowd: Sequence[Account]) -> None:
    for hour, end in ((9, cast.amina.id), (11, cast.hassan.id)):
        booking = await visit(cast.amina.id, cast.hassan.id, hour)
        proposal = await proposed(booking, hour + 8)
        async with sound():
            await race([accept(booking, proposal), cancel(booking, end), accept(booking, proposal)])
        assert (await statuses(booking))[0] is not S.CONFIRMED
        async with reading() as connection:
            kept = (
                await connection.execute(select(Proposal.status).where(Proposal.id == proposal))
            ).scalar_one()
        assert kept in {"accepted", "lapsed"}


async def test_of_all_ends_of_a_visit_one_counts_and_punishes_once(
    cast: Cast, crowd: Sequence[Account]
) -> None:
    booking = await visit(cast.amina.id, cast.hassan.id, 9)
    pro = Actor.person(cast.hassan.id)
    tries: list[Try] = [
        lambda s: completing.complete(s, booking.id, by=pro),
        lambda s: no_show.uphold(s, booking.id, by=cast.salma.id, who=BookingParty.CLIENT),
        lambda s: no_show.uphold(s, booking.id, by=cast.salma.id, who=BookingParty.PRO),
        cancel(booking, cast.hassan.id),
    ] * 3
    with clock.travel(telling.at(11)):
        async with sound():
            found = await race(tries)
    async with reading() as connection:
        given = (await connection.execute(select(Penalty.id))).all()
    (ended,) = await statuses(booking)
    assert len(given) == int(ended is not S.COMPLETED)
    # What its pro called done may still be found never done: the only end that another one follows.
    assert found == {"won": 1, "wrong_state": 11} or (
        found == {"won": 2, "wrong_state": 10} and ended is S.CANCELLED_BY_PRO
    )


async def test_an_excuse_is_given_once_while_more_is_cancelled(cast: Cast, crowd: Sequence[Account]) -> None:
    visits = [
        await visit(one.id, cast.hassan.id, hour) for one, hour in zip(crowd, range(4, 16, 2), strict=True)
    ]
    async with unit_of_work() as session:
        await cancel(visits[0], cast.hassan.id)(session)
    async with reading() as connection:
        first = (await connection.execute(select(Penalty.id))).scalar_one()
    excuse: Try = lambda s: penalties.excuse(s, first, by=cast.salma.id, reason="Accident")  # noqa: E731
    async with sound():
        found = await race([excuse, *(cancel(one, cast.hassan.id) for one in visits[1:4]), excuse])
    assert found == {"won": 4, "wrong_state": 1}
    async with unit_of_work() as session:
        told = await penalties.standing(session, cast.hassan.id)
    assert len([one for one in told.lines if one.excused_at is None]) == 3
    assert told.hidden_until is not None


async def test_a_ban_while_pros_are_asked_leaves_nobody_waiting(cast: Cast, crowd: Sequence[Account]) -> None:
    def ask(client: Account, hour: int) -> Try:
        return lambda s: telling.ask(s, client, [cast.hassan.id], telling.at(hour))

    tries: list[Try] = [ask(one, 9 + n) for n, one in enumerate(crowd)]
    tries.insert(3, lambda s: banning.ban(s, cast.hassan.id, by=cast.salma.id, reason="Fraude"))
    async with sound():
        found = await race(tries)
        await settling.settle_account(cast.hassan.id)
    # Banned before the question or between two of its looks: no pro of this trade, or none with a free hour.
    assert set(found) <= {"won", "not_offered", "not_free"}
    async with reading() as connection:
        left = set((await connection.scalars(select(Booking.status))).all())
    assert left <= {S.DECLINED}
