"""A browser and its push service on this machine: checks VAPID's token and opens what was sealed (RFC 8291, 8292)."""

import base64
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.stand_ins.sms import until_hung_up

_DAY = 24 * 3600
_LARGEST = 4096


@dataclass
class Browser:
    """One subscription: what the page gives us, and what opens what we send."""

    name: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    shown: list[bytes] = field(default_factory=list)

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def keys(self) -> dict[str, str]:
        return {"p256dh": _text(self.public), "auth": _text(self.auth)}

    def opened(self, body: bytes) -> bytes:
        """The words, as a browser finds them; ValueError when they weren't sealed for it."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        if size < 18 or len(sealed) > size:
            raise ValueError("more than one record")
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.key.exchange(ec.ECDH(), theirs)
        # HKDF written out with HMAC, so that sealing and opening share no line.
        secret = _mac(_mac(self.auth, shared), b"WebPush: info\x00" + self.public + sender + b"\x01")
        base = _mac(salt, secret)
        key = _mac(base, b"Content-Encoding: aes128gcm\x00\x01")[:16]
        nonce = _mac(base, b"Content-Encoding: nonce\x00\x01")[:12]
        try:
            plain = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00")
        except InvalidTag as error:
            raise ValueError("not sealed for this browser") from error
        if not plain.endswith(b"\x02"):
            raise ValueError("the record isn't the last")
        return plain[:-1]


@dataclass
class PushService:
    """What a browser's maker runs: `app` is what a server runs; subscriptions may end or fail when told to."""

    public_key: str
    address: str = ""
    browsers: dict[str, Browser] = field(default_factory=dict)
    requests: int = 0
    headers: list[Mapping[str, str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    retry_after: str | None = None
    silent: bool = False

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route("/push/{name}", self._take, methods=["POST"])])

    def subscribe(self, name: str) -> Browser:
        """A browser says yes to notifications."""
        self.browsers[name] = Browser(name)
        return self.browsers[name]

    def endpoint(self, browser: Browser) -> str:
        return f"{self.address}/push/{browser.name}"

    async def _take(self, request: Request) -> Response:
        self.requests += 1
        fault = self._fault(request.headers)
        if fault:
            return Response(fault, 400 if "VAPID" not in fault else 403)
        if self.answers:
            headers = {"retry-after": self.retry_after} if self.retry_after is not None else None
            return Response("asked to", self.answers.pop(0), headers)
        browser = self.browsers.get(request.path_params["name"])
        if browser is None:
            return Response("no such subscription", 404)
        body = await request.body()
        if len(body) > _LARGEST:
            return Response("too large", 413)
        try:
            browser.shown.append(browser.opened(body))
        except (ValueError, IndexError) as error:
            return Response(str(error), 400)
        self.headers.append(dict(request.headers))
        if self.silent:
            await until_hung_up(request)
        return Response(status_code=201)

    def _fault(self, headers: Mapping[str, str]) -> str:
        if headers.get("content-encoding") != "aes128gcm":
            return "not aes128gcm"
        if not headers.get("ttl", "").isdigit():
            return "TTL is required"
        topic = headers.get("topic", "")
        if len(topic) > 32 or not topic.replace("-", "").replace("_", "").isalnum():
            return "Topic is too long"
        return "" if self._is_known(headers.get("authorization", "")) else "VAPID token refused"

    def _is_known(self, authorization: str) -> bool:
        """Signed with ES256 by the key the browser subscribed with, for this service, for a day at most."""
        parts = dict(
            part.split("=", 1) for part in authorization.removeprefix("vapid ").split(", ") if "=" in part
        )
        if parts.get("k") != self.public_key:
            return False
        point = base64.urlsafe_b64decode(self.public_key + "=" * (-len(self.public_key) % 4))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        try:
            told = jwt.decode(parts.get("t", ""), ECKey.import_key(key), algorithms=["ES256"]).claims
        except (JoseError, ValueError):
            return False
        lives = time.time() < told.get("exp", 0) <= time.time() + _DAY
        return lives and told.get("aud") == self.address and str(told.get("sub", "")).startswith("mailto:")


def _mac(key: bytes, data: bytes) -> bytes:
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(data)
    return made.finalize()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
