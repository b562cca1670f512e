"""The last step of every way in: the session begins, and the person goes on with what they were doing."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse

from twiza.accounts import signing_in, tokens
from twiza.accounts.steps import Step, StepKind
from twiza.kit.db import unit_of_work
from twiza.kit.i18n import _
from twiza.web import session as web_session
from twiza.web.auth import cookies
from twiza.web.page import redirect, safe_next, toast

# Where whoever has just come in finds what waits for them.
HOME = "/dashboard"


async def enter(
    request: Request, account_id: UUID, *, keep: bool, next_page: str, needs_totp: bool = False
) -> RedirectResponse:
    """Begin the session, unless the second factor is still due."""
    if needs_totp:
        step = Step(StepKind.TOTP, account_id, keep=keep, next=next_page)
        return cookies.set_step(redirect(request, "/auth/totp"), step)
    async with unit_of_work() as session:
        await signing_in.complete(session, account_id)
    viewer, issued = await tokens.begin(account_id, keep=keep)
    waits = bool(cookies.kept(request))
    response = redirect(request, "/auth/continue" if waits else safe_next(next_page, HOME))
    toast(response, _("Hello {name}, good to see you.", name=viewer.first_name))
    return web_session.sign_in(cookies.set_last_here(response, account_id), issued)
