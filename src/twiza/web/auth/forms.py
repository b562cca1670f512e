"""What was typed into the sign-in forms: read, checked, and given back with a message beside each field."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts import emails, names, passwords, phones
from twiza.accounts.models import HatKind
from twiza.accounts.signing_up import SignUp
from twiza.content import consent
from twiza.kit import i18n
from twiza.kit.errors import DomainError, Invalid, TooMany
from twiza.kit.i18n import N_
from twiza.web.page import render
from twiza.web.session import address_of

Read = TypeVar("Read")

HAT_MISSING = N_("Choose how you want to start: you can add the other ways later.")
AGE_MISSING = N_("Twiza is for people of 18 and over.")
TERMS_MISSING = N_("Accept the terms of use to create your account.")
PRIVACY_MISSING = N_("Confirm that you have read the privacy policy.")
_SECRET = ("password", "new", "current", "code")


async def read(request: Request) -> dict[str, str]:
    """The text fields of a form, the first of each name."""
    form = await request.form(max_files=0, max_fields=50)
    return {name: value for name, value in reversed(form.multi_items()) if isinstance(value, str)}


def kept(fields: Mapping[str, str]) -> dict[str, str]:
    """What goes back into the page: everything typed but secrets."""
    return {name: value for name, value in fields.items() if name not in _SECRET}


def refused(request: Request, page: str, error: DomainError, **context: Any) -> Response:
    """The same page again, saying what is wrong; 422, or 429 with the time to wait."""
    waits = isinstance(error, TooMany)
    errors = error.field_texts() if isinstance(error, Invalid) else {}
    problem = "" if errors else error.text()
    response = render(
        request, page, 429 if waits else 422, **{**context, "errors": errors, "problem": problem}
    )
    if isinstance(error, TooMany):
        response.headers["retry-after"] = str(error.retry_after)
    return response


def sign_up(request: Request, fields: Mapping[str, str]) -> SignUp:
    """The whole sign-up, or Invalid with a message for every field that needs attention."""
    errors: dict[str, str] = {}

    def checked(reader: Callable[[], Read]) -> Read | None:
        try:
            return reader()
        except Invalid as error:
            errors.update(error.fields)
            return None

    typed = {name: fields.get(name, "") for name in ("hat", "first_name", "last_name", "phone", "email")}
    hat = checked(lambda: _hat(typed["hat"]))
    first = checked(lambda: names.read(typed["first_name"], "first_name"))
    last = checked(lambda: names.read(typed["last_name"], "last_name"))
    phone = checked(lambda: phones.read(typed["phone"]))
    email = checked(lambda: emails.read(typed["email"])) if typed["email"].strip() else None
    password = fields.get("password", "")
    checked(lambda: passwords.check(password, first, last, phone, email))
    ticks = {"of_age": AGE_MISSING, "terms": TERMS_MISSING, "privacy": PRIVACY_MISSING}
    errors.update({name: message for name, message in ticks.items() if fields.get(name) != "1"})
    if errors or hat is None or first is None or last is None or phone is None:
        raise Invalid(errors)
    language = i18n.language.get()
    return SignUp(
        phone=phone,
        password=password,
        first_name=first,
        last_name=last,
        hat=hat,
        email=email,
        language=language,
        accepted=consent.accepted(language),
        wants_news=fields.get("news") == "1",
        address=address_of(request),
    )


def _hat(text: str) -> HatKind:
    try:
        return HatKind(text)
    except ValueError:
        raise Invalid({"hat": HAT_MISSING}) from None
