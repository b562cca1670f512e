"""What tests of bookings ask for: the cast in a transaction that is rolled back, two plumbers who are always open."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.bookings import telling
from tests.cast import Cast, invite
from twiza.bookings.models import Booking


@pytest.fixture
async def people(session: AsyncSession) -> Cast:
    return await invite(session)


@pytest.fixture
async def plumbers(session: AsyncSession, people: Cast) -> Cast:
    """The cast, Hassan and Youssef being plumbers of Casablanca."""
    await telling.two_pros(session, people)
    return people


@pytest.fixture
async def booking(session: AsyncSession, plumbers: Cast) -> Booking:
    """Amina has asked Hassan to come in two days at nine."""
    return (await telling.ask(session, plumbers.amina, [plumbers.hassan], telling.at(9)))[0]
