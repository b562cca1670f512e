"""The cookies between two steps of signing in: short-lived, unreadable to scripts, the same for decoys."""

from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts import kept_forms, steps
from twiza.accounts.steps import Step, StepKind
from twiza.kit.settings import settings

KEPT = "twiza-kept"
_NAMES = {
    StepKind.VERIFY_PHONE: "twiza-pending",
    StepKind.RESET_PASSWORD: "twiza-reset",
    StepKind.TOTP: "twiza-totp",
}

AnyResponse = TypeVar("AnyResponse", bound=Response)


def step_of(request: Request, kind: StepKind) -> Step | None:
    """The step this browser is at."""
    return steps.open_sealed(request.cookies.get(_NAMES[kind]), kind)


def set_step(response: AnyResponse, step: Step) -> AnyResponse:
    """Remember where this browser is."""
    return _set(response, _NAMES[step.kind], steps.seal(step), int(steps.LIFE[step.kind].total_seconds()))


def end_step(response: AnyResponse, kind: StepKind) -> AnyResponse:
    """The step is done."""
    return _delete(response, _NAMES[kind])


def set_kept(response: AnyResponse, token: str) -> AnyResponse:
    """Remember the form that waits for its owner to sign in."""
    return _set(response, KEPT, token, int(kept_forms.LIFE.total_seconds()))


def end_kept(response: AnyResponse) -> AnyResponse:
    """No form waits any more."""
    return _delete(response, KEPT)


def _set(response: AnyResponse, name: str, value: str, seconds: int) -> AnyResponse:
    secure = settings().is_production
    response.set_cookie(name, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax")
    return response


def _delete(response: AnyResponse, name: str) -> AnyResponse:
    response.delete_cookie(name, path="/", secure=settings().is_production, httponly=True, samesite="lax")
    return response
