"""A person's devices: each takes their pushes until they say no, sign in as somebody else, or it is gone."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_
from twiza.notifications.channels.push import sealing, web_push
from twiza.notifications.channels.push.models import DeviceToken, Platform

NOT_A_BROWSER = N_("This browser’s notifications can’t be reached.")
LONGEST_TOKEN = 4096
# A person has a handful of devices; whoever registers more replaces the oldest.
MOST_DEVICES = 20


async def register(
    session: AsyncSession,
    account_id: UUID,
    *,
    platform: Platform,
    token: str,
    p256dh: str | None = None,
    auth: str | None = None,
) -> DeviceToken:
    """From now on this device takes this person's pushes, and nobody else's."""
    if platform is Platform.WEB:
        if not web_push.is_service(token):
            raise Invalid({"token": NOT_A_BROWSER})
        if not sealing.are_keys(p256dh or "", auth or ""):
            raise Invalid({"keys": NOT_A_BROWSER})
    else:
        p256dh = auth = None
    known = await session.scalar(
        select(DeviceToken)
        .where(DeviceToken.token == token, DeviceToken.revoked_at.is_(None))
        .with_for_update()
    )
    if known is not None:
        if (known.account_id, known.p256dh, known.auth) == (account_id, p256dh, auth):
            return known
        known.revoked_at, known.revoked_why = clock.now(), "registered again"
        await session.flush()
    device = DeviceToken(account_id=account_id, platform=platform, token=token, p256dh=p256dh, auth=auth)
    session.add(device)
    await session.flush()
    await _keep_newest(session, account_id)
    return device


async def remove(session: AsyncSession, account_id: UUID, *, token: str) -> None:
    """This device takes no pushes any more; what isn't theirs is left alone without a word."""
    await _revoke(session, "switched off", DeviceToken.account_id == account_id, DeviceToken.token == token)


async def remove_all(session: AsyncSession, account_id: UUID, why: str) -> None:
    """The person leaves, or leaves all devices."""
    await _revoke(session, why, DeviceToken.account_id == account_id)


async def bury(device_id: UUID, why: str) -> None:
    """Its provider says that it is gone; written at once, whatever becomes of the message."""
    async with unit_of_work() as session:
        await _revoke(session, why, DeviceToken.id == device_id)


async def of(session: AsyncSession, account_id: UUID) -> Sequence[DeviceToken]:
    """Where this person takes pushes, the newest last."""
    live = (DeviceToken.account_id == account_id, DeviceToken.revoked_at.is_(None))
    return (await session.scalars(select(DeviceToken).where(*live).order_by(DeviceToken.id))).all()


async def _keep_newest(session: AsyncSession, account_id: UUID) -> None:
    for old in (await of(session, account_id))[:-MOST_DEVICES]:
        await _revoke(session, "too many", DeviceToken.id == old.id)


async def _revoke(session: AsyncSession, why: str, *which: ColumnElement[bool]) -> None:
    await session.execute(
        update(DeviceToken)
        .where(DeviceToken.revoked_at.is_(None), *which)
        .values(revoked_at=clock.now(), revoked_why=why)
    )
