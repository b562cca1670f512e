"""Addresses inside messages: absolute, in the language of the person who gets them."""

import hashlib
import hmac
from uuid import UUID

from twiza.kit import ids
from twiza.kit.settings import settings


def absolute(language: str, path: str) -> str:
    """The public address of one of our pages; French carries no prefix."""
    prefix = "" if language == "fr" else f"/{language}"
    return f"{settings().public_url}{prefix}{path}"


def unsubscribe_url(language: str, account_id: UUID, group: str) -> str:
    """Where one tap ends emails of this group: it needs no sign-in, and never goes out of date."""
    return absolute(
        language, f"/notifications/unsubscribe/{account_id}.{group}.{_signature(account_id, group)}"
    )


def read_unsubscribe(token: str) -> tuple[UUID, str] | None:
    """Whose emails of which group a token ends, or None when we didn't write it."""
    account, _, rest = token.partition(".")
    group, _, signature = rest.partition(".")
    account_id = ids.parse(account)
    if account_id is None or not hmac.compare_digest(
        signature.encode(), _signature(account_id, group).encode()
    ):
        return None
    return account_id, group


def _signature(account_id: UUID, group: str) -> str:
    said = f"unsubscribe:{account_id}:{group}".encode()
    return hmac.new(settings().secret.encode(), said, hashlib.sha256).hexdigest()[:32]
