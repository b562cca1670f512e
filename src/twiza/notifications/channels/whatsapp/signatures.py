"""Proofs that a call of the webhook comes from Meta."""

import hashlib
import hmac

from twiza.kit.settings import settings

_PREFIX = "sha256="


def signature(secret: str, raw: bytes) -> str:
    """The header `X-Hub-Signature-256` over these bytes."""
    return _PREFIX + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def is_signed(raw: bytes, header: str) -> bool:
    """Whether Meta signed exactly these bytes; without a secret nothing is."""
    secret = settings().whatsapp_app_secret.get_secret_value()
    return bool(secret) and hmac.compare_digest(header.encode(), signature(secret, raw).encode())


def is_subscription(mode: str, token: str) -> bool:
    """Whether whoever sets up the webhook knows our word."""
    ours = settings().whatsapp_verify_token.get_secret_value()
    return bool(ours) and mode == "subscribe" and hmac.compare_digest(token.encode(), ours.encode())
