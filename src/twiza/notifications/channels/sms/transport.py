"""One adapter for every SMS provider: an address, headers and a JSON template, all from the settings."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import cast

import httpx
import orjson

from twiza.kit.outgoing import Outgoing
from twiza.kit.settings import settings
from twiza.notifications.outcomes import Refused, TryLater, Unclear

TIMEOUT = httpx.Timeout(15, connect=5)
_PLACEHOLDER = re.compile(r"\{(to|text)\}")
_LONGEST_WAIT = timedelta(hours=1)


async def deliver(message: Outgoing) -> None:
    """Post the message once; its id is the idempotency key, for providers that honour one."""
    chosen = settings()
    headers = {
        **chosen.sms_headers,
        "Content-Type": "application/json",
        "Idempotency-Key": str(message.id),
    }
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as client:
            answer = await client.post(
                chosen.sms_url, content=body(chosen.sms_body, message.to, message.body), headers=headers
            )
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise TryLater(f"no connection: {error or type(error).__name__}") from error
    except httpx.TransportError as error:
        raise Unclear(f"no answer: {error or type(error).__name__}") from error
    judge(answer)


def body(template: str, to: str, text: str) -> bytes:
    """Fill `{to}` and `{text}` inside the strings of a JSON template: nothing sent can break out of them."""
    return orjson.dumps(_filled(orjson.loads(template), {"to": to, "text": text}))


def _filled(node: object, values: Mapping[str, str]) -> object:
    # One pass over each string: a `{to}` that somebody wrote in a message stays as they wrote it.
    if isinstance(node, str):
        return _PLACEHOLDER.sub(lambda found: values[found[1]], node)
    if isinstance(node, dict):
        return {key: _filled(value, values) for key, value in cast("dict[str, object]", node).items()}
    if isinstance(node, list):
        return [_filled(value, values) for value in cast("list[object]", node)]
    return node


def judge(answer: httpx.Response) -> None:
    """2xx is taken; 429 and 5xx are worth another try; any other answer would be the same next time."""
    if answer.is_success:
        return
    said = f"HTTP {answer.status_code}: {answer.text[:200]}"
    if answer.status_code == 429 or answer.is_server_error:
        raise TryLater(said, after=_retry_after(answer.headers.get("retry-after", "")))
    raise Refused(said)


def _retry_after(header: str) -> timedelta | None:
    return (
        min(timedelta(seconds=int(header)), _LONGEST_WAIT) if header.isascii() and header.isdigit() else None
    )
