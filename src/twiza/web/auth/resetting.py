"""/auth/forgot and /auth/reset: a new password for whoever can read the phone or the inbox."""

from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts import emails, links, phones, resetting
from twiza.accounts.models import CodePurpose
from twiza.accounts.steps import Step, StepKind
from twiza.kit import outgoing
from twiza.kit.db import unit_of_work
from twiza.kit.errors import DomainError
from twiza.kit.i18n import _
from twiza.kit.settings import settings
from twiza.web import session as web_session
from twiza.web.auth import cookies, forms
from twiza.web.page import redirect, render, toast
from twiza.web.session import address_of


async def show_forgot(request: Request) -> Response:
    """Which number or address to write to."""
    return render(request, "auth/forgot.html", values={"login": ""}, errors={}, problem="")


async def forgot(request: Request) -> Response:
    """Write to it if it has an account; say the same when it hasn't."""
    fields = await forms.read(request)
    login = fields.get("login", "").strip()
    address = address_of(request)
    try:
        if "@" in login:
            email = emails.read(login, field="login")
            async with unit_of_work() as session:
                await resetting.ask_by_email(session, email, address=address)
            return render(request, "auth/sent.html", email=emails.mask(email), in_outbox=_in_outbox("email"))
        phone = phones.read(login, field="login")
        async with unit_of_work() as session:
            holder: UUID = await resetting.ask_by_phone(session, phone, address=address)
    except DomainError as error:
        return forms.refused(request, "auth/forgot.html", error, values={"login": login})
    step = Step(StepKind.RESET_PASSWORD, holder, phone)
    return cookies.set_step(redirect(request, "/auth/reset"), step)


async def show_reset(request: Request) -> Response:
    """The new password, with the code from the phone or the link from the email."""
    token = request.query_params.get("token", "")
    if token:
        async with unit_of_work() as session:
            works = await links.is_living(session, token, purpose=CodePurpose.RESET_PASSWORD)
        return render(request, "auth/reset.html", 200 if works else 410, **_context(None, token, works=works))
    step = cookies.step_of(request, StepKind.RESET_PASSWORD)
    if step is None:
        return redirect(request, "/auth/forgot")
    return render(request, "auth/reset.html", **_context(step, ""))


async def reset(request: Request) -> Response:
    """Replace the password; every session ends, this browser's included."""
    fields = await forms.read(request)
    token = fields.get("token", "")
    step = None if token else cookies.step_of(request, StepKind.RESET_PASSWORD)
    if not token and step is None:
        return redirect(request, "/auth/forgot")
    password = fields.get("password", "")
    try:
        async with unit_of_work() as session:
            if step:
                await resetting.reset_with_code(
                    session, step.holder, fields.get("code", ""), password=password
                )
            else:
                await resetting.reset_with_link(session, token, password=password)
    except links.LinkSpent as error:
        return render(request, "auth/reset.html", error.status, **_context(None, token, works=False))
    except DomainError as error:
        return forms.refused(request, "auth/reset.html", error, **_context(step, token))
    response = toast(
        redirect(request, "/auth/login"), _("Your password is changed. Sign in with the new one.")
    )
    return cookies.end_step(web_session.sign_out(response), StepKind.RESET_PASSWORD)


def _context(step: Step | None, token: str, *, works: bool = True) -> dict[str, Any]:
    return {
        "phone": phones.mask(step.target) if step else "",
        "token": token,
        "works": works,
        "in_outbox": bool(step) and _in_outbox("sms"),
        "errors": {},
        "problem": "",
    }


def _in_outbox(channel: str) -> bool:
    """Whether a developer finds the message in the outbox instead of a phone or an inbox."""
    return not (settings().is_production or outgoing.configured(outgoing.Channel(channel)))
