"""What bookings refuse, each with a code of its own; what the database refuses is told apart by its constraint."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.errors import Conflict, DomainError, Invalid
from twiza.kit.i18n import N_


class SlotTaken(Conflict):
    """Somebody was faster: the pro or the client has another confirmed booking at this hour."""

    code = "slot_taken"
    message = N_("This hour has just been taken by another booking.")


class DurationDoesNotFit(Conflict):
    code = "duration_does_not_fit"
    message = N_("So many hours don’t fit here: choose a shorter duration.")


class Expired(Conflict):
    code = "expired"
    message = N_("The time to answer this request is over.")


class AlreadyAsked(Conflict):
    code = "already_asked"
    message = N_("You have already asked this pro for this hour: the request is waiting for an answer.")


class Unusable(Invalid):
    """Bad input with a code of its own, told beside its field."""

    def __init__(self, field: str, message: str, *, code: str, **params: str | int) -> None:
        super().__init__({field: message}, **params)
        self.code = code


_BY_CONSTRAINT: Mapping[str, type[DomainError]] = {
    "pk_slot_lock": SlotTaken,
    "ex_booking_pro": SlotTaken,
    "ex_booking_client": SlotTaken,
    "uq_booking_asked_once": AlreadyAsked,
    # Two references drawn alike at the same moment: trying again draws others.
    "uq_booking_reference": Conflict,
}


@asynccontextmanager
async def told_by_constraint(session: AsyncSession) -> AsyncIterator[None]:
    """Write what is pending at the end; a constraint that stood in the way speaks in our words."""
    try:
        yield
        await session.flush()
    except IntegrityError as refusal:
        raise _told(refusal) from refusal


def _told(refusal: IntegrityError) -> Exception:
    reason = refusal.orig.__cause__ if refusal.orig else None
    known = _BY_CONSTRAINT.get(getattr(reason, "constraint_name", None) or "")
    return known() if known else refusal
