"""What the webhook brought is acted upon: words of delivery, taps on buttons, STOP and START."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.kit import clock, i18n
from twiza.kit.db import lock, unit_of_work
from twiza.kit.folding import fold
from twiza.kit.i18n import gettext as _
from twiza.notifications import links
from twiza.notifications.channels.whatsapp import consenting, remembering, tapping
from twiza.notifications.channels.whatsapp.models import WhatsAppConsent, WhatsAppReceived
from twiza.notifications.channels.whatsapp.replying import reply

STOP = frozenset(
    fold(word)
    for word in (
        "stop",
        "arrêt",
        "arrêter",
        "arrêtez",
        "désabonner",
        "unsubscribe",
        "توقف",
        "إيقاف",
        "أوقف",
        "قف",
    )
)
START = frozenset(fold(word) for word in ("start", "reprendre", "commencer", "ابدأ", "استئناف", "ابدا"))
_ONCE_A_DAY = timedelta(hours=24)
_PHONE = re.compile(r"[1-9][0-9]{6,14}")


@dataclass(frozen=True)
class Sender:
    """Who wrote: a number, an id where WhatsApp hides it, or both."""

    phone: str | None
    user_id: str | None


async def handle(received_id: UUID) -> None:
    """Act on one piece, once: what it led to commits together with the word that it was handled."""
    try:
        async with unit_of_work() as session:
            received = await _unhandled(session, received_id)
            if received is not None:
                _close(received, await _act(session, received))
    except tapping.TapRefused as refused:
        # What the tap wanted was undone; its answer, and that it was handled, are written by themselves.
        async with unit_of_work() as session:
            received = await _unhandled(session, received_id)
            if received is not None:
                await tapping.tell_refusal(session, received, refused)
                _close(received, f"refused: {refused.code}")


async def _unhandled(session: AsyncSession, received_id: UUID) -> WhatsAppReceived | None:
    received = await lock(session, WhatsAppReceived, received_id)
    return None if received.handled_at is not None else received


def _close(received: WhatsAppReceived, outcome: str) -> None:
    received.handled_at, received.outcome = clock.now(), outcome


async def _act(session: AsyncSession, received: WhatsAppReceived) -> str:
    match received.body:
        case {"status": dict(status)}:
            return await _delivery(session, status)
        case {"message": dict(message), "contact": dict(contact)}:
            return await _message(session, received, message, contact)
        case _:
            return "not understood"


async def _delivery(session: AsyncSession, status: Mapping[str, Any]) -> str:
    errors = [
        f"{one.get('code')} {one.get('title', '')}"
        for one in status.get("errors") or []
        if isinstance(one, dict)
    ]
    known = await remembering.told(
        session,
        str(status["id"]),
        str(status["status"]),
        _moment(status.get("timestamp")),
        carried=str(status.get("biz_opaque_callback_data", "")),
        error="; ".join(errors),
    )
    return str(status["status"]) if known else "not ours"


async def _message(
    session: AsyncSession, received: WhatsAppReceived, message: Mapping[str, Any], contact: Mapping[str, Any]
) -> str:
    sender = _sender(message, contact)
    whose = select(WhatsAppConsent).where(consenting.is_from(sender.phone, sender.user_id))
    consents = (await session.scalars(whose.order_by(WhatsAppConsent.account_id).with_for_update())).all()
    if not consents:
        return "unknown sender"
    quiet_until_now = all(
        one.heard_at is None or one.heard_at <= clock.now() - _ONCE_A_DAY for one in consents
    )
    await consenting.heard(session, sender.phone, sender.user_id)
    tap = _tapped(message)
    if tap is not None:
        context = message.get("context")
        answered = str(context.get("id", "")) if isinstance(context, dict) else ""
        return await tapping.tap(session, received, tap, answered, {one.account_id for one in consents})
    return await _words(session, received, message, [one.account_id for one in consents], quiet_until_now)


async def _words(
    session: AsyncSession,
    received: WhatsAppReceived,
    message: Mapping[str, Any],
    accounts: list[UUID],
    may_answer: bool,
) -> str:
    """STOP ends messages to this number, START begins them again; nothing else is read."""
    if _kind(message) == "user_changed_number":
        # The number may be somebody else's tomorrow.
        for account_id in accounts:
            await consenting.stop(session, account_id)
        return "number changed"
    said = fold(_text(message)).strip(" .!؟?")
    if said in STOP:
        for account_id in accounts:
            await consenting.stop(session, account_id)
        await _answer(session, received, accounts[0], "stop")
        return "stopped"
    if said in START:
        for account_id in accounts:
            await consenting.resume(session, account_id)
        await _answer(session, received, accounts[0], "start")
        return "started"
    if may_answer:
        await _answer(session, received, accounts[0], "unread")
    return "not read"


async def _answer(session: AsyncSession, received: WhatsAppReceived, account_id: UUID, about: str) -> None:
    account = (await session.execute(select(Account).where(Account.id == account_id))).scalar_one()
    with i18n.use(account.language):
        texts = {
            "stop": _("You get no more WhatsApp messages from Twiza. Answer START to get them again."),
            "start": _(
                "You get Twiza’s WhatsApp messages about your bookings again. Answer STOP to end them."
            ),
            "unread": _(
                "Nobody reads messages sent to this number. Write to people on Twiza: {address}",
                address=links.absolute(account.language, "/messages"),
            ),
        }
        await reply(session, received, account, texts[about])


def _sender(message: Mapping[str, Any], contact: Mapping[str, Any]) -> Sender:
    number = str(message.get("from") or contact.get("wa_id") or "").removeprefix("+")
    user_id = message.get("from_user_id") or contact.get("user_id")
    phone = f"+{number}" if _PHONE.fullmatch(number) else None
    return Sender(phone, user_id if isinstance(user_id, str) and user_id else None)


def _tapped(message: Mapping[str, Any]) -> str | None:
    """What the button or the line of the list carries."""
    match message:
        case {"type": "button", "button": {"payload": str(payload)}}:
            return payload
        case {"type": "interactive", "interactive": {"button_reply": {"id": str(payload)}}}:
            return payload
        case {"type": "interactive", "interactive": {"list_reply": {"id": str(payload)}}}:
            return payload
        case _:
            return None


def _text(message: Mapping[str, Any]) -> str:
    match message:
        case {"type": "text", "text": {"body": str(body)}}:
            return body
        case _:
            return ""


def _kind(message: Mapping[str, Any]) -> str:
    match message:
        case {"type": "system", "system": {"type": str(kind)}}:
            return kind
        case _:
            return ""


def _moment(timestamp: object) -> datetime:
    """When Meta says it was; nonsense is now."""
    text = str(timestamp or "")
    if text.isascii() and text.isdigit() and len(text) <= 10:
        return datetime.fromtimestamp(int(text), UTC)
    return clock.now()
