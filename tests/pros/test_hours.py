"""The arithmetic of hours, held against a plain model that asks each hour for itself."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twiza.kit import clock
from twiza.pros import hours
from twiza.pros.hours import Apart, Season, Week

# Around the hour that came twice: on 2026-09-20 at 01:00 UTC two o'clock in Casablanca became one again.
CHANGE = datetime(2026, 9, 20, 1, tzinfo=UTC)
FIRST = hours.hour_of(CHANGE) - 72
COUNT = 14 * 24

# A busy machine is no fault of ours.
PATIENT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

minutes = st.integers(0, 48).map(lambda half: half * 30)
intervals = st.tuples(minutes, minutes).filter(lambda pair: pair[0] < pair[1])
weeks: st.SearchStrategy[Week] = st.dictionaries(st.integers(0, 6), st.lists(intervals, max_size=3))
days = st.integers(-2, 12).map(lambda n: date(2026, 9, 18) + timedelta(days=n))
seasons = st.builds(
    lambda first, length, week: Season(first, first + timedelta(days=length), week),
    days,
    st.integers(0, 6),
    weeks,
)
moments = st.integers(-100, COUNT * 4 + 100).map(lambda n: hours.moment_of(FIRST) + n * timedelta(minutes=15))
aparts = st.builds(
    lambda start, length, closes: Apart(start, start + length * timedelta(minutes=15), closes),
    moments,
    st.integers(1, 200),
    st.booleans(),
)


def naive(week: Week, seasons: Sequence[Season], apart: Sequence[Apart], hour: int) -> bool:
    """Whether this hour is open, said as a person would."""
    start, end = hours.moment_of(hour), hours.moment_of(hour + 1)
    if any(one.closes and one.start_at < end and start < one.end_at for one in apart):
        return False
    if any(not one.closes and one.start_at <= start and end <= one.end_at for one in apart):
        return True
    local = clock.local(start)
    replaced = [one.week for one in seasons if one.starts_on <= local.date() <= one.ends_on]
    begins = local.hour * 60 + local.minute
    today = (replaced[0] if replaced else week).get(local.isoweekday() % 7, ())
    return any(first <= begins and begins + 60 <= last for first, last in today)


@PATIENT
@given(weeks, st.lists(seasons, max_size=2), st.lists(aparts, max_size=4))
def test_every_hour_is_as_a_person_would_say(week: Week, seasons: list[Season], apart: list[Apart]) -> None:
    found = hours.open_hours(week, seasons, apart, FIRST, COUNT)
    said = "".join("1" if naive(week, seasons, apart, FIRST + n) else "0" for n in range(COUNT))
    assert f"{found:0{COUNT}b}" == said


@PATIENT
@given(st.integers(0, (1 << 1488) - 1), st.integers(0, 1600), st.integers(0, 1600))
def test_moving_the_beginning_keeps_each_bit_at_its_hour(bits: int, base: int, new_base: int) -> None:
    moved = hours.shifted(bits, base, new_base)
    for place in range(0, 1488, 31):
        hour = new_base + place
        was = bool(bits & hours.span(hour - base, hour - base + 1, 1488))
        assert bool(moved & hours.span(place, place + 1, 1488)) is was


@PATIENT
@given(st.integers(-50, 150), st.integers(-50, 150))
def test_a_span_holds_what_lies_inside(first: int, after: int) -> None:
    expected = "".join("1" if first <= place < after else "0" for place in range(100))
    assert f"{hours.span(first, after, 100):0100b}" == expected


def test_the_hour_that_came_twice_is_open_twice() -> None:
    week = {0: [(60, 120)]}
    found = hours.open_hours(week, [], [], hours.hour_of(CHANGE) - 1, 2)
    assert found == 0b11
    # The week after, one o'clock comes once.
    assert hours.open_hours(week, [], [], hours.hour_of(CHANGE) + 7 * 24 - 1, 2) == 0b01


def test_midnight_parts_the_days() -> None:
    last_of_saturday = hours.hour_of(datetime(2026, 11, 21, 23, tzinfo=UTC))
    assert hours.open_hours({6: [(23 * 60, 1440)]}, [], [], last_of_saturday, 2) == 0b10
    assert hours.open_hours({0: [(0, 60)]}, [], [], last_of_saturday, 2) == 0b01


def test_half_hours_open_whole_ones_only() -> None:
    eight = hours.hour_of(datetime(2026, 11, 23, 8, tzinfo=UTC))
    assert hours.open_hours({1: [(8 * 60 + 30, 11 * 60 + 30)]}, [], [], eight, 4) == 0b0110


def test_closing_beats_opening() -> None:
    start = datetime(2026, 11, 23, 8, tzinfo=UTC)
    both = [
        Apart(start, start + timedelta(hours=3), closes=False),
        Apart(start + timedelta(minutes=90), start + timedelta(minutes=100), closes=True),
    ]
    assert hours.open_hours({}, [], both, hours.hour_of(start), 4) == 0b1010


def test_a_local_day_ends_at_its_own_midnight() -> None:
    assert hours.midnight_after(datetime(2026, 11, 21, 18, 39, tzinfo=UTC)) == datetime(
        2026, 11, 22, tzinfo=UTC
    )
    # In summer 2026 midnight was 23:00 UTC.
    assert hours.midnight_after(datetime(2026, 7, 1, 22, tzinfo=UTC)) == datetime(2026, 7, 1, 23, tzinfo=UTC)


def test_a_calendar_begins_with_yesterday() -> None:
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert hours.moment_of(hours.base_at(noon)) == datetime(2026, 11, 20, tzinfo=UTC)
