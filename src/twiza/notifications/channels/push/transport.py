"""One push to one device: looked at again before it leaves, for devices come and go."""

from datetime import timedelta

import orjson
from sqlalchemy import select

from twiza.kit import clock, ids
from twiza.kit.db import unit_of_work
from twiza.kit.outgoing import Outgoing
from twiza.kit.settings import settings
from twiza.notifications import links
from twiza.notifications.channels.push import devices, fcm, sealing, web_push
from twiza.notifications.channels.push.answers import Dead
from twiza.notifications.channels.push.models import DeviceToken, Platform
from twiza.notifications.outcomes import NoKeys, Refused

# Later nobody wants to be woken by it; the bell still has it.
LIFE = timedelta(hours=12)
_SHORTENED = 300


async def deliver(message: Outgoing) -> None:
    """Send it once; a device that its provider calls dead is never written to again."""
    device = await _device(message.to)
    if device is None:
        raise Refused("the device is gone")
    try:
        await (_to_browser if device.platform is Platform.WEB else _to_phone)(device, message)
    except Dead as dead:
        await devices.bury(device.id, str(dead))
        raise


async def _device(device_id: str) -> DeviceToken | None:
    live = (DeviceToken.id == ids.parse(device_id), DeviceToken.revoked_at.is_(None))
    async with unit_of_work() as session:
        return await session.scalar(select(DeviceToken).where(*live))


async def _to_browser(device: DeviceToken, message: Outgoing) -> None:
    if not settings().vapid_private_key.get_secret_value():
        raise NoKeys("no key for browsers")
    told = {**_told(message), "lang": message.language, "dir": "rtl" if message.language == "ar" else "ltr"}
    plain = orjson.dumps(told)
    if len(plain) > sealing.LONGEST:
        plain = orjson.dumps({**told, "body": message.body[:_SHORTENED] + "…"})
    await web_push.send(
        device, plain, topic=_topic(message), life=_life(message), urgent=bool(message.payload.get("urgent"))
    )


async def _to_phone(device: DeviceToken, message: Outgoing) -> None:
    if not settings().fcm_service_account.get_secret_value():
        raise NoKeys("no service account for the app")
    told = _told(message)
    urgent = bool(message.payload.get("urgent"))
    until = int((clock.now() + _life(message)).timestamp())
    await fcm.send(
        device,
        {
            "notification": {"title": told["title"], "body": told["body"]},
            "data": {"notice": told["notice"], "path": told["path"], "kind": told["kind"]},
            "android": {
                "priority": "HIGH" if urgent else "NORMAL",
                "ttl": f"{int(_life(message).total_seconds())}s",
                "collapse_key": _topic(message),
                "notification": {"tag": _topic(message)},
            },
            "apns": {
                "headers": {
                    "apns-priority": "10" if urgent else "5",
                    "apns-expiration": str(until),
                    "apns-collapse-id": _topic(message),
                },
                "payload": {"aps": {"sound": "default"}},
            },
        },
    )


def _told(message: Outgoing) -> dict[str, str]:
    """Ids and words; opening its page also marks the notice as read."""
    notice = str(message.payload.get("notice", ""))
    path = links.absolute(message.language, f"/notifications/{notice}")
    return {
        "title": message.subject or "Twiza",
        "body": message.body,
        "notice": notice,
        "kind": str(message.payload.get("kind", "")),
        "path": path.removeprefix(settings().public_url),
    }


def _topic(message: Outgoing) -> str:
    """What makes two copies one: 32 letters, as services allow."""
    return str(message.payload.get("notice") or message.id).replace("-", "")


def _life(message: Outgoing) -> timedelta:
    if message.expires_at is None:
        return LIFE
    return max(min(message.expires_at - clock.now(), LIFE), timedelta(0))
