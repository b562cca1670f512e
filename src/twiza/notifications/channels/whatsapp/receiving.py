"""What the webhook brings is kept raw, each piece once, and handled by the worker: Meta gets its answer at once."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import ids, tasks
from twiza.kit.settings import settings
from twiza.notifications.channels.whatsapp.models import WhatsAppReceived

HANDLE = "handle_whatsapp"


async def take_in(session: AsyncSession, told: object) -> int:
    """How many pieces were new; what was brought before, or isn't for our number, changes nothing."""
    new = 0
    for key, piece in _pieces(told):
        added = await session.scalar(
            insert(WhatsAppReceived)
            .values(id=ids.new(), wamid=key, body=dict(piece))
            .on_conflict_do_nothing(index_elements=["wamid"])
            .returning(WhatsAppReceived.id)
        )
        if added is not None:
            new += 1
            await tasks.enqueue(session, HANDLE, added)
    return new


def _pieces(told: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Each message and each word of a delivery, under a name of its own."""
    for value in _values(told):
        if _dict(value.get("metadata")).get("phone_number_id") != settings().whatsapp_phone_id:
            continue
        contacts = _dicts(value.get("contacts"))
        for message in _dicts(value.get("messages")):
            if isinstance(wamid := message.get("id"), str) and wamid:
                yield wamid, {"message": message, "contact": contacts[0] if contacts else {}}
        for status in _dicts(value.get("statuses")):
            wamid, how_far = status.get("id"), status.get("status")
            if isinstance(wamid, str) and wamid and isinstance(how_far, str):
                yield f"{wamid}:{how_far}", {"status": status}


def _values(told: object) -> Iterator[dict[str, Any]]:
    whole = _dict(told)
    if whole.get("object") != "whatsapp_business_account":
        return
    for entry in _dicts(whole.get("entry")):
        for change in _dicts(entry.get("changes")):
            yield _dict(change.get("value"))


def _dict(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [_dict(one) for one in cast("list[object]", value)] if isinstance(value, list) else []
