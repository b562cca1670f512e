"""A person who was vouched for and has no account yet: signed, for the time it takes to fill a form in."""

from datetime import timedelta

from twiza.accounts import jwt, keys
from twiza.accounts.social.people import Person
from twiza.kit import clock

LIFE = timedelta(minutes=60)
_KIND = "social-person+jwt"


def seal(person: Person, next_page: str) -> str:
    """The person, and where they were going, as a signed token."""
    claims = {
        "sub": person.subject,
        "provider": person.provider,
        "issuer": person.issuer,
        "email": person.email,
        "first": person.first_name,
        "last": person.last_name,
        "next": next_page,
        "exp": int((clock.now() + LIFE).timestamp()),
    }
    return jwt.sign(claims, keys.derived_key("social person"), _KIND)


def open_sealed(token: str | None) -> tuple[Person, str] | None:
    """Who waits, and for what page; None when the time is over."""
    claims = jwt.read(token, keys.derived_key("social person"), _KIND) if token else None
    if claims is None:
        return None
    person = Person(
        claims["provider"], claims["issuer"], claims["sub"], claims["email"], claims["first"], claims["last"]
    )
    return person, claims["next"]
