"""Firebase Cloud Messaging v1: pushes to phones with the app, for which Google wants a token of our service account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import httpx
import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from twiza.kit import clock
from twiza.kit.settings import settings
from twiza.notifications import calling
from twiza.notifications.channels.push.answers import Dead
from twiza.notifications.channels.push.models import DeviceToken
from twiza.notifications.outcomes import NotDelivered, Refused, TryLater, Unclear

_SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LIFE = timedelta(hours=1)
# A token is renewed while it is still good: the call that carries it takes a moment.
_EARLY = timedelta(minutes=5)
_FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"


@dataclass(frozen=True)
class ServiceAccount:
    """What of Google's key file we use."""

    project: str
    email: str
    key: RSAKey
    key_id: str
    token_uri: str

    @property
    def name(self) -> tuple[str, str, str]:
        """What a token is good for: another key, and it is another account."""
        return self.email, self.key_id, self.token_uri


@dataclass(frozen=True)
class _Token:
    text: str
    until: datetime


_tokens: dict[tuple[str, str, str], _Token] = {}


def read_account(given: str) -> ServiceAccount | None:
    """The key file, or the file it names; None when there is none, ValueError when it can't be used."""
    if not given:
        return None
    try:
        text = given if given.lstrip().startswith("{") else Path(given).read_text()
        told = cast("dict[str, str]", orjson.loads(text))
        key = RSAKey.import_key(told["private_key"])
        return ServiceAccount(
            told["project_id"], told["client_email"], key, told["private_key_id"], told["token_uri"]
        )
    except (OSError, KeyError, TypeError, ValueError, JoseError) as error:
        raise ValueError(f"not a key file of a service account ({type(error).__name__})") from error


async def send(device: DeviceToken, message: dict[str, Any]) -> None:
    """Hand one message to Google; what it says of the device decides whether the device lives on."""
    account = read_account(settings().fcm_service_account.get_secret_value())
    if account is None:
        raise Refused("no service account")
    token = await _token(account)
    answer = await calling.post(
        f"{settings().fcm_url}/v1/projects/{account.project}/messages:send",
        orjson.dumps({"message": {"token": device.token, **message}}),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    if not answer.is_success:
        raise _judged(answer, account)


async def _token(account: ServiceAccount) -> str:
    known = _tokens.get(account.name)
    now = clock.now()
    if known and known.until > now:
        return known.text
    claims = {
        "iss": account.email,
        "scope": _SCOPE,
        "aud": account.token_uri,
        "iat": int(now.timestamp()),
        "exp": int((now + _LIFE).timestamp()),
    }
    proof = jwt.encode({"alg": "RS256", "typ": "JWT", "kid": account.key_id}, claims, account.key)
    form = urlencode({"grant_type": _GRANT, "assertion": proof}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        answer = await calling.post(account.token_uri, form, headers)
    except Unclear as error:
        # Only a token was asked for: nothing of the message has left.
        raise TryLater(str(error)) from error
    if calling.is_busy(answer):
        raise calling.later(answer)
    if not answer.is_success:
        raise Refused(f"no token: {calling.said(answer)}")
    told = cast("dict[str, Any]", answer.json())
    life = timedelta(seconds=int(told.get("expires_in", 0))) - _EARLY
    _tokens[account.name] = _Token(str(told["access_token"]), now + life)
    return _tokens[account.name].text


def _judged(answer: httpx.Response, account: ServiceAccount) -> NotDelivered:
    """Dead devices are told apart from our own mistakes, which would kill every device at once."""
    if answer.status_code == 401:
        _tokens.pop(account.name, None)
        return TryLater(calling.said(answer))
    if calling.is_busy(answer):
        return calling.later(answer)
    details = _details(answer)
    code = next((one.get("errorCode") for one in details if one.get("@type") == _FCM_ERROR), None)
    dead = {404: "UNREGISTERED", 403: "SENDER_ID_MISMATCH", 400: "INVALID_ARGUMENT"}.get(answer.status_code)
    if code is None or code != dead:
        return Refused(calling.said(answer))
    if code == "INVALID_ARGUMENT" and not _is_about_the_token(answer, details):
        return Refused(calling.said(answer))
    return Dead(f"FCM {code}")


def _error(answer: httpx.Response) -> dict[str, Any]:
    try:
        told: Any = answer.json()
    except ValueError:
        return {}
    error = cast("dict[str, Any]", told).get("error") if isinstance(told, dict) else None
    return cast("dict[str, Any]", error) if isinstance(error, dict) else {}


def _details(answer: httpx.Response) -> list[dict[str, Any]]:
    details: Any = _error(answer).get("details")
    return [one for one in details if isinstance(one, dict)] if isinstance(details, list) else []


def _is_about_the_token(answer: httpx.Response, details: list[dict[str, Any]]) -> bool:
    """Fields that were refused are named; without any, only the words tell."""
    fields = [
        violation.get("field")
        for one in details
        for violation in cast("list[dict[str, Any]]", one.get("fieldViolations", []))
    ]
    if fields:
        return all(field == "message.token" for field in fields)
    return "registration token" in str(_error(answer).get("message", "")).lower()
