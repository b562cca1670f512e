"""Many hands on one calendar: with real commits, nothing that was said is lost."""

import asyncio
from datetime import timedelta

from tests.cast import Cast
from tests.pros.opening import ALWAYS, next_day, open_pro
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Invalid
from twiza.pros import calendar, exceptions, hours, locking, queries, scheduling, services
from twiza.pros.models import CALENDAR_HOURS, ProCalendar
from twiza.pros.services import Offered

HANDS = 8


async def test_hours_closed_at_once_are_all_closed(cast: Cast) -> None:
    async with unit_of_work() as session:
        await open_pro(session, cast.hassan, week=ALWAYS)
    first = next_day(1, 8)

    async def close(n: int) -> None:
        start = first + timedelta(hours=n)
        async with unit_of_work() as session:
            await exceptions.close(session, cast.hassan.id, start_at=start, end_at=start + timedelta(hours=1))

    await asyncio.gather(*(close(n) for n in range(HANDS)))
    async with reading() as connection:
        [day] = await queries.week_of_slots(connection, cast.hassan.id, first.date(), 1, clock.now())
    assert [clock.local(at).hour for at in day.free] == [*range(8), *range(8 + HANDS, 24)]


async def test_a_new_week_loses_no_hour_that_is_held(cast: Cast) -> None:
    async with unit_of_work() as session:
        await open_pro(session, cast.hassan, week=ALWAYS)
    first = hours.hour_of(next_day(1, 8))

    async def hold(n: int) -> None:
        """As bookings do: the profile first, then the bit."""
        async with unit_of_work() as session:
            await locking.hold(session, [cast.hassan.id])
            await calendar.rebuild(session, cast.hassan.id)
            kept = await session.get_one(ProCalendar, cast.hassan.id)
            at = first + n - kept.base_hour
            kept.locked = calendar.bits(calendar.number(kept.locked) | hours.span(at, at + 1, CALENDAR_HOURS))

    async def edit(n: int) -> None:
        async with unit_of_work() as session:
            await scheduling.set_week(session, cast.hassan.id, {1: [(n * 60, n * 60 + 60)]})

    await asyncio.gather(*(act(n) for n in range(HANDS) for act in (hold, edit)))
    async with unit_of_work() as session:
        kept = await session.get_one(ProCalendar, cast.hassan.id)
        week = await scheduling.week_of(session, cast.hassan.id)
    assert kept.locked.count("1") == HANDS
    assert [len(intervals) for intervals in week.values()] == [1]


async def test_two_clicks_don_t_pass_the_limit_of_the_plan_together(cast: Cast) -> None:
    async with unit_of_work() as session:
        await open_pro(session, cast.hassan, premium_until=clock.now() + timedelta(days=1))

    async def offer(category: str) -> bool:
        try:
            async with unit_of_work() as session:
                await services.add(session, cast.hassan.id, Offered(category, "FIXED", fixed_price=100_00))
        except Invalid:
            return False
        return True

    said = await asyncio.gather(*map(offer, ("peinture", "menage", "bricolage", "jardinage", "serrurerie")))
    assert sum(said) == 2
