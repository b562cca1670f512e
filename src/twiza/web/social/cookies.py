"""The two cookies of a way through a provider: the attempt, then the person who still has to tell a few things."""

from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts.social import attempts, waiting
from twiza.accounts.social.attempts import Attempt
from twiza.accounts.social.people import Person
from twiza.kit.settings import settings

_ATTEMPT = "twiza-social"
_PERSON = "twiza-social-person"

AnyResponse = TypeVar("AnyResponse", bound=Response)


def set_attempt(response: AnyResponse, attempt: Attempt) -> AnyResponse:
    """Remember this attempt until the person is back."""
    return _set(response, _ATTEMPT, attempts.seal(attempt), int(attempts.LIFE.total_seconds()))


def attempt_of(request: Request, provider: str, state: str) -> Attempt:
    """The attempt this answer belongs to; else Astray."""
    return attempts.resume(request.cookies.get(_ATTEMPT), provider, state)


def end_attempt(response: AnyResponse) -> AnyResponse:
    """An answer came: the same one never counts again."""
    return _delete(response, _ATTEMPT)


def set_person(response: AnyResponse, person: Person, next_page: str) -> AnyResponse:
    """Remember whom the provider vouched for."""
    return _set(response, _PERSON, waiting.seal(person, next_page), int(waiting.LIFE.total_seconds()))


def person_of(request: Request) -> tuple[Person, str] | None:
    """Whom the provider vouched for, and where they were going."""
    return waiting.open_sealed(request.cookies.get(_PERSON))


def end_person(response: AnyResponse) -> AnyResponse:
    """They told what was missing."""
    return _delete(response, _PERSON)


def _set(response: AnyResponse, name: str, value: str, seconds: int) -> AnyResponse:
    secure = settings().is_production
    # Lax: the provider sends the person back from its own site.
    response.set_cookie(name, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax")
    return response


def _delete(response: AnyResponse, name: str) -> AnyResponse:
    secure = settings().is_production
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")
    return response
