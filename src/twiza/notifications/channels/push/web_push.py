"""Web Push: to browsers, through whichever push service theirs is."""

from datetime import timedelta
from urllib.parse import urlsplit

from twiza.kit.settings import settings
from twiza.notifications import calling
from twiza.notifications.channels.push import sealing, vapid
from twiza.notifications.channels.push.answers import Dead
from twiza.notifications.channels.push.models import DeviceToken
from twiza.notifications.outcomes import Refused

_GONE = frozenset({404, 410})
_TOO_LARGE = 413


def is_service(endpoint: str) -> bool:
    """Whether this is an address of a push service we know: browsers choose whom we call, strangers could too."""
    try:
        parts = urlsplit(endpoint)
        origin, host, scheme = f"{parts.scheme}://{parts.netloc}", parts.hostname or "", parts.scheme
    except ValueError:
        return False
    for known in settings().push_services:
        if origin == known:
            return True
        if "*" in known:
            family = urlsplit(known)
            suffix = (family.hostname or "").removeprefix("*")
            if scheme == family.scheme and parts.netloc == host and host.endswith(suffix):
                return True
    return False


async def send(device: DeviceToken, plain: bytes, *, topic: str, life: timedelta, urgent: bool) -> None:
    """Seal it for this browser and hand it over; a second copy of a topic takes the place of the first."""
    if not is_service(device.token):
        raise Refused("not a push service that we know")
    sealed = sealing.seal(plain, sealing.unpacked(device.p256dh or ""), sealing.unpacked(device.auth or ""))
    answer = await calling.post(
        device.token,
        sealed,
        {
            "Authorization": vapid.authorization(device.token),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(life.total_seconds())),
            "Topic": topic,
            "Urgency": "high" if urgent else "normal",
        },
    )
    if answer.is_success:
        return
    if answer.status_code in _GONE:
        raise Dead(f"Web Push {answer.status_code}")
    raise calling.later(answer) if calling.is_busy(answer) else Refused(calling.said(answer))
