"""Confirmations, requests, cancellations and edits at once, with real commits: one wins, the others are told so."""

import random
from collections import Counter
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.bookings import telling
from tests.bookings.racing import Try, cancel, confirm, decline, race, sound, statuses
from tests.bookings.telling import HOUR, S
from tests.cast import Cast
from tests.pros.opening import ALWAYS
from twiza.accounts.models import Account
from twiza.bookings import expiring, lengthening, rescheduling, sweeping
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import Duration
from twiza.bookings.models import Booking, SlotLock
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.event_log import EventRow
from twiza.pros import scheduling

LOST = {"slot_taken", "wrong_state", "duration_does_not_fit"}
D = Duration


async def asked(clients: list[UUID], pros: list[UUID], hour: int = 9, **more: object) -> list[Booking]:
    """Each of these clients asks each of these pros for that hour."""
    async with unit_of_work() as session:
        return [
            booking
            for client in clients
            for booking in await telling.ask(session, client, pros, telling.at(hour), **more)  # pyright: ignore
        ]


@pytest.fixture
async def crowd(cast: Cast) -> list[Account]:
    """Six pros, plumbers who are always open, and behind them six clients."""
    async with unit_of_work() as session:
        everybody = await telling.people(session, 12)
        await telling.open_all(session, *everybody[:6])
    return everybody


async def test_one_confirmation_repeated(cast: Cast, crowd: list[Account]) -> None:
    (booking,) = await asked([cast.amina.id], [crowd[0].id])
    async with sound():
        assert await race([confirm(booking)] * 12) == {"won": 1, "wrong_state": 11}


async def test_clients_who_want_the_same_pro_at_the_same_hour(crowd: list[Account]) -> None:
    bookings = await asked([one.id for one in crowd[6:]], [crowd[0].id])
    async with sound():
        found = await race([confirm(booking, D.H2) for booking in bookings])
    assert found == {"won": 1, "wrong_state": 5}
    assert Counter(await statuses(*bookings)) == {S.CONFIRMED: 1, S.CANCELLED_AUTO_FIRST_CONFIRMED: 5}


async def test_three_pros_confirm_the_same_client(cast: Cast, crowd: list[Account]) -> None:
    for hour in range(8, 14):
        bookings = await asked([cast.amina.id], [one.id for one in crowd[:3]], hour)
        async with sound():
            found = await race([confirm(booking) for booking in bookings])
        assert found == {"won": 1, "wrong_state": 2}
        assert Counter(await statuses(*bookings)) == {S.CONFIRMED: 1, S.CANCELLED_AUTO_FIRST_CONFIRMED: 2}


async def test_durations_that_overlap(crowd: list[Account]) -> None:
    """Eight, nine, ten…: one of three hours closes the next two; what a shorter one leaves free is won too."""
    bookings: list[Booking] = []
    for n, client in enumerate(crowd[6:]):
        bookings += await asked([client.id], [crowd[0].id], 8 + n)
    async with sound():
        found = await race([confirm(booking, D.H3) for booking in bookings])
    assert set(found) <= {"won"} | LOST
    won = [b for b, status in zip(bookings, await statuses(*bookings), strict=True) if status is S.CONFIRMED]
    assert len(won) == found["won"] >= 1
    assert all(later.starts_at - sooner.starts_at >= 3 * HOUR for sooner, later in pairwise(won))


async def test_a_client_with_two_kinds_of_work_at_once(cast: Cast, crowd: list[Account]) -> None:
    """Other categories aren't siblings: only the client's own hours stand in the way."""
    async with unit_of_work() as session:
        await telling.open_all(session, cast.hassan, category="electricite")
        other = await telling.ask(session, cast.amina, [cast.hassan], telling.at(9), category="electricite")
    bookings = other + await asked([cast.amina.id], [crowd[0].id])
    async with sound():
        found = await race([confirm(booking, D.H2) for booking in bookings])
    assert found == {"won": 1, "slot_taken": 1}


async def test_two_accounts_that_are_each_others_client_and_pro(cast: Cast) -> None:
    """Hassan is to come to Youssef, and Youssef to Hassan: whoever confirms first, the other can't at that hour."""
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
    for hour in range(8, 18):
        (one,) = await asked([cast.hassan.id], [cast.youssef.id], hour)
        (two,) = await asked([cast.youssef.id], [cast.hassan.id], hour)
        async with sound():
            assert await race([confirm(one), confirm(two)]) == {"won": 1, "slot_taken": 1}
            loser = two if (await statuses(one))[0] is S.CONFIRMED else one
            assert await race([decline(loser)]) == {"won": 1}


