"""The first to confirm wins: durations, what is closed beside it, and the borders of time to the second."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from tests.bookings import telling
from tests.bookings.telling import HOUR, S, ask, at
from tests.cast import Cast
from tests.pros.opening import ALWAYS, another_pro
from twiza.bookings import cancelling, completing, confirming, expiring
from twiza.bookings.access import numbers_shown
from twiza.bookings.actors import Actor
from twiza.bookings.errors import AlreadyAsked, SlotTaken, told_by_constraint
from twiza.bookings.events import BookingGaveWay, RequestUnanswered
from twiza.bookings.kinds import BookingStatus, Duration
from twiza.bookings.models import Booking, Penalty, SlotLock
from twiza.bookings.orphans import clean_of
from twiza.kit import clock
from twiza.kit.errors import Conflict, DomainError, Invalid
from twiza.kit.events import take_recorded
from twiza.pros import slots
from twiza.pros.hours import midnight_of
from twiza.pros.models import AvailabilityException
from twiza.pros.scheduling import set_week

SECOND = timedelta(seconds=1)
D = Duration


async def confirm(session: AsyncSession, booking: Booking, duration: Duration = D.H1) -> Booking:
    return await confirming.confirm(session, booking.id, by=Actor.person(booking.pro_id), duration=duration)


async def refused(session: AsyncSession, booking: Booking, duration: Duration = D.H1) -> str:
    booking_id, pro_id = booking.id, booking.pro_id
    async with session.begin_nested() as attempt:
        with pytest.raises(DomainError) as found:
            await confirming.confirm(session, booking_id, by=Actor.person(pro_id), duration=duration)
        await attempt.rollback()
    await telling.again(session, booking_id)
    return found.value.code


async def state(session: AsyncSession, booking: Booking) -> BookingStatus:
    return (await telling.again(session, booking)).status


@pytest.mark.parametrize("duration", list(Duration))
async def test_every_hour_of_the_duration_is_locked(
    session: AsyncSession, booking: Booking, duration: Duration
) -> None:
    won = await confirm(session, booking, duration)
    assert (won.ends_at - won.starts_at, won.duration) == (duration.hours * HOUR, duration)
    locked = (await session.scalars(select(SlotLock.starts_at).order_by(SlotLock.starts_at))).all()
    assert locked == [booking.starts_at + n * HOUR for n in range(duration.hours)]
    assert await telling.broken(session) == []
    assert await telling.history(session, booking.id) == ["CREATED", "CONFIRMED"]


async def test_siblings_and_rivals_give_way_and_others_stay(session: AsyncSession, plumbers: Cast) -> None:
    amina, karim, hassan, youssef = plumbers.amina, plumbers.karim, plumbers.hassan, plumbers.youssef
    spark = await another_pro(session, "Fil", "+212650000008", category="electricite", week=ALWAYS)
    mine, sibling = await ask(session, amina, [hassan, youssef], at(9))
    (later,) = await ask(session, amina, [youssef], at(11))
    (other_trade,) = await ask(session, amina, [spark], at(10), category="electricite")
    (rival,) = await ask(session, karim, [hassan], at(10))
    (free_rival,) = await ask(session, karim, [hassan], at(11))
    take_recorded(session)
    await confirm(session, mine, D.H2)
    told = take_recorded(session)
    assert await state(session, mine) is S.CONFIRMED
    assert await state(session, sibling) is await state(session, rival) is S.CANCELLED_AUTO_FIRST_CONFIRMED
    for one in (later, other_trade, free_rival):
        assert await state(session, one) is S.PENDING
    gave_way = [event for event in told if isinstance(event, BookingGaveWay)]
    assert {event.booking_id for event in gave_way} == {sibling.id, rival.id}
    assert {event.winner_id for event in gave_way} == {mine.id}
    # Karim has nobody left for ten o'clock; Amina has somebody.
    assert [e.request_id for e in told if isinstance(e, RequestUnanswered)] == [rival.request_id]
    assert await refused(session, other_trade) == "slot_taken"
    assert await telling.broken(session) == []


async def test_a_duration_that_does_not_fit(session: AsyncSession, plumbers: Cast) -> None:
    hassan = plumbers.hassan
    await set_week(session, hassan.id, dict.fromkeys(range(7), ((8 * 60, 12 * 60),)))
    (late,) = await ask(session, plumbers.karim, [hassan], at(11))
    (early,) = await ask(session, plumbers.amina, [hassan], at(8))
    assert await refused(session, late, D.H2) == "duration_does_not_fit"
    await confirm(session, late)
    assert await refused(session, early, D.H4) == "duration_does_not_fit"
    await confirm(session, early, D.H3)
    assert await telling.broken(session) == []


async def test_a_client_who_is_busy_later_needs_a_shorter_duration(
    session: AsyncSession, plumbers: Cast
) -> None:
    (one,) = await ask(session, plumbers.amina, [plumbers.hassan], at(9))
    (two,) = await ask(session, plumbers.amina, [plumbers.youssef], at(11))
    await confirm(session, two)
    assert await refused(session, one, D.H3) == "duration_does_not_fit"
    await confirm(session, one, D.H2)


async def test_a_job_of_a_day_closes_it_until_local_midnight(session: AsyncSession, plumbers: Cast) -> None:
    amina, karim, hassan = plumbers.amina, plumbers.karim, plumbers.hassan
    (mine,) = await ask(session, amina, [hassan], at(9))
    (within,) = await ask(session, karim, [hassan], at(19))
    (last,) = await ask(session, karim, [hassan], at(23))
    (tomorrow,) = await ask(session, karim, [hassan], at(0, days=3))
    await confirm(session, mine, D.H8)
    closed = (await session.execute(select(AvailabilityException))).scalar_one()
    assert (closed.start_at, closed.booking_id) == (at(9), mine.id)
    assert closed.end_at == midnight_of(clock.local(at(9)).date() + timedelta(days=1))
    assert await state(session, within) is await state(session, last) is S.CANCELLED_AUTO_FIRST_CONFIRMED
    assert await state(session, tomorrow) is S.PENDING
    assert not await slots.is_open(session, hassan.id, at(22), 1)
    await cancelling.cancel(session, mine.id, by=Actor.person(amina.id))
    assert await slots.is_open(session, hassan.id, at(22), 1)
    assert await session.scalar(select(AvailabilityException.id)) is None
    assert await session.scalar(select(SlotLock.pro_id)) is None
    # What was closed is not asked again by itself.
    assert await state(session, within) is S.CANCELLED_AUTO_FIRST_CONFIRMED
    assert await telling.broken(session) == []


async def test_a_job_that_runs_past_midnight(session: AsyncSession, plumbers: Cast) -> None:
    (mine,) = await ask(session, plumbers.amina, [plumbers.hassan], at(20))
    (after,) = await ask(session, plumbers.karim, [plumbers.hassan], at(3, days=3))
    (free,) = await ask(session, plumbers.karim, [plumbers.hassan], at(4, days=3))
    won = await confirm(session, mine, D.H8)
    assert won.ends_at == at(4, days=3)
    assert await state(session, after) is S.CANCELLED_AUTO_FIRST_CONFIRMED
    await confirm(session, free)
    assert await telling.broken(session) == []


async def test_until_the_last_second_before_it_lapses(session: AsyncSession, booking: Booking) -> None:
    with clock.travel(booking.expires_at):
        assert await refused(session, booking) == "expired"
    with clock.travel(booking.expires_at - 10 * SECOND):
        with pytest.raises(Conflict) as early:
            await expiring.expire(session, booking.id)
        assert early.value.code == "not_yet"
        assert (await confirm(session, booking)).status is S.CONFIRMED


@pytest.mark.parametrize(
    ("before", "reached"),
    [
        (12 * HOUR + 5 * SECOND, S.CANCELLED_BY_CLIENT),
        (12 * HOUR - SECOND, S.CANCELLED_BY_CLIENT_LATE),
        (5 * SECOND, S.CANCELLED_BY_CLIENT_LATE),
    ],
)
async def test_twelve_hours_to_the_second(
    session: AsyncSession, booking: Booking, before: timedelta, reached: BookingStatus
) -> None:
    await confirm(session, booking)
    with clock.travel(booking.starts_at - before):
        await cancelling.cancel(session, booking.id, by=Actor.person(booking.client_id))
    assert await state(session, booking) is reached
    given = (await session.scalars(select(Penalty.account_id))).all()
    assert given == ([booking.client_id] if reached is S.CANCELLED_BY_CLIENT_LATE else [])
    assert await telling.broken(session) == []


async def test_exactly_twelve_hours_before_is_free(
    session: AsyncSession, booking: Booking, monkeypatch: pytest.MonkeyPatch
) -> None:
    await confirm(session, booking)
    moment: datetime = booking.starts_at - 12 * HOUR
    monkeypatch.setattr(clock, "now", lambda: moment)
    await cancelling.cancel(session, booking.id, by=Actor.person(booking.client_id))
    assert await state(session, booking) is S.CANCELLED_BY_CLIENT


async def test_after_the_start_a_client_reports_instead(session: AsyncSession, booking: Booking) -> None:
    await confirm(session, booking)
    with clock.travel(booking.starts_at), pytest.raises(Conflict) as refusal:
        await cancelling.cancel(session, booking.id, by=Actor.person(booking.client_id))
    assert refusal.value.code == "too_late_to_cancel"


async def test_a_pro_who_calls_off_gives_a_reason_and_a_line_in_the_log(
    session: AsyncSession, booking: Booking
) -> None:
    await confirm(session, booking)
    with pytest.raises(Invalid) as silent:
        await cancelling.cancel(session, booking.id, by=Actor.person(booking.pro_id), reason=" ")
    assert "reason" in silent.value.fields
    await cancelling.cancel(session, booking.id, by=Actor.person(booking.pro_id), reason="Panne")
    ended = await telling.again(session, booking)
    assert (ended.status, ended.cancel_reason) == (S.CANCELLED_BY_PRO, "Panne")
    assert (await session.scalars(select(Penalty.account_id))).all() == [booking.pro_id]
    assert await telling.history(session, booking.id) == [
        "CREATED", "CONFIRMED", "CANCELLED", "SLOTS_RELEASED",
    ]  # fmt: skip


async def test_done_early_future_hours_are_free_and_past_ones_stay(
    session: AsyncSession, booking: Booking
) -> None:
    await confirm(session, booking, D.H8)
    with clock.travel(booking.starts_at + HOUR - 5 * SECOND), pytest.raises(Conflict) as early:
        await completing.complete(session, booking.id, by=Actor.person(booking.pro_id))
    assert early.value.code == "not_yet"
    with clock.travel(booking.starts_at + 2 * HOUR + HOUR / 2):
        await completing.complete(session, booking.id, by=Actor.person(booking.pro_id))
        assert await telling.broken(session) == []
        assert await slots.free_at(session, [booking.pro_id], booking.starts_at + 5 * HOUR, clock.now())
    kept = (await session.scalars(select(SlotLock.starts_at).order_by(SlotLock.starts_at))).all()
    assert kept == [booking.starts_at + n * HOUR for n in range(3)]


async def test_numbers_are_for_those_whose_booking_is_confirmed_now(
    session: AsyncSession, booking: Booking
) -> None:
    pair = (booking.client_id, booking.pro_id)
    assert not await numbers_shown(session, *pair)
    await confirm(session, booking)
    assert await numbers_shown(session, *pair) and await numbers_shown(session, *reversed(pair))
    await cancelling.cancel(session, booking.id, by=Actor.person(booking.client_id))
    assert not await numbers_shown(session, *pair)


async def test_hours_held_for_nothing_are_found_reported_and_freed(
    session: AsyncSession, booking: Booking
) -> None:
    """There are none; this one is planted behind everybody's back."""
    session.add(SlotLock(pro_id=booking.pro_id, starts_at=booking.starts_at, booking_id=booking.id))
    await session.flush()
    planted = text(
        "UPDATE pro_calendar SET locked = set_bit(locked, (:hour - base_hour)::int, 1) WHERE pro_id = :pro"
    )
    hour = int(booking.starts_at.timestamp()) // 3600
    await session.execute(planted, {"hour": hour, "pro": booking.pro_id})
    assert await telling.broken(session) == ["an hour is locked for nothing"]
    assert await clean_of(session, booking.pro_id) == [booking.id]
    assert await telling.broken(session) == []


