"""/auth/signup: one page for all ways to start."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts import newcomers, signing_up, social
from twiza.accounts.models import HatKind
from twiza.accounts.steps import Step, StepKind
from twiza.content import consent
from twiza.kit import i18n
from twiza.kit.db import unit_of_work
from twiza.kit.errors import DomainError
from twiza.kit.i18n import _
from twiza.web.auth import cookies, forms
from twiza.web.page import redirect, render, safe_next
from twiza.web.session import address_of, viewer_of

_FIELDS = ("hat", "first_name", "last_name", "phone", "email", "of_age", "terms", "privacy", "news", "next")


async def show_signup(request: Request) -> Response:
    """The sign-up page; `?hat=pro` arrives from "become a pro" with the card already chosen."""
    next_page = safe_next(request.query_params.get("next"), "")
    if viewer_of(request):
        return redirect(request, next_page or "/")
    values = {"hat": request.query_params.get("hat", HatKind.CLIENT), "next": next_page}
    return render(request, "auth/signup.html", **_context(values))


async def signup(request: Request) -> Response:
    """Prepare the account; the answer is the same when the number has one already."""
    fields = await forms.read(request)
    try:
        language = i18n.language.get()
        asked = newcomers.read(
            fields, language=language, accepted=consent.accepted(language), address=address_of(request)
        )
        async with unit_of_work() as session:
            holder = await signing_up.sign_up(session, asked)
    except DomainError as error:
        return forms.refused(request, "auth/signup.html", error, **_context(forms.kept(fields)))
    step = Step(StepKind.VERIFY_PHONE, holder, asked.phone, next=safe_next(fields.get("next"), ""))
    return cookies.set_step(redirect(request, "/auth/verify"), step)


def _context(values: dict[str, str]) -> dict[str, Any]:
    return {
        "values": {**dict.fromkeys(_FIELDS, ""), **values},
        "errors": {},
        "problem": "",
        "hats": hats(),
        "providers": social.enabled(),
    }


def hats() -> list[tuple[str, str, str, str]]:
    return [
        (HatKind.CLIENT, _("I need a service"), _("Order online or book a pro near you"), "search"),
        (
            HatKind.FREELANCER,
            _("I work online"),
            _("Sell your talent to clients all over Morocco"),
            "palette",
        ),
        (
            HatKind.PRO,
            _("I work at clients’ homes"),
            _("Plumber, electrician, painter: fill your week"),
            "wrench",
        ),
        (HatKind.COMPANY, _("I hire for a company"), _("Find freelancers and employees"), "building-2"),
    ]
