"""Sealing a push for one browser (RFC 8291, `aes128gcm` of RFC 8188): the push service between us can't read it."""

import base64
import secrets

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_RECORD = 4096
# One record holds everything: its end is marked, and the tag takes sixteen bytes.
LONGEST = _RECORD - 16 - 1 - 86
_END = b"\x02"
_POINT = 65
_SECRET = 16


def seal(
    plain: bytes,
    browser_key: bytes,
    auth: bytes,
    *,
    salt: bytes | None = None,
    ours: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """The body of one push; salt and our key are fresh each time, and given only to compare with the standard."""
    salt = salt or secrets.token_bytes(16)
    ours = ours or ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), browser_key)
    public = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = ours.exchange(ec.ECDH(), theirs)
    secret = _derived(shared, auth, b"WebPush: info\x00" + browser_key + public, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
    header = salt + _RECORD.to_bytes(4, "big") + bytes([len(public)]) + public
    return header + AESGCM(key).encrypt(nonce, plain + _END, None)


def unpacked(text: str) -> bytes:
    """Bytes as browsers write them: base64 for addresses, without its padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def are_keys(browser_key: str, auth: str) -> bool:
    """Whether a browser's two keys can be used: a point of the curve, and a secret of the right length."""
    try:
        point, secret = unpacked(browser_key), unpacked(auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return len(point) == _POINT and len(secret) == _SECRET


def _derived(key: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(key)
