"""The two cookies of a way through a provider: the attempt, then the person who still has to tell a few things."""

from starlette.requests import Request

from twiza.accounts.social import attempts, waiting
from twiza.accounts.social.attempts import Attempt
from twiza.accounts.social.people import Person
from twiza.web.auth.cookies import AnyResponse, drop, put, read

_ATTEMPT = "twiza-social"
_PERSON = "twiza-social-person"


def set_attempt(response: AnyResponse, attempt: Attempt) -> AnyResponse:
    """Remember this attempt until the person is back."""
    return put(response, _ATTEMPT, attempts.seal(attempt), int(attempts.LIFE.total_seconds()))


def attempt_of(request: Request, provider: str, state: str) -> Attempt:
    """The attempt this answer belongs to; else Astray."""
    return attempts.resume(read(request, _ATTEMPT), provider, state)


def end_attempt(response: AnyResponse) -> AnyResponse:
    """An answer came: the same one never counts again."""
    return drop(response, _ATTEMPT)


def set_person(response: AnyResponse, person: Person, next_page: str) -> AnyResponse:
    """Remember whom the provider vouched for."""
    return put(response, _PERSON, waiting.seal(person, next_page), int(waiting.LIFE.total_seconds()))


def person_of(request: Request) -> tuple[Person, str] | None:
    """Whom the provider vouched for, and where they were going."""
    return waiting.open_sealed(read(request, _PERSON))


def end_person(response: AnyResponse) -> AnyResponse:
    """They told what was missing."""
    return drop(response, _PERSON)