async def test_a_ring_of_clients_and_pros(crowd: list[Account]) -> None:
    """Each is the client of the next: nobody is at two doors, and nobody waits for ever."""
    ring = crowd[:6]
    for hour in range(8, 13):
        bookings = [
            booking
            for client, pro in [*pairwise(ring), (ring[-1], ring[0])]
            for booking in await asked([client.id], [pro.id], hour)
        ]
        random.shuffle(bookings)
        async with sound():
            found = await race([confirm(booking) for booking in bookings])
        assert set(found) <= {"won", "slot_taken"}
        assert 2 <= found["won"] <= 3
        lost = [b for b, s in zip(bookings, await statuses(*bookings), strict=True) if s is S.PENDING]
        await race([decline(booking) for booking in lost])


async def test_siblings_and_rivals_crossed(crowd: list[Account]) -> None:
    """Three clients have each asked the same three pros: whatever is confirmed closes bookings of the others too."""
    for hour in range(8, 14):
        bookings = await asked([one.id for one in crowd[6:9]], [one.id for one in crowd[:3]], hour)
        random.shuffle(bookings)
        async with sound():
            found = await race([confirm(booking) for booking in bookings])
        assert set(found) <= {"won", "wrong_state"}
        # Each of the three clients gets one of the three pros, or is left with nobody free.
        assert 2 <= found["won"] <= 3
        ends = Counter(await statuses(*bookings))
        assert ends[S.CONFIRMED] == found["won"]
        assert ends[S.CONFIRMED] + ends[S.CANCELLED_AUTO_FIRST_CONFIRMED] == 9


async def test_confirming_against_cancelling_and_declining(crowd: list[Account]) -> None:
    for hour, act in ((8, cancel), (10, decline), (12, cancel), (14, decline)):
        bookings = await asked([one.id for one in crowd[6:9]], [crowd[0].id], hour)
        tries = [confirm(b) for b in bookings] + [act(b) for b in bookings]
        random.shuffle(tries)
        async with sound():
            found = await race(tries)
        assert set(found) <= {"won", "wrong_state"}
        assert S.PENDING not in await statuses(*bookings)


async def test_requests_never_exceed_the_limit(cast: Cast, crowd: list[Account]) -> None:
    def ask(n: int) -> Try:
        return lambda s: telling.ask(s, cast.amina, [crowd[n % 6]], telling.at(8 + n))

    async with sound():
        assert await race([ask(n) for n in range(10)]) == {"won": 3, "too_many_pending": 7}


async def test_the_same_request_sent_by_an_impatient_thumb(cast: Cast, crowd: list[Account]) -> None:
    async with sound():
        found = await race([lambda s: telling.ask(s, cast.amina, [crowd[0]], telling.at(9))] * 8)
    assert found == {"won": 1, "already_asked": 7}


async def test_requests_against_a_confirmation_leave_no_phantom(crowd: list[Account]) -> None:
    """Whoever asks for hours that are being taken is either closed or told that the pro isn't free."""
    for hour in (8, 12, 16):
        (booking,) = await asked([crowd[6].id], [crowd[0].id], hour)

        def ask(client: Account, at: int) -> Try:
            return lambda s: telling.ask(s, client, [crowd[0]], telling.at(at))

        tries = [ask(client, hour + n) for n, client in enumerate([*crowd[7:10]])]
        tries.insert(1, confirm(booking, D.H3))
        async with sound():
            found = await race(tries)
        assert set(found) <= {"won", "not_free"}
        assert (await statuses(booking)) == [S.CONFIRMED]


async def test_hours_that_close_while_they_are_confirmed(crowd: list[Account]) -> None:
    """Either the week was still open, or the duration doesn't fit any more; never half of each."""
    pro = crowd[0].id
    for hour in (8, 12):
        bookings = await asked([one.id for one in crowd[6:9]], [pro], hour)
        tries: list[Try] = [confirm(booking, D.H2) for booking in bookings]
        tries += [
            lambda s: scheduling.set_week(s, pro, {}),
            lambda s: scheduling.set_week(s, pro, ALWAYS),
            lambda s: scheduling.set_week(s, pro, {}),
        ]
        random.shuffle(tries)
        async with sound():
            found = await race(tries)
        assert set(found) <= {"won"} | LOST
        async with unit_of_work() as session:
            await scheduling.set_week(session, pro, ALWAYS)
        await race([decline(b) for b in bookings])


async def test_jobs_of_a_day_and_others(crowd: list[Account]) -> None:
    early = await asked([crowd[6].id], [crowd[0].id], 9)
    late = await asked([crowd[7].id], [crowd[0].id], 20)
    async with sound():
        found = await race([confirm(early[0], D.H8), confirm(late[0], D.H1)])
    assert found in (Counter(won=2), Counter(won=1, wrong_state=1))


