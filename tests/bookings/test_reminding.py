"""Alerts and reminders: each once, to the second of its time, and never after it stopped making sense."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.bookings import telling
from tests.bookings.telling import HOUR, S
from tests.cast import Cast
from twiza.bookings import confirming, reminding, rounds, standing
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import Duration
from twiza.bookings.models import Booking, ClientProfile
from twiza.bookings.reminding import REMINDERS, Reminder
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict
from twiza.kit.event_log import EventRow

SECOND = timedelta(seconds=1)
AGAIN, FIRST, ANSWER, TOMORROW = REMINDERS


async def due(session: AsyncSession, booking: Booking, reminder: Reminder, at: datetime) -> bool:
    """Whether the sweep would find it at this moment."""
    await session.flush()
    with clock.travel(at):
        found = await session.scalar(select(Booking.id).where(Booking.id == booking.id, reminder.wanted()))
    return found is not None


async def test_an_urgent_request_is_urged_after_five_and_fifteen_minutes(
    session: AsyncSession, plumbers: Cast
) -> None:
    booking = (await telling.ask(session, plumbers.amina, [plumbers.hassan], telling.next_hour(1)))[0]
    assert booking.urgent
    born = booking.created_at
    assert not await due(session, booking, FIRST, born + timedelta(minutes=4, seconds=58))
    assert await due(session, booking, FIRST, born + timedelta(minutes=5))
    assert not await due(session, booking, AGAIN, born + timedelta(minutes=14, seconds=58))
    with clock.travel(born + timedelta(minutes=5)):
        await reminding.remind(session, booking.id, FIRST)
        with pytest.raises(Conflict):
            await reminding.remind(session, booking.id, FIRST)
    assert await due(session, booking, AGAIN, born + timedelta(minutes=15))
    assert not await due(session, booking, AGAIN, booking.expires_at), "nobody can answer it any more"
    with clock.travel(born + timedelta(minutes=15)):
        await reminding.remind(session, booking.id, AGAIN)
    assert booking.reminded == 3


async def test_a_worker_that_slept_urges_once(session: AsyncSession, plumbers: Cast) -> None:
    booking = (await telling.ask(session, plumbers.amina, [plumbers.hassan], telling.next_hour(1)))[0]
    late = booking.created_at + timedelta(minutes=20)
    with clock.travel(late):
        await reminding.remind(session, booking.id, AGAIN)
    assert not await due(session, booking, FIRST, late)


async def test_a_pro_is_reminded_two_hours_before_a_request_is_over(
    session: AsyncSession, plumbers: Cast, booking: Booking
) -> None:
    assert not await due(session, booking, ANSWER, booking.expires_at - 2 * HOUR - 2 * SECOND)
    assert await due(session, booking, ANSWER, booking.expires_at - 2 * HOUR)
    assert not await due(session, booking, ANSWER, booking.expires_at)
    urgent = (await telling.ask(session, plumbers.karim, [plumbers.youssef], telling.next_hour(0.2)))[0]
    assert not await due(session, urgent, ANSWER, urgent.expires_at - HOUR / 4), "it was told just now"
    await confirming.confirm(session, booking.id, by=Actor.person(booking.pro_id), duration=Duration.H1)
    assert not await due(session, booking, ANSWER, booking.expires_at - HOUR)


async def test_both_are_reminded_at_six_the_evening_before(session: AsyncSession, booking: Booking) -> None:
    await confirming.confirm(session, booking.id, by=Actor.person(booking.pro_id), duration=Duration.H1)
    evening = telling.at(18, days=1)
    assert reminding.evening_before(clock.local(booking.starts_at).date()) == evening
    assert not await due(session, booking, TOMORROW, evening - 2 * SECOND)
    assert await due(session, booking, TOMORROW, evening)
    assert await due(session, booking, TOMORROW, telling.at(0)), "a worker that slept in the evening"
    assert not await due(session, booking, TOMORROW, booking.starts_at - 2 * HOUR), "too late to remind"
    with clock.travel(evening):
        await reminding.remind(session, booking.id, TOMORROW)
    assert not await due(session, booking, TOMORROW, evening)
    reminding.rearm(booking)
    assert await due(session, booking, TOMORROW, evening)
    booking.moved_at = evening
    assert not await due(session, booking, TOMORROW, evening), "they agreed on it this very evening"


async def test_a_visit_left_open_counts_once(session: AsyncSession, booking: Booking) -> None:
    await confirming.confirm(session, booking.id, by=Actor.person(booking.pro_id), duration=Duration.H2)
    over = booking.ends_at + timedelta(hours=72)
    with clock.travel(over - 2 * SECOND), pytest.raises(Conflict):
        await reminding.note_left_open(session, booking.id)
    with clock.travel(over):
        await reminding.note_left_open(session, booking.id)
        with pytest.raises(Conflict):
            await reminding.note_left_open(session, booking.id)
    assert (booking.status, booking.left_open_at is not None) == (S.CONFIRMED, True)


async def test_the_rounds_find_what_is_due_and_do_it_once(cast: Cast) -> None:
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        soon = (await telling.ask(session, cast.amina, [cast.hassan], telling.next_hour(1)))[0]
        done = (await telling.ask(session, cast.karim, [cast.hassan], telling.at(9)))[0]
        await confirming.confirm(session, done.id, by=Actor.person(cast.hassan.id), duration=Duration.H1)
        profile = await session.get_one(ClientProfile, cast.karim.id)
        until = clock.now() + timedelta(hours=48)
        standing.keep(profile, standing.ClientStanding(1, until, until))
    assert await rounds.remind_of_bookings() == 0
    with clock.travel(soon.created_at + timedelta(minutes=6)):
        assert await rounds.remind_of_bookings() == 1
        assert await rounds.remind_of_bookings() == 0
    with clock.travel(timedelta(days=40)):
        assert await rounds.note_left_open() == 1
        assert await rounds.note_left_open() == 0
        assert await rounds.forgive_clean_clients() == 1
        assert await rounds.forgive_clean_clients() == 0
        assert await rounds.lapse_proposals() == 0
    async with reading() as connection:
        told = (await connection.scalars(select(EventRow.name).order_by(EventRow.id))).all()
    assert told.count("BookingReminded") == 1
    assert told.count("BookingLeftOpen") == 1
