"""Whoever opens the pages of pros: people without that hat find nothing, a hat without a profile finds the form."""

from collections.abc import Awaitable, Callable
from functools import wraps
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts.models import HatKind
from twiza.kit.db import reading
from twiza.kit.errors import NotFound
from twiza.pros.models import ProProfile
from twiza.web.page import redirect
from twiza.web.session import require_viewer

START = "/pro/start"
Page = Callable[[Request], Awaitable[Response]]


def for_pros(page: Page) -> Page:
    """A page that only pros have; whoever wears the hat and hasn't said the city yet begins there."""

    @wraps(page)
    async def answer(request: Request) -> Response:
        viewer = require_viewer(request)
        if HatKind.PRO not in viewer.hats:
            raise NotFound
        async with reading() as connection:
            begun = await is_pro(connection, viewer.id)
        if not begun:
            return redirect(request, START)
        return await page(request)

    return answer


async def is_pro(connection: AsyncConnection, account_id: UUID) -> bool:
    """Whether this account has a pro's profile."""
    there = select(ProProfile.account_id).where(ProProfile.account_id == account_id)
    return await connection.scalar(there) is not None


async def profile_of(session: AsyncSession, account_id: UUID) -> ProProfile:
    """One's own profile, to look at."""
    found = await session.scalar(select(ProProfile).where(ProProfile.account_id == account_id))
    if found is None:
        raise NotFound
    return found
