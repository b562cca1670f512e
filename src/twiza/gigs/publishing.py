"""A gig is shown to strangers once it is whole and its owner may sell."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import hats
from twiza.accounts.models import Account, HatKind
from twiza.gigs import access, covering, details, limits, packages
from twiza.gigs.drafting import HatMissing
from twiza.gigs.events import GigPublished
from twiza.gigs.models import Gig
from twiza.gigs.states import advance, check
from twiza.kit import clock
from twiza.kit.errors import Conflict, DomainError, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_

DEACTIVATED = N_("An administrator took this gig off the site. Write to us if you changed what was wrong.")


class PhoneMissing(DomainError):
    """Whoever sells can be reached."""

    status = 403
    code = "verified_phone_required"
    message = N_("Verify your phone first: clients and Twiza must be able to reach a seller.")


async def publish(session: AsyncSession, gig_id: UUID, *, by: UUID) -> Gig:
    """Show a draft to everybody; all that it lacks is told at once, by field."""
    gig = await access.own(session, gig_id, by=by)
    return await show(session, gig, "publish")


def lacking(gig: Gig) -> dict[str, str]:
    """What a gig must still say before strangers see it; a picture isn't among it, a cover is drawn."""
    return {**details.missing(gig), **packages.missing(gig)}


async def show(session: AsyncSession, gig: Gig, verb: str) -> Gig:
    """What publishing and resuming have in common: the seller and the gig are in order."""
    check(gig, verb)
    if gig.deactivated_at is not None:
        raise Conflict(DEACTIVATED, code="deactivated")
    if await hats.find(session, gig.freelancer_id, HatKind.FREELANCER) is None:
        raise HatMissing
    verified = select(Account.phone_verified_at).where(Account.id == gig.freelancer_id)
    if await session.scalar(verified) is None:
        raise PhoneMissing
    if faults := lacking(gig):
        raise Invalid(faults, **limits.named())
    advance(gig, verb)
    await covering.draw(session, gig)
    gig.published_at = gig.published_at or clock.now()
    gig.updated_at = clock.now()
    await session.flush()
    record(session, GigPublished(gig.id, gig.freelancer_id))
    return gig
