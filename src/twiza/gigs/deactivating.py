"""An administrator takes a gig off the site, with a reason its owner reads, and may put it back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access, audit
from twiza.accounts.models import Permission
from twiza.gigs.events import GigDeactivated, GigReactivated
from twiza.gigs.models import Gig, GigStatus
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Invalid, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.profiles import texts

LONGEST_REASON = 500
REASON_MISSING = N_("Give the reason: the owner of the gig will read it.")
REASON_TOO_LONG = N_("Use at most {most} characters.")
ALREADY = N_("This gig is off the site already.")
NOT_DEACTIVATED = N_("This gig is on the site.")


async def deactivate(session: AsyncSession, gig_id: UUID, *, by: UUID, reason: str) -> Gig:
    """Off the site until an administrator decides otherwise, whatever its owner does meanwhile."""
    said = texts.paragraphs(reason)
    if not said or len(said) > LONGEST_REASON:
        raise Invalid({"reason": REASON_TOO_LONG if said else REASON_MISSING}, most=LONGEST_REASON)
    gig = await _living(session, gig_id, by)
    if gig.deactivated_at is not None:
        raise Conflict(ALREADY, code="wrong_state")
    gig.deactivated_at, gig.deactivated_reason = clock.now(), said
    await audit.write(session, by, "deactivate-gig", "gig", gig.id, said, {"title": gig.title})
    record(session, GigDeactivated(gig.id, gig.freelancer_id, gig.title, said))
    return gig


async def reactivate(session: AsyncSession, gig_id: UUID, *, by: UUID, reason: str = "") -> Gig:
    """Back to what its owner says of it."""
    gig = await _living(session, gig_id, by)
    if gig.deactivated_at is None:
        raise Conflict(NOT_DEACTIVATED, code="wrong_state")
    gig.deactivated_at = gig.deactivated_reason = None
    said = texts.paragraphs(reason)[:LONGEST_REASON] or None
    await audit.write(session, by, "reactivate-gig", "gig", gig.id, said, {"title": gig.title})
    record(session, GigReactivated(gig.id, gig.freelancer_id, gig.title))
    return gig


async def _living(session: AsyncSession, gig_id: UUID, by: UUID) -> Gig:
    await access.admin_with(session, by, Permission.SUPPORT)
    gig = await lock(session, Gig, gig_id)
    if gig.status is GigStatus.DELETED:
        raise NotFound
    return gig
