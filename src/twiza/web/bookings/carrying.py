"""From a posted form to the verb of the domain: which field becomes which argument."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import (
    cancelling,
    completing,
    confirming,
    declining,
    lengthening,
    pricing,
    rescheduling,
)
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import Duration
from twiza.kit import i18n
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import N_
from twiza.web.bookings import asked
from twiza.web.orders.asks import Typed

NO_DURATION = N_("Choose how long it takes.")
NO_HOUR = N_("Choose an hour of the list.")
Carry = Callable[[AsyncSession, UUID, Actor, Typed], Awaitable[object]]


async def carry_out(session: AsyncSession, verb: str, booking_id: UUID, by: Actor, typed: Typed) -> None:
    """Do what the form asks."""
    await _CARRIES[verb](session, booking_id, by, typed)


async def _confirm(session: AsyncSession, booking_id: UUID, by: Actor, typed: Typed) -> object:
    return await confirming.confirm(session, booking_id, by=by, duration=_duration(typed))


async def _decline(session: AsyncSession, booking_id: UUID, by: Actor, _typed: Typed) -> object:
    return await declining.decline(session, booking_id, by=by)


async def _cancel(session: AsyncSession, booking_id: UUID, by: Actor, typed: Typed) -> object:
    return await cancelling.cancel(session, booking_id, by=by, reason=typed.text("reason"))


async def _complete(session: AsyncSession, booking_id: UUID, by: Actor, _typed: Typed) -> object:
    return await completing.complete(session, booking_id, by=by)


async def _lengthen(session: AsyncSession, booking_id: UUID, by: Actor, typed: Typed) -> object:
    return await lengthening.lengthen(session, booking_id, by=by, duration=_duration(typed))


async def _propose(session: AsyncSession, booking_id: UUID, by: Actor, typed: Typed) -> object:
    at = asked.moment(typed.text("starts_at"))
    if at is None:
        raise Invalid({"starts_at": NO_HOUR})
    return await rescheduling.propose(session, booking_id, by=by, starts_at=at)


async def _accept(session: AsyncSession, _booking_id: UUID, by: Actor, typed: Typed) -> object:
    return await rescheduling.accept(session, _proposal(typed), by=by)


async def _refuse(session: AsyncSession, _booking_id: UUID, by: Actor, typed: Typed) -> object:
    return await rescheduling.decline(session, _proposal(typed), by=by)


async def _withdraw(session: AsyncSession, _booking_id: UUID, by: Actor, typed: Typed) -> object:
    return await rescheduling.withdraw(session, _proposal(typed), by=by)


async def _agree(session: AsyncSession, booking_id: UUID, by: Actor, typed: Typed) -> object:
    return await pricing.agree(session, booking_id, by=by, amount=i18n.digits(typed.text("amount")))


def _duration(typed: Typed) -> Duration:
    chosen = next((each for each in Duration if each == typed.text("duration")), None)
    if chosen is None:
        raise Invalid({"duration": NO_DURATION})
    return chosen


def _proposal(typed: Typed) -> UUID:
    """Which one the form was about: an answer to an older proposal must not count for a newer one."""
    found = typed.id("proposal")
    if found is None:
        raise NotFound
    return found


_CARRIES: Mapping[str, Carry] = {
    "confirm": _confirm,
    "decline": _decline,
    "cancel": _cancel,
    "complete": _complete,
    "lengthen": _lengthen,
    "propose": _propose,
    "accept": _accept,
    "refuse": _refuse,
    "withdraw": _withdraw,
    "agree": _agree,
}
