"""What a newcomer typed, read and checked as a whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from twiza.accounts import emails, names, passwords, phones
from twiza.accounts.models import HatKind
from twiza.accounts.terms import Accepted
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_

Read = TypeVar("Read")

HAT_MISSING = N_("Choose how you want to start: you can add the other ways later.")
TICKS = {
    "of_age": N_("Twiza is for people of 18 and over."),
    "terms": N_("Accept the terms of use to create your account."),
    "privacy": N_("Confirm that you have read the privacy policy."),
}


@dataclass(frozen=True)
class SignUp:
    """A sign-up fit to be carried out: the phone is E.164, the email plausible, the password sound if there is one."""

    phone: str
    password: str | None
    first_name: str
    last_name: str
    hat: HatKind
    email: str | None
    language: str
    accepted: tuple[Accepted, ...]
    wants_news: bool = False
    address: str = ""


def read(
    fields: Mapping[str, str],
    *,
    language: str,
    accepted: tuple[Accepted, ...],
    address: str,
    with_password: bool = True,
) -> SignUp:
    """The whole sign-up, or Invalid with a message for every field that needs attention; "1" is a tick."""
    errors: dict[str, str] = {}

    def checked(reader: Callable[[], Read]) -> Read | None:
        try:
            return reader()
        except Invalid as error:
            errors.update(error.fields)
            return None

    typed = fields.get("email", "").strip()
    password = fields.get("password", "") if with_password else None
    hat = checked(lambda: _hat(fields.get("hat", "")))
    first = checked(lambda: names.read(fields.get("first_name", ""), "first_name"))
    last = checked(lambda: names.read(fields.get("last_name", ""), "last_name"))
    phone = checked(lambda: phones.read(fields.get("phone", "")))
    email = checked(lambda: emails.read(typed)) if typed else None
    if password is not None:
        checked(lambda: passwords.check(password, first, last, phone, email))
    errors.update({name: message for name, message in TICKS.items() if fields.get(name) != "1"})
    if errors or hat is None or first is None or last is None or phone is None:
        raise Invalid(errors)
    return SignUp(
        phone=phone,
        password=password,
        first_name=first,
        last_name=last,
        hat=hat,
        email=email,
        language=language,
        accepted=accepted,
        wants_news=fields.get("news") == "1",
        address=address,
    )


def _hat(text: str) -> HatKind:
    try:
        return HatKind(text)
    except ValueError:
        raise Invalid({"hat": HAT_MISSING}) from None