async def test_a_request_that_lapses_while_it_is_confirmed(crowd: list[Account]) -> None:
    bookings = await asked([one.id for one in crowd[6:]], [crowd[0].id], 9)
    with clock.travel(bookings[-1].expires_at):
        tries = [confirm(bookings[0])] * 4
        tries += [lambda s, b=booking: expiring.expire(s, b.id) for booking in bookings]
        async with sound():
            found = await race(tries)
    assert found["won"] == 6
    assert set(found) <= {"won", "expired", "wrong_state"}
    assert set(await statuses(*bookings)) == {S.EXPIRED}


async def test_sweeps_of_many_workers_act_once(crowd: list[Account]) -> None:
    bookings = await asked([one.id for one in crowd[6:]], [crowd[0].id], 9)
    with clock.travel(bookings[-1].expires_at):
        async with sound():
            done = [await sweeping.expire_unanswered() for _ in range(2)]
    assert done == [6, 0]


async def test_of_those_who_decline_at_once_the_last_says_that_nobody_is_left(
    cast: Cast, crowd: list[Account]
) -> None:
    for hour in range(8, 14):
        bookings = await asked([cast.amina.id], [one.id for one in crowd[:3]], hour)
        assert await race([decline(booking) for booking in bookings]) == {"won": 3}
        wanted = (
            select(func.count())
            .select_from(EventRow)
            .where(
                EventRow.name == "RequestUnanswered",
                EventRow.data["request_id"].astext == str(bookings[0].request_id),
            )
        )
        async with reading() as connection:
            assert await connection.scalar(wanted) == 1


async def test_a_move_against_those_who_want_its_new_hour(crowd: list[Account]) -> None:
    """One of the two gets the hour; whoever cancels meanwhile leaves it to the other."""
    for hour in (8, 14):
        (mine,) = await asked([crowd[6].id], [crowd[0].id], hour)
        assert await race([confirm(mine, D.H2)]) == {"won": 1}
        rivals = await asked([one.id for one in crowd[7:9]], [crowd[0].id], hour + 3)
        async with unit_of_work() as session:
            by, new = Actor.person(crowd[0].id), telling.at(hour + 2)
            proposal = await rescheduling.propose(session, mine.id, by=by, starts_at=new)
        client = Actor.person(crowd[6].id)
        tries: list[Try] = [lambda s, p=proposal.id, by=client: rescheduling.accept(s, p, by=by)] * 3
        tries += [confirm(rival) for rival in rivals]
        tries += [lambda s, b=mine.id, by=by: lengthening.lengthen(s, b, by=by, duration=D.H3)]
        if hour == 14:
            tries.append(cancel(mine))
        random.shuffle(tries)
        async with sound():
            found = await race(tries)
        assert set(found) <= {"won", "conflict"} | LOST
        assert S.PENDING not in await statuses(*rivals)


async def test_everything_at_once(cast: Cast, crowd: list[Account]) -> None:
    """Rounds of confirmations, requests, cancellations, completions, edits and sweeps among few people and hours."""
    chance = random.Random(20261121)
    pros, clients = crowd[:3], crowd[3:9]
    async with unit_of_work() as session:
        await telling.open_all(session, cast.hassan)
    for round_ in range(8):
        async with reading() as connection:
            live = (
                await connection.execute(
                    select(Booking.id, Booking.client_id, Booking.pro_id, Booking.status).where(
                        Booking.status.in_([S.PENDING, S.CONFIRMED])
                    )
                )
            ).all()
        tries: list[Try] = []
        for _ in range(8):
            client, pro = chance.choice(clients), chance.sample(pros, chance.randint(1, 3))
            at = telling.at(8 + chance.randrange(6))
            if client not in pro:
                tries.append(lambda s, c=client, p=pro, t=at: telling.ask(s, c, p, t))
        for row in live:
            booking = Booking(id=row.id, client_id=row.client_id, pro_id=row.pro_id)
            if row.status is S.PENDING:
                tries += [confirm(booking, chance.choice(list(D)))] * 2
                tries.append(chance.choice([decline, cancel])(booking))
            elif chance.random() < 0.3:
                tries.append(cancel(booking, chance.choice([row.client_id, row.pro_id])))
        tries.append(lambda s: scheduling.set_week(s, chance.choice(pros).id, ALWAYS))
        chance.shuffle(tries)
        async with sound():
            found = await race(tries)
        assert set(found) <= {
            "won", "already_asked", "already_booked", "too_many_pending", "not_free", "in_cooldown", "booking_banned",
            "not_offered", *LOST,
        }, round_  # fmt: skip
    async with reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(SlotLock)) is not None
