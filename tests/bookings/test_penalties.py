"""Penalties in the database: given, told, excused; whatever the order, profiles say what the log says."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from tests.bookings import telling
from tests.bookings.telling import HOUR, S
from tests.cast import Cast, invite
from twiza.bookings import (
    cancelling,
    completing,
    confirming,
    excusing,
    no_show,
    offences,
    penalties,
    standing,
)
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import BookingParty, Duration, PenaltyType
from twiza.bookings.models import Booking, ClientProfile, Penalty
from twiza.bookings.offences import Effect
from twiza.kit import clock
from twiza.kit.db import database_url
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound
from twiza.kit.settings import settings as program
from twiza.pros.models import ProProfile

LATE, CALLED_OFF = PenaltyType.CLIENT_CANCEL_LATE, PenaltyType.PRO_CANCEL_CONFIRMED
SECOND = timedelta(seconds=1)


async def late(session: AsyncSession, cast: Cast, n: int) -> Penalty:
    """A confirmed visit that Amina cancels an hour before it."""
    booking = await visit(session, cast, n)
    with clock.travel(booking.starts_at - HOUR):
        await cancelling.cancel(session, booking.id, by=Actor.person(cast.amina.id))
    return await of(session, booking)


async def visit(session: AsyncSession, cast: Cast, n: int) -> Booking:
    # Straight from the verbs below the cooldown: who may ask is another test's business.
    profile = await session.get(ClientProfile, cast.amina.id, populate_existing=True)
    kept = standing.remembered(profile) if profile else offences.ClientStanding()
    if profile:
        standing.keep(profile, offences.ClientStanding())
    booking = (await telling.ask(session, cast.amina, [cast.hassan], telling.at(9, days=2 + n)))[0]
    await confirming.confirm(session, booking.id, by=Actor.person(cast.hassan.id), duration=Duration.H1)
    if profile:
        standing.keep(profile, kept)
    return booking


async def of(session: AsyncSession, booking: Booking) -> Penalty:
    await session.flush()
    return (await session.scalars(select(Penalty).where(Penalty.booking_id == booking.id))).one()


async def client(session: AsyncSession, account_id: UUID) -> ClientProfile:
    return await session.get_one(ClientProfile, account_id, populate_existing=True)


async def pro(session: AsyncSession, account_id: UUID) -> ProProfile:
    return await session.get_one(ProProfile, account_id, populate_existing=True)


async def test_tiers_rise_and_the_person_is_told_why_and_until_when(
    session: AsyncSession, plumbers: Cast
) -> None:
    lines = [await late(session, plumbers, n) for n in range(4)]
    assert [(one.tier, one.effect) for one in lines] == [
        (1, "cooldown"),
        (2, "cooldown"),
        (3, "cooldown"),
        (4, "ban"),
    ]
    assert lines[0].ends_at == lines[0].created_at + timedelta(hours=48)
    assert lines[2].ends_at == lines[2].created_at + timedelta(days=30)
    told = await standing.standing(session, plumbers.amina.id)
    assert (told.tier, told.banned_at, told.may_book) == (4, lines[3].created_at, False)
    assert [line.effect for line in told.lines] == [Effect.BAN, *[Effect.COOLDOWN] * 3]
    assert all(line.reference and line.reference in line.reason_text for line in told.lines)
    assert all(line.effect_text for line in told.lines)
    nobody = await standing.standing(session, plumbers.karim.id)
    assert (nobody.tier, nobody.may_book, list(nobody.lines)) == (0, True, [])


async def test_a_cooldown_ends_to_the_second_and_a_ban_never_by_itself(
    session: AsyncSession, plumbers: Cast
) -> None:
    first = await late(session, plumbers, 0)
    assert first.ends_at
    profile = await client(session, plumbers.amina.id)
    with pytest.raises(Conflict) as refused:
        penalties.check_may_book(profile, first.ends_at - SECOND)
    assert refused.value.code == "in_cooldown"
    penalties.check_may_book(profile, first.ends_at)
    for n in range(1, 4):
        await late(session, plumbers, n)
    with pytest.raises(Conflict) as refused:
        penalties.check_may_book(profile, first.ends_at + timedelta(days=1000))
    assert refused.value.code == "booking_banned"


async def test_clean_days_are_forgiven_once_they_are_over(session: AsyncSession, plumbers: Cast) -> None:
    first = await late(session, plumbers, 0)
    assert first.ends_at
    clean = first.ends_at + timedelta(days=30)
    with clock.travel(clean - timedelta(minutes=1)):
        await standing.forgive_clean(session, plumbers.amina.id)
        assert (await client(session, plumbers.amina.id)).tier == 1
    with clock.travel(clean):
        assert (await standing.standing(session, plumbers.amina.id)).tier == 0
        await standing.forgive_clean(session, plumbers.amina.id)
        await session.flush()
    profile = await client(session, plumbers.amina.id)
    assert (profile.tier, profile.cooldown_until, profile.clean_from) == (0, None, None)


async def test_the_grace_after_a_confirmation_excuses_by_itself(
    session: AsyncSession, plumbers: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program(), "late_cancel_grace", 15)
    booking = (await telling.ask(session, plumbers.amina, [plumbers.hassan], telling.next_hour(2)))[0]
    await confirming.confirm(session, booking.id, by=Actor.person(plumbers.hassan.id), duration=Duration.H1)
    with clock.travel(timedelta(minutes=14)):
        ended = await cancelling.cancel(session, booking.id, by=Actor.person(plumbers.amina.id))
    assert ended.status is S.CANCELLED_BY_CLIENT_LATE
    assert (await of(session, booking)).effect == Effect.GRACE
    assert (await client(session, plumbers.amina.id)).tier == 0
    other = (await telling.ask(session, plumbers.amina, [plumbers.hassan], telling.next_hour(3)))[0]
    await confirming.confirm(session, other.id, by=Actor.person(plumbers.hassan.id), duration=Duration.H1)
    with clock.travel(timedelta(minutes=15)):
        await cancelling.cancel(session, other.id, by=Actor.person(plumbers.amina.id))
    assert (await of(session, other)).tier == 1


async def call_off(session: AsyncSession, cast: Cast, n: int) -> Penalty:
    booking = await visit(session, cast, n)
    await cancelling.cancel(session, booking.id, by=Actor.person(cast.hassan.id), reason="Panne")
    return await of(session, booking)


async def test_a_pro_is_hidden_at_two_in_a_row_and_suspended_at_five(
    session: AsyncSession, plumbers: Cast
) -> None:
    first = await call_off(session, plumbers, 0)
    done = await visit(session, plumbers, 1)
    with clock.travel(done.starts_at + HOUR):
        await completing.complete(session, done.id, by=Actor.person(plumbers.hassan.id))
    second = await call_off(session, plumbers, 2)
    assert (first.effect, second.effect) == ("", ""), "a job that was done ends the row"
    third = await call_off(session, plumbers, 3)
    assert third.effect == Effect.HIDDEN
    profile = await pro(session, plumbers.hassan.id)
    assert profile.hidden_until == third.ends_at == third.created_at + timedelta(days=7)
    await call_off(session, plumbers, 4)
    fifth = await call_off(session, plumbers, 5)
    assert (fifth.effect, fifth.ends_at) == (Effect.SUSPENDED, None)
    assert (await pro(session, plumbers.hassan.id)).suspended_at is not None
    told = await standing.standing(session, plumbers.hassan.id)
    assert told.suspended_at
    assert told.lines[0].holds(clock.now())


async def test_an_administrator_excuses_and_everything_follows(session: AsyncSession, plumbers: Cast) -> None:
    lines = [await late(session, plumbers, n) for n in range(4)]
    with pytest.raises(Forbidden):
        plumbers.salma.permissions = ["content"]
        await session.flush()
        await penalties.excuse(session, lines[0].id, by=plumbers.salma.id, reason="Accident")
    plumbers.salma.permissions = ["support"]
    await session.flush()
    with pytest.raises(NotFound):
        await penalties.excuse(session, lines[0].id, by=plumbers.amina.id, reason="Accident")
    with pytest.raises(Invalid):
        await penalties.excuse(session, lines[0].id, by=plumbers.salma.id, reason="  ")
    await penalties.excuse(session, lines[0].id, by=plumbers.salma.id, reason="Accident")
    profile = await client(session, plumbers.amina.id)
    assert (profile.tier, profile.banned_at) == (3, None)
    assert [one.tier for one in lines[1:]] == [1, 2, 3], "the log tells what the lines lead to now"
    assert profile.cooldown_until == lines[3].ends_at
    with pytest.raises(Conflict):
        await penalties.excuse(session, lines[0].id, by=plumbers.salma.id, reason="Encore")
    await excusing.pardon(session, plumbers.amina.id, LATE, by=plumbers.salma.id, reason="Tout")
    profile = await client(session, plumbers.amina.id)
    assert (profile.tier, profile.cooldown_until) == (0, None)
    told = await standing.standing(session, plumbers.amina.id)
    assert {line.excuse for line in told.lines} == {"Accident", "Tout"}


async def test_excusing_a_pro_lifts_what_the_log_had_led_to_and_nothing_else(
    session: AsyncSession, plumbers: Cast
) -> None:
    lines = [await call_off(session, plumbers, n) for n in range(5)]
    assert (await pro(session, plumbers.hassan.id)).suspended_at
    await penalties.excuse(session, lines[4].id, by=plumbers.salma.id, reason="Force majeure")
    profile = await pro(session, plumbers.hassan.id)
    assert (profile.suspended_at, profile.hidden_until) == (None, lines[3].ends_at)
    assert profile.consecutive_cancels == 4
    for line in lines[1:4]:
        await penalties.excuse(session, line.id, by=plumbers.salma.id, reason="Aussi")
    profile = await pro(session, plumbers.hassan.id)
    assert (profile.hidden_until, profile.consecutive_cancels) == (None, 1)
    profile.suspended_at = clock.now()
    await penalties.excuse(session, lines[0].id, by=plumbers.salma.id, reason="Enfin")
    assert (await pro(session, plumbers.hassan.id)).suspended_at, "what an administrator decided stays"


async def test_whoever_did_not_come_ended_the_booking(session: AsyncSession, plumbers: Cast) -> None:
    one, two = await visit(session, plumbers, 0), await visit(session, plumbers, 1)
    with clock.travel(two.starts_at + HOUR - SECOND * 30), pytest.raises(Conflict) as early:
        await no_show.uphold(session, two.id, by=plumbers.salma.id, who=BookingParty.CLIENT)
    assert early.value.code == "not_yet"
    with clock.travel(two.starts_at + HOUR):
        assert no_show.may_report(one, BookingParty.CLIENT, clock.now())
        with pytest.raises(NotFound):
            await no_show.uphold(session, one.id, by=plumbers.hassan.id, who=BookingParty.CLIENT)
        with pytest.raises(Invalid):
            await no_show.uphold(session, one.id, by=plumbers.salma.id, who=BookingParty.CLOCK)
        await no_show.uphold(session, one.id, by=plumbers.salma.id, who=BookingParty.PRO)
        await no_show.uphold(session, two.id, by=plumbers.salma.id, who=BookingParty.CLIENT)
    assert (one.status, two.status) == (S.CANCELLED_BY_PRO, S.CANCELLED_BY_CLIENT_LATE)
    for booking, type_, tier in ((one, CALLED_OFF, 0), (two, LATE, 1)):
        penalty = await of(session, booking)
        assert (penalty.type, penalty.no_show, penalty.tier) == (type_, True, tier)
    assert await telling.broken(session) == []


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("late"), st.integers(1, 40)), st.tuples(st.just("excuse"), st.integers(0, 9))
    ),
    min_size=1,
    max_size=9,
)


def test_profiles_say_what_the_log_says(database: str) -> None:
    assert database
    chosen = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])

    @chosen
    @given(ACTS)
    def live(acts: list[tuple[str, int]]) -> None:
        asyncio.run(_live(acts))

    live()


async def _live(acts: list[tuple[str, int]]) -> None:
    """Offences days apart and excuses in any order; afterwards the profile is the log of what still counts."""
    engine = create_async_engine(database_url(), poolclass=NullPool)
    async with AsyncSession(engine, expire_on_commit=False) as session:
        await session.begin()
        cast = await invite(session)
        await telling.two_pros(session, cast)
        booking = (await telling.ask(session, cast.amina, [cast.hassan], telling.at(9)))[0]
        template = {c.key: getattr(booking, c.key) for c in Booking.__mapper__.columns}
        passed, lines = timedelta(0), list[Penalty]()
        for act, number in acts:
            if act == "late":
                passed += timedelta(days=number)
                copy = Booking(
                    **{**template, "id": None, "reference": f"BK-{len(lines)}", "status": S.DECLINED}
                )
                session.add(copy)
                await session.flush()
                with clock.travel(passed):
                    lines.append(await penalties.give(session, copy, LATE))
            elif number < len(lines) and lines[number].excused_at is None:
                with clock.travel(passed):
                    await penalties.excuse(session, lines[number].id, by=cast.salma.id, reason="Soit")
        counted = [line for line in lines if line.excused_at is None]
        wanted, outcomes = offences.of_client([line.created_at for line in counted])
        with clock.travel(passed):
            now = clock.now()
            profile = await session.get(ClientProfile, cast.amina.id, populate_existing=True)
            assert profile is not None
            assert standing.remembered(profile).at(now) == wanted.at(now)
        assert [(line.tier, line.ends_at) for line in counted] == [
            (one.tier, one.ends_at) for one in outcomes
        ]
        await session.rollback()
    await engine.dispose()
