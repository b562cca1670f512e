"""Firebase on this machine: gives tokens for rightly signed assertions only, and says of devices what Google says."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from twiza.stand_ins.sms import read_json, until_hung_up

_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
_LONGEST_LIFE = 3600
_FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
_BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"


@dataclass
class Firebase:
    """What Google knows and how it is told to misbehave; `app` is what a server runs."""

    address: str = ""
    project: str = "twiza-test"
    email: str = "push@twiza-test.iam.gserviceaccount.com"
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048))
    key_id: str = field(default_factory=lambda: secrets.token_hex(8))
    taken: list[Mapping[str, Any]] = field(default_factory=list)
    requests: int = 0
    tokens: set[str] = field(default_factory=set)
    dead: dict[str, Response] = field(default_factory=dict)
    """What is answered for each of these device tokens."""
    failures: list[int] = field(default_factory=list)
    token_failures: list[int] = field(default_factory=list)
    retry_after: str | None = None
    silent: bool = False

    @property
    def key_file(self) -> str:
        """What Google lets one download."""
        return orjson.dumps(
            {
                "type": "service_account",
                "project_id": self.project,
                "private_key_id": self.key_id,
                "private_key": self.key.as_pem(private=True).decode(),
                "client_email": self.email,
                "token_uri": f"{self.address}/token",
            }
        ).decode()

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/token", self._token, methods=["POST"]),
                Route("/v1/projects/{project}/messages:send", self._send, methods=["POST"]),
            ]
        )

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        if self.token_failures:
            return JSONResponse({"error": "asked to fail"}, self.token_failures.pop(0))
        if form.get("grant_type") != _GRANT or not self._is_ours(str(form.get("assertion", ""))):
            return JSONResponse({"error": "invalid_grant"}, 400)
        token = secrets.token_urlsafe(24)
        self.tokens.add(token)
        return JSONResponse({"access_token": token, "expires_in": _LONGEST_LIFE, "token_type": "Bearer"})

    def _is_ours(self, assertion: str) -> bool:
        """Signed by the account's key with RS256, for us, for messaging, and for an hour at most."""
        try:
            token = jwt.decode(assertion, self.key, algorithms=["RS256"])
        except (JoseError, ValueError):
            return False
        told, now = token.claims, time.time()
        return (
            told.get("iss") == self.email
            and told.get("aud") == f"{self.address}/token"
            and told.get("scope") == _SCOPE
            and told["iat"] <= now + 60
            and now < told["exp"] <= told["iat"] + _LONGEST_LIFE
        )

    async def _send(self, request: Request) -> Response:
        self.requests += 1
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if given not in self.tokens:
            return refusal(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
        if request.path_params["project"] != self.project:
            return refusal(403, "PERMISSION_DENIED", "Permission denied on resource project.")
        if self.failures:
            headers = {"retry-after": self.retry_after} if self.retry_after is not None else None
            return JSONResponse({"error": {"status": "UNAVAILABLE"}}, self.failures.pop(0), headers)
        body = await read_json(request)
        message = cast("Mapping[str, Any]", body).get("message") if isinstance(body, dict) else None
        if not isinstance(message, dict) or not isinstance(message.get("token"), str):
            return refusal(400, "INVALID_ARGUMENT", "The message has no target.", field="message")
        if any(not isinstance(value, str) for value in (message.get("data") or {}).values()):
            return refusal(
                400, "INVALID_ARGUMENT", "Values of data are strings.", code=True, field="message.data"
            )
        if message["token"] in self.dead:
            return self.dead[message["token"]]
        self.taken.append(cast("Mapping[str, Any]", message))
        if self.silent:
            await until_hung_up(request)
        return JSONResponse({"name": f"projects/{self.project}/messages/{len(self.taken)}"})


def refusal(status: int, name: str, message: str, *, code: bool = False, field: str = "") -> Response:
    """An error as Google words it; `code` adds what Firebase itself says, `field` what of the request was wrong."""
    details: list[dict[str, Any]] = []
    if code:
        details.append({"@type": _FCM_ERROR, "errorCode": name})
    if field:
        violation = {"field": field, "description": message}
        details.append({"@type": _BAD_REQUEST, "fieldViolations": [violation]})
    error = {"code": status, "message": message, "status": name, "details": details}
    return JSONResponse({"error": error}, status)
