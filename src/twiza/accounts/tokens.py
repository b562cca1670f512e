"""Sessions without a session table: a short access token, and a refresh token that outlives it.

Both are only as good as the account behind them: every use reads the account, which must be ACTIVE and
carry the same version. Raising the version ends every session at once.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from twiza.accounts import jwt, keys, queries
from twiza.accounts.viewer import Viewer
from twiza.kit import clock, ids
from twiza.kit.errors import Unauthorized

ACCESS_COOKIE = "twiza"
# Browsers take `Secure` cookies from http://127.0.0.1 and http://localhost too (tried with Chromium), so one
# name serves development and production.
REFRESH_COOKIE = "__Host-twiza-refresh"

ACCESS_LIFE = timedelta(minutes=30)
REFRESH_LIFE = timedelta(days=30)
# Without "keep me signed in", activity prolongs a session up to here.
LONGEST_DAY = timedelta(hours=12)
# An access token with less than this left is renewed while its owner is active.
RENEW_BEFORE = timedelta(minutes=15)

_ACCESS = "JWT"
_REFRESH = "refresh+jwt"


@dataclass(frozen=True)
class Issued:
    """What a signed-in person carries."""

    access: str
    access_expires_at: datetime
    refresh: str
    refresh_expires_at: datetime
    keep: bool


@dataclass(frozen=True)
class Presented:
    """What a request carries, either part possibly missing, stale or forged."""

    access: str | None = None
    refresh: str | None = None

    def __bool__(self) -> bool:
        return bool(self.access or self.refresh)


@dataclass(frozen=True)
class Recognised:
    """Whom the tokens stand for, and the new ones to hand out when they need renewal."""

    viewer: Viewer | None = None
    renewed: Issued | None = None


def issue(viewer: Viewer, *, keep: bool) -> Issued:
    """Tokens for this person as they are now; `viewer.auth_time` says when they proved who they are."""
    now = clock.now()
    end_of_day = viewer.auth_time + LONGEST_DAY
    access_until = now + ACCESS_LIFE if keep else min(now + ACCESS_LIFE, end_of_day)
    refresh_until = now + REFRESH_LIFE if keep else end_of_day
    common = {
        "sub": str(viewer.id),
        "ver": viewer.version,
        "auth_time": int(viewer.auth_time.timestamp()),
        "iat": int(now.timestamp()),
    }
    access = {**common, **_described(viewer), "exp": int(access_until.timestamp())}
    refresh = {**common, "keep": keep, "exp": int(refresh_until.timestamp())}
    return Issued(
        access=jwt.sign(access, keys.access_key(), _ACCESS),
        access_expires_at=access_until,
        refresh=jwt.sign(refresh, keys.derived_key("refresh"), _REFRESH),
        refresh_expires_at=refresh_until,
        keep=keep,
    )


async def recognise(presented: Presented) -> Recognised:
    """Who presents these tokens; expired, forged or outlived ones stand for nobody."""
    access = jwt.read(presented.access, keys.access_key(), _ACCESS) if presented.access else None
    refresh = (
        jwt.read(presented.refresh, keys.derived_key("refresh"), _REFRESH) if presented.refresh else None
    )
    if access is None and refresh is None:
        return Recognised()
    viewer = await _standing(access) if access else None
    # The access token may be of a session that was ended, the refresh token of the one begun after it.
    if viewer is None and refresh:
        viewer, access = await _standing(refresh), None
    if viewer is None:
        return Recognised()
    # Without a refresh token nobody is kept longer than a day, however long an access token is passed around.
    keep = bool(refresh and refresh.get("keep"))
    return Recognised(
        viewer, issue(viewer, keep=keep) if _worth_renewing(access, viewer, keep=keep) else None
    )


async def viewer_from_token(token: str) -> Viewer:
    """The person behind an access token, for sockets and for `Authorization: Bearer`."""
    viewer = (await recognise(Presented(access=token))).viewer
    if viewer is None:
        raise Unauthorized
    return viewer


async def refreshed(token: str) -> tuple[Viewer, Issued]:
    """New tokens for a refresh token, for clients without cookies."""
    found = await recognise(Presented(refresh=token))
    if found.viewer is None or found.renewed is None:
        raise Unauthorized
    return found.viewer, found.renewed


async def begin(account_id: UUID, *, keep: bool) -> tuple[Viewer, Issued]:
    """Tokens for a person who has just proved who they are."""
    viewer = await queries.viewer(account_id, auth_time=clock.now())
    if viewer is None:
        raise Unauthorized
    return viewer, issue(viewer, keep=keep)


def formerly(presented: Presented) -> UUID | None:
    """Whose tokens these were, even when they are over; proves nothing about the present."""
    access = jwt.read(presented.access or "", keys.access_key(), _ACCESS, expired=True)
    refresh = jwt.read(presented.refresh or "", keys.derived_key("refresh"), _REFRESH, expired=True)
    claims = access or refresh
    return ids.parse(str(claims["sub"])) if claims else None


def _described(viewer: Viewer) -> dict[str, Any]:
    return {
        "email": viewer.email if viewer.email_verified else None,
        "role": str(viewer.hat),
        "is_admin": viewer.is_admin,
    }


async def _standing(claims: dict[str, Any]) -> Viewer | None:
    account_id = ids.parse(str(claims["sub"]))
    auth_time = claims.get("auth_time")
    if account_id is None or not isinstance(auth_time, int):
        return None
    viewer = await queries.viewer(account_id, auth_time=datetime.fromtimestamp(auth_time, UTC))
    return viewer if viewer and viewer.version == claims.get("ver") else None


def _worth_renewing(access: dict[str, Any] | None, viewer: Viewer, *, keep: bool) -> bool:
    """Missing, soon over or no longer true (another hat, another email), and able to last longer."""
    now = clock.now()
    until = now + ACCESS_LIFE if keep else min(now + ACCESS_LIFE, viewer.auth_time + LONGEST_DAY)
    if until <= now:
        return False
    if access is None or any(access.get(name) != value for name, value in _described(viewer).items()):
        return True
    ends = datetime.fromtimestamp(access["exp"], UTC)
    return ends - now < RENEW_BEFORE and until - ends > timedelta(minutes=1)
