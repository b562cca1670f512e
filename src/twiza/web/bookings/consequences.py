"""What cancelling would lead to, told before it is done."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.bookings import delays, lateness
from twiza.bookings.kinds import BookingParty, BookingStatus, PenaltyType
from twiza.bookings.models import Booking
from twiza.bookings.offences import ClientStanding, Effect, Outcome, ProStanding
from twiza.bookings.standing import Standing, standing
from twiza.kit import clock
from twiza.kit.i18n import format_date
from twiza.kit.i18n import gettext as _
from twiza.kit.settings import settings
from twiza.pros.models import ProProfile
from twiza.web.orders.words import moment


async def of_cancelling(
    connection: AsyncConnection, booking: Booking, party: BookingParty, viewer_id: UUID
) -> str:
    """In one sentence: nothing, or what follows and until when."""
    if booking.status is BookingStatus.PENDING:
        return _("It costs you nothing: nobody has confirmed yet.")
    if booking.status is not BookingStatus.CONFIRMED:
        return ""
    if party is BookingParty.PRO:
        return _for_pro(await _of_pro(connection, viewer_id))
    now = clock.now()
    if not lateness.is_late(booking, party, now):
        until = lateness.free_until(booking)
        return (
            _("Free of charge until {moment}.", moment=moment(until)) if until else _("It costs you nothing.")
        )
    if booking.confirmed_at and now < booking.confirmed_at + timedelta(minutes=settings().late_cancel_grace):
        return _("So soon after the confirmation, cancelling still costs you nothing.")
    found = await standing(connection, viewer_id)
    return _for_client(ClientStanding(found.tier, banned_at=found.banned_at).after(now)[1])


def _for_client(outcome: Outcome) -> str:
    if outcome.effect is Effect.BAN or outcome.ends_at is None:
        return _(
            "This is late, for the fourth time: you could not book any more until an administrator decides."
        )
    until = format_date(outcome.ends_at, "moment")
    return _(
        "This is late: less than 12 hours before the visit. You could not book again until {until}.",
        until=until,
    )


async def _of_pro(connection: AsyncConnection, account_id: UUID) -> Outcome:
    row = select(ProProfile.consecutive_cancels).where(ProProfile.account_id == account_id)
    in_a_row = await connection.scalar(row) or 0
    return ProStanding(in_a_row, _counted(await standing(connection, account_id))).after(clock.now())[1]


def _counted(found: Standing) -> list[datetime]:
    since = clock.now() - delays.PRO_WINDOW
    return [
        line.at
        for line in reversed(found.lines)
        if line.type is PenaltyType.PRO_CANCEL_CONFIRMED and line.excused_at is None and line.at > since
    ]


def _for_pro(outcome: Outcome) -> str:
    if outcome.effect is Effect.SUSPENDED:
        return _("The client counts on you. It is your fifth in 30 days: your profile would be suspended.")
    if outcome.effect is Effect.HIDDEN and outcome.ends_at:
        until = format_date(outcome.ends_at, "moment")
        return _("The client counts on you. Your profile would leave the search until {until}.", until=until)
    return _(
        "The client counts on you. It is kept on record: a second one in a row hides your profile for 7 days."
    )
