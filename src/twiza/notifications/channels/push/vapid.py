"""VAPID (RFC 8292): we tell a browser's push service who we are by a token signed with our key."""

import base64
from datetime import timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey

from twiza.kit import clock
from twiza.kit.settings import settings

# Services refuse tokens that are good for more than a day.
_LIFE = timedelta(hours=12)


def new_key() -> str:
    """A private key, as the setting wants it."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _text(number.to_bytes(32, "big"))


def read_key(text: str) -> ec.EllipticCurvePrivateKey | None:
    """The private key of a setting, None when there is none; ValueError says that it is no key."""
    if not text:
        return None
    number = int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")
    return ec.derive_private_key(number, ec.SECP256R1())


def public_key() -> str:
    """What a browser subscribes with; empty while there is no key."""
    return _public(settings().vapid_private_key.get_secret_value())


def authorization(endpoint: str) -> str:
    """The header of one call: good for this service alone."""
    private = settings().vapid_private_key.get_secret_value()
    key = read_key(private)
    if key is None:
        raise ValueError("no key")
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((clock.now() + _LIFE).timestamp()),
        "sub": f"mailto:{settings().contact}",
    }
    token = jwt.encode({"alg": "ES256", "typ": "JWT"}, claims, ECKey.import_key(key))
    return f"vapid t={token}, k={_public(private)}"


@lru_cache(maxsize=4)
def _public(private: str) -> str:
    key = read_key(private)
    if key is None:
        return ""
    return _text(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
