"""/client/settings/two-step: the authenticator app of administrators."""

import io
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts import attempts, queries, second_factor, totp
from twiza.accounts.models import Account
from twiza.accounts.totp import recovery
from twiza.accounts.viewer import Viewer
from twiza.kit.db import unit_of_work
from twiza.kit.errors import DomainError, NotFound
from twiza.kit.i18n import _
from twiza.web.auth import forms
from twiza.web.page import redirect, render, toast
from twiza.web.session import address_of, require_viewer

HOME = "/client/settings/two-step"
PAGE = "two_step/two_step.html"
_POST = ["POST"]


async def show(request: Request) -> Response:
    """Off, waiting for its first code, or on."""
    return render(request, PAGE, **await _context(request))


async def begin(request: Request) -> Response:
    """A secret to scan."""
    viewer = _may(request)
    async with unit_of_work() as session:
        await totp.begin(session, viewer.id)
    return redirect(request, HOME)


async def show_qr(request: Request) -> Response:
    """The secret as a picture; gone as soon as it is confirmed."""
    _viewer, account = await _account(request)
    waiting = totp.pending(account)
    if waiting is None:
        raise NotFound
    import segno

    drawn = io.BytesIO()
    # White around it, whatever the theme: scanners need the contrast.
    segno.make(waiting.address, error="m").save(
        drawn, kind="svg", scale=5, border=4, light="#fff", dark="#000", xmldecl=False
    )
    return Response(
        drawn.getvalue(), media_type="image/svg+xml", headers={"cache-control": "private, no-store"}
    )


async def confirm(request: Request) -> Response:
    """The first code: two-step sign-in is on, and the recovery codes are shown this once."""
    viewer = _may(request)
    fields = await forms.read(request)
    try:
        await attempts.count(f"totp:{viewer.id}", address_of(request))
        async with unit_of_work() as session:
            fresh = await totp.confirm(session, viewer.id, fields.get("code", ""))
        await attempts.succeeded(f"totp:{viewer.id}", address_of(request))
    except DomainError as error:
        return forms.refused(request, PAGE, error, **await _context(request))
    return render(request, "two_step/codes.html", codes=fresh, first_time=True)


async def renew(request: Request) -> Response:
    """New recovery codes, for whoever has the app or one of the old ones."""
    viewer = _may(request)
    fields = await forms.read(request)
    try:
        await second_factor.check(viewer.id, fields.get("code", ""), address=address_of(request))
        async with unit_of_work() as session:
            fresh = await totp.renew(session, viewer.id)
    except DomainError as error:
        return forms.refused(request, PAGE, error, **{**await _context(request), "asked": "codes"})
    return render(request, "two_step/codes.html", codes=fresh, first_time=False)


async def switch_off(request: Request) -> Response:
    """The password alone again; asks for a code."""
    viewer = _may(request)
    fields = await forms.read(request)
    try:
        await second_factor.check(viewer.id, fields.get("code", ""), address=address_of(request))
        async with unit_of_work() as session:
            await totp.switch_off(session, viewer.id)
    except DomainError as error:
        return forms.refused(request, PAGE, error, **{**await _context(request), "asked": "off"})
    return toast(redirect(request, HOME), _("Two-step sign-in is off."))


def _may(request: Request) -> Viewer:
    """Administrators, and those who were one and still have it on."""
    viewer = require_viewer(request)
    if not (viewer.is_admin or viewer.has_totp):
        raise NotFound
    return viewer


async def _account(request: Request) -> tuple[Viewer, Account]:
    viewer = _may(request)
    async with unit_of_work() as session:
        return viewer, await queries.own(session, viewer.id)


async def _context(request: Request) -> dict[str, Any]:
    viewer = _may(request)
    async with unit_of_work() as session:
        account = await queries.own(session, viewer.id)
        left = await recovery.left(session, viewer.id)
    return {
        "account": account,
        "waiting": totp.pending(account),
        "left": left,
        "asked": "",
        "errors": {},
        "problem": "",
    }


routes = [
    Route(HOME, show, methods=["GET"]),
    Route(HOME, begin, methods=_POST),
    Route(f"{HOME}/qr.svg", show_qr, methods=["GET"]),
    Route(f"{HOME}/confirm", confirm, methods=_POST),
    Route(f"{HOME}/codes", renew, methods=_POST),
    Route(f"{HOME}/off", switch_off, methods=_POST),
]
