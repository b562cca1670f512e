"""A pro changes the city: not while somebody there waits for an answer, or for a visit."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast
from tests.pros.opening import city_named
from twiza.bookings import confirming, declining
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import Duration
from twiza.bookings.models import Booking
from twiza.kit.errors import Conflict
from twiza.pros import profile


async def test_whoever_waits_is_answered_first(
    session: AsyncSession, plumbers: Cast, booking: Booking
) -> None:
    hassan, rabat = plumbers.hassan.id, await city_named(session, "rabat-sale")
    with pytest.raises(Conflict) as refused:
        await profile.change_city(session, hassan, city_id=rabat)
    assert refused.value.code == "requests_waiting"
    await declining.decline(session, booking.id, by=Actor.person(hassan))
    assert (await profile.change_city(session, hassan, city_id=rabat)).city_id == rabat


async def test_a_confirmed_visit_keeps_the_pro_in_its_city(
    session: AsyncSession, plumbers: Cast, booking: Booking
) -> None:
    hassan = plumbers.hassan.id
    await confirming.confirm(session, booking.id, by=Actor.person(hassan), duration=Duration.H2)
    with pytest.raises(Conflict) as refused:
        await profile.change_city(session, hassan, city_id=await city_named(session, "rabat-sale"))
    assert refused.value.code == "jobs_ahead"
