"""/auth/finish: what a provider doesn't know about a newcomer: the phone, how they start, what they accept."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts import newcomers
from twiza.accounts.models import HatKind
from twiza.accounts.social import joining, providers
from twiza.accounts.social.people import Person
from twiza.accounts.steps import Step, StepKind
from twiza.content import consent
from twiza.kit import i18n
from twiza.kit.db import unit_of_work
from twiza.kit.errors import DomainError
from twiza.web.auth import cookies as auth_cookies
from twiza.web.auth import forms
from twiza.web.auth.signing_up import hats
from twiza.web.page import redirect, render, safe_next
from twiza.web.session import address_of
from twiza.web.social import cookies

PAGE = "social/finish.html"
_FIELDS = ("hat", "first_name", "last_name", "phone", "of_age", "terms", "privacy", "news")


async def show_finish(request: Request) -> Response:
    """The form, with the names the provider told."""
    waiting = cookies.person_of(request)
    if waiting is None:
        return redirect(request, "/auth/login")
    person, _next = waiting
    values = {"hat": HatKind.CLIENT, "first_name": person.first_name, "last_name": person.last_name}
    return render(request, PAGE, **_context(person, values))


async def finish(request: Request) -> Response:
    """Make the account and send its code; the answer is the same when the number has an owner already."""
    waiting = cookies.person_of(request)
    if waiting is None:
        return redirect(request, "/auth/login")
    person, next_page = waiting
    fields = await forms.read(request)
    language = i18n.language.get()
    try:
        asked = newcomers.read(
            {**fields, "email": ""},
            language=language,
            accepted=consent.accepted(language),
            address=address_of(request),
            with_password=False,
        )
        async with unit_of_work() as session:
            holder = await joining.sign_up(session, person, asked)
    except DomainError as error:
        return forms.refused(request, PAGE, error, **_context(person, forms.kept(fields)))
    step = Step(StepKind.VERIFY_PHONE, holder, asked.phone, next=safe_next(next_page, ""))
    response = auth_cookies.set_step(redirect(request, "/auth/verify"), step)
    return cookies.end_person(response)


def _context(person: Person, values: dict[str, str]) -> dict[str, Any]:
    return {
        "values": {**dict.fromkeys(_FIELDS, ""), **values},
        "errors": {},
        "problem": "",
        "hats": hats(),
        "name": providers.name_of(person.provider),
        "email": person.email,
    }
