"""What a browser or an app carries between two steps: signed, short-lived, the same for decoys."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from twiza.accounts import jwt, keys
from twiza.kit import clock, ids


class StepKind(StrEnum):
    """Which second step is due."""

    VERIFY_PHONE = "verify_phone"
    RESET_PASSWORD = "reset_password"  # noqa: S105  the name of a step
    TOTP = "totp"


LIFE = {
    StepKind.VERIFY_PHONE: timedelta(minutes=60),
    StepKind.RESET_PASSWORD: timedelta(minutes=30),
    StepKind.TOTP: timedelta(minutes=5),
}


@dataclass(frozen=True)
class Step:
    """Who is in the middle of what: `holder` is an account's id, or nobody's."""

    kind: StepKind
    holder: UUID
    target: str = ""
    keep: bool = False
    next: str = ""


def seal(step: Step) -> str:
    """The step as a signed token."""
    claims = {
        "sub": str(step.holder),
        "target": step.target,
        "keep": step.keep,
        "next": step.next,
        "exp": int((clock.now() + LIFE[step.kind]).timestamp()),
    }
    return jwt.sign(claims, keys.derived_key("step"), f"{step.kind}+jwt")


def open_sealed(token: str | None, kind: StepKind) -> Step | None:
    """The step a token stands for, if it is ours, of this kind and not too old."""
    claims = jwt.read(token, keys.derived_key("step"), f"{kind}+jwt") if token else None
    holder = ids.parse(str(claims["sub"])) if claims else None
    if claims is None or holder is None:
        return None
    return Step(kind, holder, str(claims["target"]), bool(claims["keep"]), str(claims["next"]))
