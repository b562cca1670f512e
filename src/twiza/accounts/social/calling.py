"""Asking a provider something: bounded in time, a readable refusal when it fails. Never inside a transaction."""

from collections.abc import Mapping
from typing import Any, cast

import httpx
import structlog

from twiza.accounts.social.failing import ProviderSilent

TIMEOUT = httpx.Timeout(8, connect=4)
_AGENT = "Twiza"

log = structlog.get_logger()


async def get(provider: str, address: str, *, token: str = "") -> Any:
    """The JSON at an address, perhaps with a token."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return await _call(provider, "GET", address, headers, None)


async def post(provider: str, address: str, form: Mapping[str, str]) -> dict[str, Any]:
    """The JSON object that answers a form."""
    answer = await _call(provider, "POST", address, {}, form)
    return as_object(provider, answer)


def as_object(provider: str, answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise ProviderSilent(provider=provider)
    return cast("dict[str, Any]", answer)


async def _call(
    provider: str, method: str, address: str, headers: Mapping[str, str], form: Mapping[str, str] | None
) -> Any:
    asking = {"Accept": "application/json", "User-Agent": _AGENT, **headers}
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT) as client:
            answer = await client.request(method, address, headers=asking, data=form)
        if not answer.is_success:
            # The address and the status only: bodies may hold tokens.
            log.warning("a sign-in provider refused", provider=provider, status=answer.status_code)
            raise ProviderSilent(provider=provider)
        return answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        log.warning("a sign-in provider failed", provider=provider, fault=type(error).__name__)
        raise ProviderSilent(provider=provider) from error
