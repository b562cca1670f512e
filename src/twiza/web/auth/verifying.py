"""/auth/phone, /auth/verify and /auth/verify-email: proving that a number and an address are one's own."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts import contact_changing, links, phones, queries, verifying
from twiza.accounts.models import CodePurpose
from twiza.accounts.steps import Step, StepKind
from twiza.kit import i18n, outgoing
from twiza.kit.db import unit_of_work
from twiza.kit.errors import DomainError
from twiza.kit.i18n import _
from twiza.kit.settings import settings
from twiza.web.auth import cookies, forms
from twiza.web.auth.entering import enter
from twiza.web.page import redirect, render, safe_next, toast
from twiza.web.session import address_of, require_viewer, viewer_of


async def show_phone(request: Request) -> Response:
    """Somebody signed in without a verified number gives one."""
    values = {"phone": "", "next": safe_next(request.query_params.get("next"), "")}
    context = await _phone_context(request, values)
    return render(request, "auth/phone.html", **context)


async def give_phone(request: Request) -> Response:
    """Send a code to the number."""
    viewer = require_viewer(request)
    fields = await forms.read(request)
    try:
        phone = phones.read(fields.get("phone", ""))
        async with unit_of_work() as session:
            account = await queries.own(session, viewer.id)
            proof = forms.proof(request, fields)
            await contact_changing.send_phone_code(session, account, phone, proof=proof)
    except DomainError as error:
        values = {"phone": "", "next": "", **forms.kept(fields)}
        return forms.refused(request, "auth/phone.html", error, **await _phone_context(request, values))
    step = Step(StepKind.VERIFY_PHONE, viewer.id, phone, next=safe_next(fields.get("next"), ""))
    return cookies.set_step(redirect(request, "/auth/verify"), step)


async def show_verify(request: Request) -> Response:
    """Where the six digits of the SMS are typed."""
    step = cookies.step_of(request, StepKind.VERIFY_PHONE)
    if step is None:
        return _nothing_pending(request)
    return render(request, "auth/verify.html", **_context(step))


async def verify(request: Request) -> Response:
    """The code: the number is proved, and a newcomer is signed in."""
    step = cookies.step_of(request, StepKind.VERIFY_PHONE)
    if step is None:
        return _nothing_pending(request)
    fields = await forms.read(request)
    try:
        async with unit_of_work() as session:
            account = await verifying.verify_phone(session, step.holder, fields.get("code", ""))
    except DomainError as error:
        return forms.refused(request, "auth/verify.html", error, **_context(step))
    viewer = viewer_of(request)
    if viewer and viewer.id == account.id:
        response = toast(redirect(request, safe_next(step.next)), _("Your number is confirmed."))
    else:
        response = await enter(
            request, account.id, keep=step.keep, next_page=step.next, needs_totp=account.has_totp
        )
    return cookies.end_step(response, StepKind.VERIFY_PHONE)


async def resend(request: Request) -> Response:
    """The code once more."""
    step = cookies.step_of(request, StepKind.VERIFY_PHONE)
    if step is None:
        return _nothing_pending(request)
    try:
        async with unit_of_work() as session:
            await verifying.resend(
                session,
                step.holder,
                step.target,
                address=address_of(request),
                language=i18n.language.get(),
            )
    except DomainError as error:
        return forms.refused(request, "auth/verify.html", error, **_context(step))
    return toast(redirect(request, "/auth/verify"), _("A new code is on its way."))


async def show_verify_email(request: Request) -> Response:
    """A button to press: mail scanners open links, and opening alone must not use them up."""
    token = request.query_params.get("token", "")
    async with unit_of_work() as session:
        works = await links.is_living(session, token, purpose=CodePurpose.VERIFY_EMAIL)
    return render(
        request, "auth/verify_email.html", 200 if works else 410, token=token, works=works, problem=""
    )


async def verify_email(request: Request) -> Response:
    """The button was pressed: the address is proved."""
    fields = await forms.read(request)
    try:
        async with unit_of_work() as session:
            await verifying.verify_email(session, fields.get("token", ""))
    except DomainError as error:
        context = {"token": "", "works": False, "problem": error.text()}
        return render(request, "auth/verify_email.html", error.status, **context)
    page = "/" if viewer_of(request) else "/auth/login"
    return toast(redirect(request, page), _("Your email address is confirmed."))


def _nothing_pending(request: Request) -> Response:
    viewer = viewer_of(request)
    if viewer is None:
        return redirect(request, "/auth/login")
    return redirect(request, "/" if viewer.phone_verified else "/auth/phone")


async def _phone_context(request: Request, values: dict[str, str]) -> dict[str, Any]:
    async with unit_of_work() as session:
        account = await queries.own(session, require_viewer(request).id)
    return {"values": values, "has_password": account.password_hash is not None, "errors": {}, "problem": ""}


def _context(step: Step) -> dict[str, Any]:
    return {
        "phone": phones.mask(step.target),
        "in_outbox": not (settings().is_production or outgoing.configured(outgoing.Channel.SMS)),
        "errors": {},
        "problem": "",
    }
