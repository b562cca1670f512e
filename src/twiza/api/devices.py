"""The devices that take one's notifications."""

from fastapi import APIRouter, Response

from twiza.api.answers import answer, since
from twiza.api.deps import CurrentViewer, Session
from twiza.api.schemas.devices import Device, DeviceGiven, DeviceGone
from twiza.notifications.channels.push import devices
from twiza.notifications.channels.push.models import Platform

router = APIRouter(prefix="/devices", tags=["account"])


@router.post("", status_code=201, responses={201: {"model": Device}})
async def register_device(viewer: CurrentViewer, session: Session, given: DeviceGiven) -> Response:
    """This device takes your notifications from now on, and nobody else’s; saying it again changes nothing."""
    kept = await devices.register(
        session,
        viewer.id,
        platform=Platform(given.platform),
        token=given.token,
        p256dh=given.keys.p256dh if given.keys else None,
        auth=given.keys.auth if given.keys else None,
    )
    await session.refresh(kept, ["created_at"])
    told = {"id": kept.id, "platform": kept.platform, **since(kept.created_at)}
    return answer(told, status=201, private=True)


@router.delete("", status_code=204)
async def remove_device(viewer: CurrentViewer, session: Session, gone: DeviceGone) -> Response:
    """This device takes no notifications any more."""
    await devices.remove(session, viewer.id, token=gone.token)
    return Response(status_code=204)
