"""One adapter for every SMS provider: an address, headers and a JSON template, all from the settings."""

import re
from collections.abc import Mapping
from typing import cast

import httpx
import orjson

from twiza.kit.outgoing import Outgoing
from twiza.kit.settings import settings
from twiza.notifications import calling
from twiza.notifications.channels.sms.alphabet import fitted
from twiza.notifications.outcomes import Refused

_PLACEHOLDER = re.compile(r"\{(to|text)\}")


async def deliver(message: Outgoing) -> None:
    """Post the message once; its id is the idempotency key, for providers that honour one."""
    chosen = settings()
    headers = {
        **chosen.sms_headers,
        "Content-Type": "application/json",
        "Idempotency-Key": str(message.id),
    }
    answer = await calling.post(
        chosen.sms_url, body(chosen.sms_body, message.to, fitted(message.body)), headers
    )
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
    raise calling.later(answer) if calling.is_busy(answer) else Refused(calling.said(answer))
