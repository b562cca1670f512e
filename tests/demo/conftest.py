"""Each test loads the whole world, as often as there are tests."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.db import beside
from twiza.kit.ratelimit.models import RateLimit


@pytest.fixture
async def session(session: AsyncSession) -> AsyncIterator[AsyncSession]:
    """Tries are counted beside the transaction, and so outlive it: its people send their papers anew each time."""
    yield session
    async with beside() as connection:
        await connection.execute(delete(RateLimit))
