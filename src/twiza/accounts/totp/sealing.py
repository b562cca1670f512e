"""The shared secret at rest: encrypted, and bound to its account, so that a copied row opens nothing."""

import base64
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from twiza.accounts import keys

_NONCE = 12


def seal(secret: bytes, account_id: UUID) -> str:
    """What the database keeps."""
    nonce = secrets.token_bytes(_NONCE)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, secret, account_id.bytes)).decode()


def unseal(kept: str, account_id: UUID) -> bytes | None:
    """The secret; None when it was made for another account or under another key of the server."""
    packed = base64.b64decode(kept)
    try:
        return _cipher().decrypt(packed[:_NONCE], packed[_NONCE:], account_id.bytes)
    except InvalidTag:
        return None


def _cipher() -> AESGCM:
    return AESGCM(keys.derived("totp secret"))
