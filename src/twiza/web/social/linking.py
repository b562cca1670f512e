"""The settings' list of providers, and letting one go."""

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts.models import Account
from twiza.accounts.social import connections, providers
from twiza.accounts.social.connections import Connection
from twiza.accounts.social.failing import LastWayIn
from twiza.kit.db import unit_of_work
from twiza.kit.i18n import _
from twiza.web.page import redirect, toast
from twiza.web.session import require_viewer
from twiza.web.social.passing import SETTINGS, link_address


async def shown(session: AsyncSession, account: Account) -> list[tuple[Connection, str]]:
    """Each provider with the address that connects it."""
    found = await connections.of_account(session, account)
    return [(one, link_address(one.key, account.id)) for one in found]


async def unlink(request: Request) -> Response:
    """Let a provider go; the last way in stays."""
    viewer = require_viewer(request)
    key = str(request.path_params["provider"])
    response = redirect(request, SETTINGS)
    try:
        async with unit_of_work() as session:
            await connections.unlink(session, viewer.id, key)
    except LastWayIn as error:
        return toast(response, error.text(), "error")
    return toast(response, _("{provider} is disconnected.", provider=providers.name_of(key)))
