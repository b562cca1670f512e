"""The week, timetables and exceptions: what is refused, and what the calendar's bits say afterwards."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast, invite
from tests.pros.opening import ALWAYS, WEEK, city_named, next_day, open_hassan, open_pro
from tests.statements import counted
from twiza.kit import clock
from twiza.kit.errors import Conflict, Invalid, NotFound
from twiza.pros import calendar, exceptions, hours, profile, queries, scheduling
from twiza.pros.models import CALENDAR_HOURS, ProCalendar, WeeklyHours

MORNING = {day: [(9 * 60, 12 * 60)] for day in range(7)}
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)  # a Monday


@pytest.fixture
async def people(session: AsyncSession) -> Cast:
    people = await invite(session)
    await open_hassan(session, people)
    return people


async def open_at(session: AsyncSession, people: Cast, at: datetime) -> bool:
    return await queries.is_open(session, people.hassan.id, at, 1)


async def free_on(session: AsyncSession, people: Cast, day: date) -> list[int]:
    [slots] = await queries.week_of_slots(session, people.hassan.id, day, 1, clock.now())
    return [clock.local(at).hour for at in slots.free]


@pytest.mark.parametrize(
    ("intervals", "field"),
    [
        ([(540, 720), (660, 780)], "day_2"),
        ([(720, 540)], "day_2"),
        ([(540, 540)], "day_2"),
        ([(-60, 60)], "day_2"),
        ([(1380, 1500)], "day_2"),
        ([(510, 555)], "day_2"),
        ([(n * 120, n * 120 + 60) for n in range(7)], "day_2"),
    ],
)
async def test_bad_hours_are_told_by_their_day(
    session: AsyncSession, people: Cast, intervals: list[tuple[int, int]], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await scheduling.set_week(session, people.hassan.id, {1: [(480, 720)], 2: intervals})
    assert set(refused.value.fields) == {field}
    assert await scheduling.week_of(session, people.hassan.id) == {
        day: list(each) for day, each in WEEK.items()
    }


async def test_a_day_of_no_week_is_refused(session: AsyncSession, people: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        await scheduling.set_week(session, people.hassan.id, {7: [(480, 720)]})
    assert set(refused.value.fields) == {"day_7"}


async def test_a_new_week_replaces_the_old_one(session: AsyncSession, people: Cast) -> None:
    monday = next_day(1, 15)
    assert await open_at(session, people, monday)
    await scheduling.set_week(session, people.hassan.id, MORNING)
    assert not await open_at(session, people, monday)
    assert await open_at(session, people, next_day(0, 9))
    await scheduling.set_week(session, people.hassan.id, {})
    assert not (await session.scalars(select(WeeklyHours))).all()


async def test_only_pros_have_hours(session: AsyncSession, people: Cast) -> None:
    with pytest.raises(NotFound):
        await scheduling.set_week(session, people.karim.id, MORNING)


async def test_a_timetable_holds_on_its_dates_alone(session: AsyncSession, people: Cast) -> None:
    first = next_day(1, 0).date()
    ramadan = await scheduling.set_timetable(
        session,
        people.hassan.id,
        name="Ramadan",
        starts_on=first,
        ends_on=first,
        intervals={1: [(1200, 1320)]},
    )
    assert await free_on(session, people, first) == [20, 21]
    assert await free_on(session, people, first + timedelta(days=1)) == [8, 9, 10, 11, 14, 15, 16, 17, 18]
    await scheduling.set_timetable(
        session,
        people.hassan.id,
        name="Ramadan",
        starts_on=first,
        ends_on=first + timedelta(days=1),
        intervals={2: [(600, 720)]},
        timetable_id=ramadan.id,
    )
    assert await free_on(session, people, first) == []
    assert await free_on(session, people, first + timedelta(days=1)) == [10, 11]
    with pytest.raises(NotFound):
        await scheduling.remove_timetable(session, ramadan.id, by=people.karim.id)
    await scheduling.remove_timetable(session, ramadan.id, by=people.hassan.id)
    assert len(await free_on(session, people, first)) == 9


@pytest.mark.parametrize(
    ("dates", "name", "fields"),
    [
        ((5, 4), "", {"ends_on"}),
        ((-9, -2), "", {"ends_on"}),
        ((13, 105), "", {"ends_on"}),
        ((390, 420), "", {"ends_on"}),
        ((12, 14), "", {"starts_on"}),
        ((1, 2), "x" * 61, {"name"}),
    ],
)
async def test_bad_dates_are_told_by_their_field(
    session: AsyncSession, people: Cast, dates: tuple[int, int], name: str, fields: set[str]
) -> None:
    today = clock.local(clock.now()).date()

    async def between(first: int, last: int, name: str) -> None:
        await scheduling.set_timetable(
            session,
            people.hassan.id,
            name=name,
            starts_on=today + timedelta(days=first),
            ends_on=today + timedelta(days=last),
            intervals=MORNING,
        )

    await between(10, 12, "taken")
    with pytest.raises(Invalid) as refused:
        await between(*dates, name)
    assert set(refused.value.fields) == fields


async def test_exceptions_close_and_open_and_go(session: AsyncSession, people: Cast) -> None:
    monday, sunday = next_day(1, 8), next_day(0, 10)
    hassan = people.hassan.id
    closed = await exceptions.close(session, hassan, start_at=monday, end_at=monday + timedelta(hours=2))
    again = await exceptions.close(session, hassan, start_at=monday, end_at=monday + timedelta(hours=2))
    assert again.id == closed.id
    opened = await exceptions.open_hours(session, hassan, start_at=sunday, end_at=sunday + timedelta(hours=3))
    assert await free_on(session, people, monday.date()) == [10, 11, 14, 15, 16, 17, 18]
    assert await free_on(session, people, sunday.date()) == [10, 11, 12]
    assert {one.id for one in await exceptions.ahead(session, hassan)} == {closed.id, opened.id}
    with pytest.raises(NotFound):
        await exceptions.remove(session, closed.id, by=people.karim.id)
    await open_pro(session, people.karim, week={})
    with pytest.raises(NotFound):
        await exceptions.remove(session, closed.id, by=people.karim.id)
    await exceptions.remove(session, closed.id, by=hassan)
    await exceptions.remove(session, opened.id, by=hassan)
    assert await free_on(session, people, sunday.date()) == []
    assert len(await free_on(session, people, monday.date())) == 9


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (timedelta(days=2), timedelta(days=2), "end_at"),
        (timedelta(days=2), timedelta(days=1), "end_at"),
        (timedelta(days=-2), timedelta(days=-1), "start_at"),
        (timedelta(days=-2), timedelta(days=1), "start_at"),
        (timedelta(days=2), timedelta(days=63), "end_at"),
        (timedelta(days=380), timedelta(days=402), "end_at"),
    ],
)
async def test_bad_exceptions_are_told_by_their_field(
    session: AsyncSession, people: Cast, start: timedelta, end: timedelta, field: str
) -> None:
    with clock.travel(NOON):
        now = clock.now()
        for verb in (exceptions.close, exceptions.open_hours):
            with pytest.raises(Invalid) as refused:
                await verb(session, people.hassan.id, start_at=now + start, end_at=now + end)
            assert set(refused.value.fields) == {field}


async def test_less_than_an_hour_opens_nothing(session: AsyncSession, people: Cast) -> None:
    at = next_day(0, 10)
    half = timedelta(minutes=30)
    with pytest.raises(Invalid) as refused:
        await exceptions.open_hours(session, people.hassan.id, start_at=at + half, end_at=at + 3 * half)
    assert set(refused.value.fields) == {"end_at"}


async def test_nothing_is_closed_by_a_stranger(session: AsyncSession, people: Cast) -> None:
    at = next_day(1, 8)
    with pytest.raises(NotFound):
        await exceptions.close(session, people.karim.id, start_at=at, end_at=at + timedelta(hours=1))


async def test_free_is_after_the_notice_and_within_sixty_days(session: AsyncSession, people: Cast) -> None:
    hassan = people.hassan.id
    with clock.travel(NOON):
        await scheduling.set_week(session, hassan, ALWAYS)
        now = NOON
        assert not await queries.free_at(session, [hassan], NOON + timedelta(hours=1), now)
        assert await queries.free_at(session, [hassan], NOON + timedelta(hours=2), now) == {hassan}
        assert not await queries.free_at(
            session, [hassan], NOON + timedelta(hours=2), now + timedelta(seconds=1)
        )
        assert await queries.free_at(session, [hassan], NOON + timedelta(days=60), now)
        assert not await queries.free_at(session, [hassan], NOON + timedelta(days=60, hours=1), now)
        assert not await queries.free_at(session, [hassan], NOON + timedelta(hours=3, minutes=17), now)
        assert await queries.next_free(session, hassan, now) == NOON + timedelta(hours=2)
        week = await queries.week_of_slots(session, hassan, NOON.date(), 7, now)
        assert [len(day.free) for day in week] == [10, 24, 24, 24, 24, 24, 24]
        await profile.pause(session, hassan)
        assert await queries.next_free(session, hassan, now) is None
        await profile.resume(session, hassan)


async def test_open_for_a_whole_job_or_not_at_all(session: AsyncSession, people: Cast) -> None:
    hassan, monday = people.hassan.id, next_day(1, 8)
    assert await queries.is_open(session, hassan, monday, 4)
    assert not await queries.is_open(session, hassan, monday, 5)
    assert not await queries.is_open(session, hassan, monday + timedelta(minutes=17), 1)
    assert not await queries.is_open(session, people.karim.id, monday, 1)
    await scheduling.set_week(session, hassan, ALWAYS)
    end = hours.moment_of(hours.base_at(clock.now()) + CALENDAR_HOURS)
    assert await queries.is_open(session, hassan, end - timedelta(hours=2), 2)
    assert not await queries.is_open(session, hassan, end - timedelta(hours=2), 3)


async def test_held_hours_aren_t_free_and_stay_where_they_are(session: AsyncSession, people: Cast) -> None:
    hassan = people.hassan.id
    kept = await session.get(ProCalendar, hassan)
    assert kept is not None
    monday = next_day(1, 8, least=timedelta(days=3))
    at = hours.hour_of(monday) - kept.base_hour
    kept.locked = calendar.bits(hours.span(at, at + 2, CALENDAR_HOURS))
    await session.flush()
    assert not await queries.free_at(session, [hassan], monday, clock.now())
    assert (await free_on(session, people, monday.date()))[0] == 10
    # Two days later the calendar begins two days later; what is held is held at the same hours.
    with clock.travel(timedelta(days=2)):
        await calendar.rebuild(session, hassan)
        moved = await session.get_one(ProCalendar, hassan, populate_existing=True)
        assert moved.base_hour == hours.base_at(clock.now())
        assert moved.locked.index("11") == at - 48
        assert moved.locked.count("1") == 2
    # Closing the hours doesn't let go of what is held.
    await scheduling.set_week(session, hassan, {})
    kept = await session.get_one(ProCalendar, hassan, populate_existing=True)
    assert kept.locked.count("1") == 2
    with pytest.raises(Conflict) as refused:
        await profile.change_city(session, hassan, city_id=await city_named(session, "rabat-sale"))
    assert refused.value.code == "jobs_ahead"


async def test_a_week_of_slots_is_one_statement(session: AsyncSession, people: Cast) -> None:
    with counted() as sent:
        await queries.week_of_slots(session, people.hassan.id, clock.now().date(), 7, clock.now())
    assert len(sent) == 1
