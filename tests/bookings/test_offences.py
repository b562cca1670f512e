"""What penalties lead to, against a model written another way: day counts on a plain list."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from twiza.bookings import offences
from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.lateness import is_late, move
from twiza.bookings.models import Booking
from twiza.bookings.offences import ClientStanding, Effect, ProStanding

START = datetime(2026, 9, 18, 9, tzinfo=UTC)
HOUR, SECOND, DAY = timedelta(hours=1), timedelta(seconds=1), timedelta(days=1)
COOLDOWN = [timedelta(0), 2 * DAY, 7 * DAY, 30 * DAY]
GAPS = st.lists(st.integers(1, 24 * 75), max_size=9)


def moments(gaps: list[int]) -> list[datetime]:
    at, found = START, list[datetime]()
    for gap in gaps:
        at += gap * HOUR
        found.append(at)
    return found


def plain_client(times: list[datetime], now: datetime) -> tuple[int, datetime | None]:
    """The tier and until when there is no booking; told forward, hour by hour of nothing being skipped."""
    tier, until, last = 0, None, None
    for at in [*times, None]:
        point = at or now
        if last is not None and tier < 4 and point >= max(last, until or last) + 30 * DAY:
            tier, until = 0, None
        if at is not None:
            tier, last = min(4, tier + 1), at
            until = at + COOLDOWN[tier] if tier < 4 else datetime.max.replace(tzinfo=UTC)
    return tier, until


@given(GAPS, st.integers(0, 24 * 75))
def test_a_client_stands_where_the_plain_model_says(gaps: list[int], later: int) -> None:
    times = moments(gaps)
    now = (times[-1] if times else START) + later * HOUR
    standing = offences.of_client(times)[0].at(now)
    tier, until = plain_client(times, now)
    assert standing.tier == tier
    blocked = until is not None and now < until
    assert blocked == (standing.banned_at is not None or (standing.cooldown_until or now) > now)


@given(GAPS, GAPS)
def test_a_pro_stands_where_the_plain_model_says(gaps: list[int], done: list[int]) -> None:
    times, completed = moments(gaps), [at + timedelta(minutes=30) for at in moments(done)]
    standing, outcomes = offences.of_pro(times, completed)
    for n, (at, outcome) in enumerate(zip(times, outcomes, strict=True)):
        lately = [one for one in times[: n + 1] if at - one < 30 * DAY]
        last = max((one for one in completed if one < at), default=START)
        row = [one for one in times[: n + 1] if one > last]
        wanted = Effect.NONE
        if len(row) >= 2 or len(lately) >= 3:
            wanted = Effect.HIDDEN
        if len(lately) >= 5:
            wanted = Effect.SUSPENDED
        assert outcome.effect is wanted
        assert outcome.ends_at == (at + 7 * DAY if wanted is Effect.HIDDEN else None)
    assert (standing.suspended_at is not None) == any(one.effect is Effect.SUSPENDED for one in outcomes)
    after_last = [one for one in times if one > max(completed, default=START)]
    assert standing.in_a_row == len(after_last)


def test_clean_days_begin_at_the_end_of_the_cooldown_and_end_to_the_second() -> None:
    standing, outcome = ClientStanding().after(START)
    assert outcome.ends_at == START + 48 * HOUR
    clean = START + 48 * HOUR + 30 * DAY
    assert standing.at(clean - SECOND).tier == 1
    assert standing.at(clean) == ClientStanding()
    again, second = standing.after(clean - SECOND)
    assert (again.tier, second.ends_at) == (2, clean - SECOND + 7 * DAY)
    assert standing.after(clean)[0].tier == 1


def test_the_fourth_bans_and_time_alone_never_lifts_it() -> None:
    standing, outcomes = offences.of_client([START + n * DAY for n in range(4)])
    assert [one.tier for one in outcomes] == [1, 2, 3, 4]
    assert outcomes[-1].effect is Effect.BAN
    assert standing.at(START + 1000 * DAY).banned_at == START + 3 * DAY


def test_thirty_days_of_a_pro_are_counted_to_the_second() -> None:
    counted = ProStanding(recent=[START, START + DAY])
    assert counted.after(START + 30 * DAY - SECOND)[1].effect is Effect.HIDDEN
    assert counted.after(START + 30 * DAY)[1].effect is Effect.NONE


def booking(starts_at: datetime) -> Booking:
    return Booking(starts_at=starts_at, status=BookingStatus.CONFIRMED)


def test_twelve_hours_before_is_in_time_and_a_second_later_is_not() -> None:
    one = booking(START)
    assert not is_late(one, BookingParty.CLIENT, START - 12 * HOUR)
    assert is_late(one, BookingParty.CLIENT, START - 12 * HOUR + SECOND)
    assert is_late(one, BookingParty.PRO, START - 30 * DAY)
    one.status = BookingStatus.PENDING
    assert not is_late(one, BookingParty.CLIENT, START - HOUR)


def test_moving_an_hour_is_no_way_around_cancelling_it() -> None:
    one = booking(START)
    move(one, BookingParty.CLIENT, START - 5 * DAY)
    one.starts_at = START + 10 * DAY
    assert not is_late(one, BookingParty.CLIENT, START - 12 * HOUR)
    assert is_late(one, BookingParty.CLIENT, START - 12 * HOUR + SECOND)
    assert is_late(one, BookingParty.CLIENT, START)
    assert not is_late(one, BookingParty.CLIENT, START + SECOND), "the pro had days to fill that hour"
    late = booking(START)
    move(late, BookingParty.CLIENT, START - 12 * HOUR + SECOND)
    late.starts_at = START + 10 * DAY
    assert is_late(late, BookingParty.CLIENT, START + 5 * DAY)
    move(late, BookingParty.CLIENT, START + 5 * DAY)
    late.starts_at = START + 40 * DAY
    assert is_late(late, BookingParty.CLIENT, START + 20 * DAY), (
        "a second move doesn’t wash the first one off"
    )
    move(late, BookingParty.PRO, START + 20 * DAY)
    assert not is_late(late, BookingParty.CLIENT, START + 20 * DAY), (
        "what the pro wished costs the client nothing"
    )
