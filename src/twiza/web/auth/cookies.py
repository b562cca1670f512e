"""The cookies around signing in: unreadable to scripts, the same for decoys; in production no other host sets them."""

from typing import TypeVar
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts import kept_forms, steps
from twiza.accounts.steps import Step, StepKind
from twiza.kit.settings import settings

_KEPT = "twiza-kept"
_LAST = "twiza-last"
_NAMES = {
    StepKind.VERIFY_PHONE: "twiza-pending",
    StepKind.RESET_PASSWORD: "twiza-reset",
    StepKind.TOTP: "twiza-totp",
}

AnyResponse = TypeVar("AnyResponse", bound=Response)


def step_of(request: Request, kind: StepKind) -> Step | None:
    """The step this browser is at."""
    return steps.open_sealed(read(request, _NAMES[kind]), kind)


def set_step(response: AnyResponse, step: Step) -> AnyResponse:
    """Remember where this browser is."""
    return put(response, _NAMES[step.kind], steps.seal(step), int(steps.LIFE[step.kind].total_seconds()))


def end_step(response: AnyResponse, kind: StepKind) -> AnyResponse:
    """The step is done."""
    return drop(response, _NAMES[kind])


def kept(request: Request) -> str:
    """By what this browser gets its form back; empty when none waits."""
    return read(request, _KEPT) or ""


def set_kept(response: AnyResponse, token: str) -> AnyResponse:
    """Remember the form that waits for its owner to sign in."""
    return put(response, _KEPT, token, int(kept_forms.LIFE.total_seconds()))


def end_kept(response: AnyResponse) -> AnyResponse:
    """No form waits any more."""
    return drop(response, _KEPT)


def last_here(request: Request) -> UUID | None:
    """Who signed in last in this browser, perhaps long ago: a form without any session is theirs alone."""
    return kept_forms.last_here(read(request, _LAST))


def set_last_here(response: AnyResponse, account_id: UUID) -> AnyResponse:
    """Remember whom forms belong to when the session is over."""
    life = int(kept_forms.LAST_HERE_LIFE.total_seconds())
    return put(response, _LAST, kept_forms.seal_last_here(account_id), life)


def read(request: Request, name: str) -> str | None:
    return request.cookies.get(_named(name))


def put(response: AnyResponse, name: str, value: str, seconds: int) -> AnyResponse:
    """A cookie of ours. Lax: mails and providers send people back from their own sites."""
    secure = settings().is_production
    response.set_cookie(
        _named(name), value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax"
    )
    return response


def drop(response: AnyResponse, name: str) -> AnyResponse:
    secure = settings().is_production
    response.delete_cookie(_named(name), path="/", secure=secure, httponly=True, samesite="lax")
    return response


def _named(name: str) -> str:
    """Browsers take `__Host-` from this very host over TLS only, so that a neighbour can't plant one."""
    return f"__Host-{name}" if settings().is_production else name
