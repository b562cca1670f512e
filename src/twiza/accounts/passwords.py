"""Passwords: ten characters or more, not a common one, kept as argon2id."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_, digits
from twiza.kit.settings import settings

SHORTEST = 10
LONGEST = 200
TOO_SHORT = N_(
    "Use at least 10 characters. Three or four words in a row are easy to remember and hard to guess."
)
TOO_LONG = N_("Use at most 200 characters.")
TOO_COMMON = N_("This password is among the first that a thief would try. Choose another one.")
TOO_PERSONAL = N_("This password is made of your own name, number or address. Choose another one.")

_COMMON_FILE = Path(__file__).with_name("common_passwords.txt")
_KEYBOARD = (
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
)
_LEET = str.maketrans("0134578@$!", "oleastbasi")


def check(password: str, *personal: str | None, field: str = "password") -> None:
    """Refuse what is short, common, a pattern of the keyboard, or made of the person's own details."""
    plain = normal(password)
    if len(plain) < SHORTEST:
        raise Invalid({field: TOO_SHORT})
    if len(plain) > LONGEST:
        raise Invalid({field: TOO_LONG})
    folded = digits(plain).casefold()
    if _is_common(folded) or _is_pattern(folded):
        raise Invalid({field: TOO_COMMON})
    if _is_personal(folded, personal):
        raise Invalid({field: TOO_PERSONAL})


def normal(password: str) -> str:
    """The same text from every keyboard: composed, compatible characters folded."""
    return unicodedata.normalize("NFKC", password)


async def hashed(password: str) -> str:
    """The argon2id hash; it takes memory and a core, so few are made at once, away from the event loop."""
    return await to_thread.run_sync(_hasher().hash, normal(password), limiter=_limiter())


async def matches(password_hash: str | None, password: str) -> bool:
    """Whether this is the password; without a hash the same work is done, and the answer is no."""
    typed = normal(password)[: LONGEST + 1]
    right = await to_thread.run_sync(_verified, password_hash, typed, limiter=_limiter())
    return right and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other costs than today's."""
    return _hasher().check_needs_rehash(password_hash)


def _verified(password_hash: str | None, password: str) -> bool:
    try:
        return _hasher().verify(password_hash or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache
def _hasher() -> PasswordHasher:
    """OWASP's argon2id with 46 MiB and one lane; tests are not about its cost."""
    if settings().env == "test":
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)


@lru_cache
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(2)


@lru_cache
def _nobody() -> str:
    return _hasher().hash("nobody's password")


@lru_cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON_FILE.read_text(encoding="utf-8").split())


def _is_common(folded: str) -> bool:
    """The word itself, or a known word dressed up with a year, a number or signs."""
    squeezed = re.sub(r"[\s._-]+", "", folded)
    undressed = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", squeezed)
    candidates = {folded, squeezed, undressed, squeezed.translate(_LEET), undressed.translate(_LEET)}
    return bool(candidates & _common())


def _is_pattern(folded: str) -> bool:
    """One short piece repeated, or a run along the keyboard, the alphabet or the digits."""
    if len(set(folded)) < 4:
        return True
    if any(folded == (folded[:size] * len(folded))[: len(folded)] for size in range(1, len(folded) // 2 + 1)):
        return True
    rows = [*_KEYBOARD, *(row[::-1] for row in _KEYBOARD)]
    return any(folded in row * 2 for row in rows)


def _is_personal(folded: str, personal: tuple[str | None, ...]) -> bool:
    """Little more than the person's names, phone or email: what is left of it would be too short."""
    left = folded
    for detail in sorted(_pieces(personal), key=len, reverse=True):
        left = left.replace(detail, "")
    return left != folded and len(re.sub(r"[\W\d_]", "", left)) < 4


def _pieces(personal: tuple[str | None, ...]) -> set[str]:
    pieces: set[str] = set()
    for detail in filter(None, personal):
        folded = unicodedata.normalize("NFKC", detail).casefold()
        pieces.update(re.split(r"[\s@._-]+", folded))
        number = re.sub(r"\D", "", folded)
        pieces.update({number, number[-9:]} if len(number) >= 9 else ())
    return {piece for piece in pieces if len(piece) >= 3}
