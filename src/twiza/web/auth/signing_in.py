"""/auth/login and /auth/totp: who comes back."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts import second_factor, signing_in, social
from twiza.accounts.signing_in import AccountClosed
from twiza.accounts.steps import Step, StepKind
from twiza.kit.errors import DomainError, Invalid
from twiza.kit.i18n import N_
from twiza.web.auth import cookies, forms
from twiza.web.auth.entering import enter
from twiza.web.page import redirect, render, safe_next
from twiza.web.session import address_of, sign_out, viewer_of

LOGIN_MISSING = N_("Enter your phone number or your email address.")
PASSWORD_MISSING = N_("Enter your password.")


async def show_login(request: Request) -> Response:
    """The sign-in page; whoever is signed in already goes on."""
    next_page = safe_next(request.query_params.get("next"), "")
    if viewer_of(request):
        return redirect(request, next_page or "/")
    return render(request, "auth/login.html", **_login_context({"next": next_page}))


async def login(request: Request) -> Response:
    """Phone or email and password."""
    fields = await forms.read(request)
    context = _login_context(forms.kept(fields))
    next_page = safe_next(fields.get("next"), "")
    try:
        _check_filled(fields)
        right = await signing_in.check_password(
            fields["login"], fields["password"], address=address_of(request)
        )
    except AccountClosed as closed:
        return sign_out(render(request, "auth/closed.html", closed.status, closed=closed))
    except DomainError as error:
        return forms.refused(request, "auth/login.html", error, **context)
    keep = fields.get("keep") == "1"
    if right.phone_to_verify:
        step = Step(StepKind.VERIFY_PHONE, right.account_id, right.phone_to_verify, keep, next_page)
        return cookies.set_step(redirect(request, "/auth/verify"), step)
    return await enter(request, right.account_id, keep=keep, next_page=next_page, needs_totp=right.needs_totp)


async def show_totp(request: Request) -> Response:
    """The second factor."""
    if cookies.step_of(request, StepKind.TOTP) is None:
        return redirect(request, "/auth/login")
    return render(request, "auth/totp.html", errors={}, problem="")


async def check_totp(request: Request) -> Response:
    """The six digits of the authenticator app, or a recovery code."""
    step = cookies.step_of(request, StepKind.TOTP)
    if step is None:
        return redirect(request, "/auth/login")
    fields = await forms.read(request)
    try:
        await second_factor.check(step.holder, fields.get("code", ""), address=address_of(request))
    except DomainError as error:
        return forms.refused(request, "auth/totp.html", error)
    response = await enter(request, step.holder, keep=step.keep, next_page=step.next)
    return cookies.end_step(response, StepKind.TOTP)


def _login_context(values: dict[str, str]) -> dict[str, Any]:
    return {
        "values": {"login": "", "keep": "", "next": "", **values},
        "errors": {},
        "problem": "",
        "providers": social.enabled(),
    }


def _check_filled(fields: dict[str, str]) -> None:
    missing: dict[str, str] = {}
    if not fields.get("login", "").strip():
        missing["login"] = LOGIN_MISSING
    if not fields.get("password"):
        missing["password"] = PASSWORD_MISSING
    if missing:
        raise Invalid(missing)
