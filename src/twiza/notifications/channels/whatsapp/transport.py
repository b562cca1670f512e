"""The WhatsApp Cloud API: templates to who agreed, answers in our own words to who wrote within the day."""

from datetime import timedelta
from typing import Any, cast

import httpx
import orjson

from twiza.kit.db import unit_of_work
from twiza.kit.outgoing import Outgoing
from twiza.kit.settings import settings
from twiza.notifications import calling
from twiza.notifications.channels.whatsapp.remembering import remember
from twiza.notifications.outcomes import Refused, Unclear

# How long after somebody wrote we may answer without a template.
WINDOW = timedelta(hours=24)
# Meta's codes for "not now": the whole account, this number, or this pair of numbers writes too much.
_TOO_FAST = frozenset({4, 80007, 130429, 131048, 131056})


async def deliver(message: Outgoing) -> None:
    """Post it once, and remember under which id WhatsApp took it."""
    chosen = settings()
    answer = await calling.post(
        f"{chosen.whatsapp_url}/{chosen.whatsapp_phone_id}/messages",
        orjson.dumps(body(message)),
        {
            "Authorization": f"Bearer {chosen.whatsapp_token.get_secret_value()}",
            "Content-Type": "application/json",
        },
    )
    if not answer.is_success:
        busy = calling.is_busy(answer) or _code(answer) in _TOO_FAST
        raise calling.later(answer) if busy else Refused(calling.said(answer))
    wamid = _wamid(answer)
    if not wamid:
        raise Unclear("taken without an id")
    async with unit_of_work() as session:
        await remember(session, message, wamid)


def body(message: Outgoing) -> dict[str, object]:
    """What a row of the outbox is to the Cloud API."""
    common: dict[str, object] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.to.removeprefix("+"),
        # Comes back with every word of its delivery.
        "biz_opaque_callback_data": str(message.id),
    }
    payload = message.payload
    if "template" in payload:
        return {**common, "type": "template", "template": payload["template"]}
    if "action" in payload:
        kind = "list" if "sections" in payload["action"] else "button"
        interactive = {"type": kind, "body": {"text": message.body}, "action": payload["action"]}
        return {**common, "type": "interactive", "interactive": interactive}
    return {**common, "type": "text", "text": {"body": message.body, "preview_url": False}}


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        told: Any = answer.json()
    except ValueError:
        return {}
    return cast("dict[str, Any]", told) if isinstance(told, dict) else {}


def _code(answer: httpx.Response) -> object:
    error = _json(answer).get("error")
    return cast("dict[str, Any]", error).get("code") if isinstance(error, dict) else None


def _wamid(answer: httpx.Response) -> str:
    match _json(answer):
        case {"messages": [{"id": str(wamid)}, *_]}:
            return wamid
        case _:
            return ""