async def test_the_database_refuses_what_locks_should_have_prevented(
    session: AsyncSession, plumbers: Cast
) -> None:
    """Each constraint speaks our language, whoever runs into it."""
    one, two = (await ask(session, plumbers.amina, [plumbers.hassan, plumbers.youssef], at(9)))[:2]
    await confirm(session, one)
    for change in (
        SlotLock(pro_id=one.pro_id, starts_at=one.starts_at, booking_id=two.id),
        _copy(one, pro_id=two.pro_id),
        _copy(one, client_id=plumbers.karim.id),
    ):
        async with session.begin_nested() as attempt:
            with pytest.raises(SlotTaken):
                async with told_by_constraint(session):
                    session.add(change)
            await attempt.rollback()
    (waiting,) = await ask(session, plumbers.karim, [plumbers.hassan], at(12))
    async with session.begin_nested():
        with pytest.raises(AlreadyAsked):
            async with told_by_constraint(session):
                session.add(_copy(waiting))


def _copy(booking: Booking, **changed: object) -> Booking:
    columns = {column.key: getattr(booking, column.key) for column in Booking.__table__.columns}
    reference = f"BK-{'client' if 'client_id' in changed else 'pro' if changed else 'same'}"
    return Booking(**{**columns, "id": None, "reference": reference, **changed})
