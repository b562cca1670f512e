"""A pro answers a request by tapping: it counts like a click in the site, and first-confirmed-wins decides.

It counts only from the number or id of the pro who was asked, and on a message of ours about that booking: whoever
forwards it, copies its payload or guesses an id changes nothing.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.bookings import confirming, declining, lengthening
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import Duration
from twiza.bookings.models import Booking
from twiza.kit import clock, i18n, ids
from twiza.kit.errors import Conflict, DomainError
from twiza.kit.i18n import N_, ngettext
from twiza.kit.i18n import gettext as _
from twiza.notifications import links
from twiza.notifications.channels.whatsapp import remembering
from twiza.notifications.channels.whatsapp.models import WhatsAppReceived
from twiza.notifications.channels.whatsapp.replying import reply

# How long after a confirmation its duration may still be chosen in the conversation.
CHOOSING = timedelta(minutes=30)
TOO_LATE = N_("It is too late to choose the duration here.")
_PAYLOAD = re.compile(r"bk:(?P<booking>[0-9a-f-]{36}):(?P<verb>confirm|decline|h[2348])")


class TapRefused(Exception):
    """The booking said no: whatever the tap began is undone, and the pro is told why."""

    def __init__(self, booking_id: UUID, pro_id: UUID, refusal: DomainError) -> None:
        super().__init__(refusal.code)
        self.booking_id, self.pro_id, self.refusal, self.code = booking_id, pro_id, refusal, refusal.code


async def tap(
    session: AsyncSession, received: WhatsAppReceived, payload: str, answered: str, senders: set[UUID]
) -> str:
    """Do what was tapped and answer with the outcome; anything else is ignored without a word."""
    found = _PAYLOAD.fullmatch(payload)
    booking_id = ids.parse(found["booking"]) if found else None
    if found is None or booking_id is None:
        return "not a button of ours"
    ours = await remembering.sent(session, answered)
    if ours is None or ours.booking_id != booking_id:
        return "not an answer to a message of ours"
    pro_id = await session.scalar(select(Booking.pro_id).where(Booking.id == booking_id))
    if pro_id is None or ours.account_id != pro_id or pro_id not in senders:
        return "not from the pro who was asked"
    try:
        await _VERBS.get(found["verb"], _lengthen)(session, received, booking_id, pro_id, found["verb"])
        # The database's own refusals come out here, while they can still be told.
        await session.flush()
    except DomainError as refusal:
        raise TapRefused(booking_id, pro_id, refusal) from refusal
    return found["verb"]


async def tell_refusal(session: AsyncSession, received: WhatsAppReceived, refused: TapRefused) -> None:
    """In the words of the rule that said no."""
    pro = await _account(session, refused.pro_id)
    with i18n.use(pro.language):
        address = await _address(session, refused.booking_id, pro.language)
        await reply(session, received, pro, f"{refused.refusal.text()}\n{address}")


async def _confirm(
    session: AsyncSession, received: WhatsAppReceived, booking_id: UUID, pro_id: UUID, _verb: str
) -> None:
    """One hour at first; the list that follows offers longer ones, as far as they are free."""
    await confirming.confirm(session, booking_id, by=Actor.person(pro_id), duration=Duration.H1)
    longer = await lengthening.possible(session, booking_id)
    pro = await _account(session, pro_id)
    with i18n.use(pro.language):
        address = await _address(session, booking_id, pro.language)
        if not longer:
            text = _(
                "The booking is yours: one hour is held. Everything about it: {address}", address=address
            )
            await reply(session, received, pro, text)
            return
        text = _(
            "The booking is yours: one hour is held. Will it take longer? Choose within 30 minutes. "
            "Everything about it: {address}",
            address=address,
        )
        await reply(
            session,
            received,
            pro,
            text,
            {"booking": str(booking_id), "kind": "durations", "action": _list(booking_id, longer)},
        )


async def _decline(
    session: AsyncSession, received: WhatsAppReceived, booking_id: UUID, pro_id: UUID, _verb: str
) -> None:
    await declining.decline(session, booking_id, by=Actor.person(pro_id))
    pro = await _account(session, pro_id)
    with i18n.use(pro.language):
        await reply(session, received, pro, _("The request is declined. Thank you for answering."))


async def _lengthen(
    session: AsyncSession, received: WhatsAppReceived, booking_id: UUID, pro_id: UUID, verb: str
) -> None:
    confirmed_at = await session.scalar(select(Booking.confirmed_at).where(Booking.id == booking_id))
    if confirmed_at is None or clock.now() > confirmed_at + CHOOSING:
        raise Conflict(TOO_LATE, code="too_late")
    duration = Duration(verb.upper())
    await lengthening.lengthen(session, booking_id, by=Actor.person(pro_id), duration=duration)
    pro = await _account(session, pro_id)
    with i18n.use(pro.language):
        held = ngettext(
            "{n} hour is held for this booking.", "{n} hours are held for this booking.", duration.hours
        )
        address = await _address(session, booking_id, pro.language)
        await reply(session, received, pro, f"{held}\n{address}")


_VERBS = {"confirm": _confirm, "decline": _decline}


def _list(booking_id: UUID, durations: Sequence[Duration]) -> Mapping[str, object]:
    """The lines to choose from; WhatsApp allows 24 signs in each, and 20 on the button."""
    rows = [
        {"id": f"bk:{booking_id}:{one.value.lower()}", "title": ngettext("{n} hour", "{n} hours", one.hours)}
        for one in durations
    ]
    return {"button": _("Duration"), "sections": [{"title": _("Duration"), "rows": rows}]}


async def _account(session: AsyncSession, account_id: UUID) -> Account:
    return (await session.execute(select(Account).where(Account.id == account_id))).scalar_one()


async def _address(session: AsyncSession, booking_id: UUID, language: str) -> str:
    reference = await session.scalar(select(Booking.reference).where(Booking.id == booking_id))
    return links.absolute(language, f"/bookings/{reference}")
