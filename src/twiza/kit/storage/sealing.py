"""Sealed files: encrypted with a key of their own that lies outside the database and outside the store.

A stolen dump or disk alone shows nothing; deleting the key deletes the file wherever a copy of its bytes may be.
"""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from twiza.kit.errors import NotFound
from twiza.kit.settings import settings

_HEADER = b"TWZ1"
_NONCE = 12


def seal(key_name: str, data: bytes) -> bytes:
    """Encrypt under a fresh key; the file's own name is bound in, so two files can't be swapped."""
    key = AESGCM.generate_key(bit_length=256)
    _write_key(_path(key_name), key)
    nonce = secrets.token_bytes(_NONCE)
    return _HEADER + nonce + AESGCM(key).encrypt(nonce, data, key_name.encode())


def unseal(key_name: str, sealed: bytes) -> bytes:
    """The content again; a missing key or touched bytes read as a missing file."""
    start = len(_HEADER) + _NONCE
    try:
        key = _path(key_name).read_bytes()
        return AESGCM(key).decrypt(sealed[len(_HEADER) : start], sealed[start:], key_name.encode())
    except (FileNotFoundError, InvalidTag, ValueError) as error:
        raise NotFound from error


def destroy_key(key_name: str) -> None:
    """After this nobody can read the file any more, us included; the key's own bytes don't outlive its name."""
    path = _path(key_name)
    try:
        _overwrite(path)
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)


def has_key(key_name: str) -> bool:
    """Whether the file could still be read."""
    return _path(key_name).exists()


def keys_folder() -> Path:
    """Where the keys lie; shared by all processes, backed up apart from the database."""
    return settings().data_dir / "keys"


def _path(key_name: str) -> Path:
    return keys_folder() / f"{key_name}.key"


def _overwrite(path: Path) -> None:
    """An unlinked file's bytes stay on the disk until something else is written there: write it ourselves."""
    handle = os.open(path, os.O_WRONLY)
    try:
        os.write(handle, secrets.token_bytes(os.fstat(handle).st_size))
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_key(path: Path, key: bytes) -> None:
    """On disk for certain before anything depends on it, and readable by this user alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, key)
        os.fsync(handle)
    finally:
        os.close(handle)
