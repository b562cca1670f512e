"""A confirmed job becomes longer: only by its pro, only before it begins, only into hours that are free."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.bookings import telling
from tests.bookings.telling import S
from tests.cast import Cast
from twiza.bookings import confirming, lengthening
from twiza.bookings.actors import Actor
from twiza.bookings.errors import DurationDoesNotFit
from twiza.bookings.kinds import Duration
from twiza.bookings.models import Booking
from twiza.kit import clock
from twiza.kit.errors import Conflict, Forbidden, NotFound


async def confirm(session: AsyncSession, booking: Booking) -> None:
    pro = Actor.person(booking.pro_id)
    await confirming.confirm(session, booking.id, by=pro, duration=Duration.H1)


async def lengthen(
    session: AsyncSession, booking: Booking, duration: Duration, by: Actor | None = None
) -> Booking:
    pro = Actor.person(booking.pro_id)
    return await lengthening.lengthen(session, booking.id, by=by or pro, duration=duration)


@pytest.mark.parametrize("duration", [Duration.H2, Duration.H3, Duration.H4, Duration.H8])
async def test_the_added_hours_are_held(session: AsyncSession, booking: Booking, duration: Duration) -> None:
    await confirm(session, booking)
    longer = await lengthen(session, booking, duration)
    assert (longer.status, longer.duration) == (S.CONFIRMED, duration)
    assert longer.ends_at == longer.starts_at + duration.span
    assert await telling.broken(session) == []


async def test_what_waited_within_the_added_hours_is_closed(
    session: AsyncSession, plumbers: Cast, booking: Booking
) -> None:
    (rival,) = await telling.ask(session, plumbers.karim, [plumbers.hassan], telling.at(10))
    (later,) = await telling.ask(session, plumbers.karim, [plumbers.hassan], telling.at(12))
    await confirm(session, booking)
    assert (await telling.again(session, rival)).status is S.PENDING
    await lengthen(session, booking, Duration.H2)
    assert (await telling.again(session, rival)).status is S.CANCELLED_AUTO_FIRST_CONFIRMED
    assert (await telling.again(session, later)).status is S.PENDING


async def test_hours_that_are_taken_stay_taken(
    session: AsyncSession, plumbers: Cast, booking: Booking
) -> None:
    (other,) = await telling.ask(session, plumbers.karim, [plumbers.hassan], telling.at(11))
    await confirm(session, booking)
    await confirm(session, other)
    assert await lengthening.possible(session, booking.id) == [Duration.H2]
    with pytest.raises(DurationDoesNotFit):
        await lengthen(session, booking, Duration.H3)
    await session.refresh(booking)
    assert booking.duration is Duration.H1
    await lengthen(session, booking, Duration.H2)
    assert await telling.broken(session) == []


async def test_nobody_else_makes_it_longer(session: AsyncSession, plumbers: Cast, booking: Booking) -> None:
    await confirm(session, booking)
    for somebody, refusal in (
        (plumbers.amina, Forbidden),
        (plumbers.karim, NotFound),
        (plumbers.youssef, NotFound),
    ):
        with pytest.raises(refusal):
            await lengthen(session, booking, Duration.H2, Actor.person(somebody.id))


async def test_it_is_too_early_or_too_late(session: AsyncSession, booking: Booking) -> None:
    with pytest.raises(Conflict) as early:
        await lengthen(session, booking, Duration.H2)
    assert early.value.code == "wrong_state"
    await confirm(session, booking)
    with pytest.raises(Conflict) as same:
        await lengthen(session, booking, Duration.H1)
    assert same.value.code == "not_longer"
    with clock.travel(booking.starts_at), pytest.raises(Conflict) as late:
        await lengthen(session, booking, Duration.H2)
    assert late.value.code == "wrong_state"
