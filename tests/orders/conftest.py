"""What tests of orders ask for: the cast in a transaction that is rolled back, and a gig of Youssef's."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast, invite
from tests.orders import telling
from twiza.gigs.models import Gig
from twiza.orders.models import Order


@pytest.fixture
async def people(session: AsyncSession) -> Cast:
    return await invite(session)


@pytest.fixture
async def gig(session: AsyncSession, people: Cast) -> Gig:
    return await telling.publish(session, people.youssef)


@pytest.fixture
async def order(session: AsyncSession, people: Cast, gig: Gig) -> Order:
    return await telling.place(session, gig, people.amina)
