"""Notices, devices and agreements belong to the archive of one's own data."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import exporting, own_data
from twiza.notifications.channels.push.models import DeviceToken
from twiza.notifications.channels.whatsapp.models import WhatsAppConsent
from twiza.notifications.models import Notification
from twiza.notifications.rows import shielded


@exporting.part("notifications")
async def notices(session: AsyncSession, account_id: UUID) -> own_data.Rows:
    """What the bell said, and when it was read."""
    shown = (Notification.kind, Notification.params, Notification.read_at, Notification.created_at)
    whose = Notification.account_id == account_id
    found = await own_data.rows(session, select(*shown).where(whose).order_by(Notification.id))
    return [{**one, "params": shielded(one["params"])} for one in found]


@exporting.part("devices")
async def registered(session: AsyncSession, account_id: UUID) -> own_data.Rows:
    """Which kinds of devices took notifications, and since when; their addresses open nothing for people."""
    shown = (DeviceToken.platform, DeviceToken.created_at, DeviceToken.revoked_at)
    whose = DeviceToken.account_id == account_id
    return await own_data.rows(session, select(*shown).where(whose).order_by(DeviceToken.id))


@exporting.part("whatsapp")
async def agreement(session: AsyncSession, account_id: UUID) -> own_data.Rows:
    """When, where and to which words they agreed to WhatsApp messages."""
    shown = (
        WhatsAppConsent.phone,
        WhatsAppConsent.agreed_at,
        WhatsAppConsent.source,
        WhatsAppConsent.words,
        WhatsAppConsent.stopped_at,
    )
    return await own_data.rows(session, select(*shown).where(WhatsAppConsent.account_id == account_id))
