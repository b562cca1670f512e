"""A freelancer writes a gig: a draft may lack things, what strangers see is whole at every moment."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import hats
from twiza.accounts.models import Account, HatKind
from twiza.gigs import access, asking, covering, details, faq, limits, packages
from twiza.gigs.events import GigChanged
from twiza.gigs.models import Gig, GigStatus
from twiza.gigs.packages import Packages
from twiza.gigs.said import Details, FaqSaid, QuestionSaid
from twiza.kit import clock, ids
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, DomainError, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_, language

NO_HAT = N_("Take part as a freelancer first: it is one step, on your profile.")
TOO_MANY_GIGS = N_("You have as many gigs as one person can look after. Delete one before you add another.")


class HatMissing(DomainError):
    """Gigs belong to freelancers."""

    status = 403
    code = "freelancer_hat_required"
    message = NO_HAT


async def create(session: AsyncSession, *, by: UUID, gig_id: UUID | None = None) -> Gig:
    """An empty draft; the same id again is the same draft, so a form sent twice makes one."""
    # Locked, so that two forms sent at once can't pass the limit together.
    await lock(session, Account, by)
    if await hats.find(session, by, HatKind.FREELANCER) is None:
        raise HatMissing
    wanted = gig_id or ids.new()
    if gig_id is None or await session.scalar(select(Gig.id).where(Gig.id == gig_id)) is None:
        living = (Gig.freelancer_id == by, Gig.status != GigStatus.DELETED)
        if (await session.scalar(select(func.count()).where(*living)) or 0) >= limits.MOST_GIGS:
            raise Conflict(TOO_MANY_GIGS, code="too_many_gigs")
    fresh = {"id": wanted, "freelancer_id": by, "title": "", "language": language.get()}
    await session.execute(insert(Gig).values(**fresh).on_conflict_do_nothing(index_elements=["id"]))
    return await access.own(session, wanted, by=by)


async def change_details(
    session: AsyncSession, gig_id: UUID, *, by: UUID, given: Details, complete: bool = False
) -> Gig:
    """Change title, description, category, language or keywords; `complete` refuses what is still missing."""
    gig = await access.own(session, gig_id, by=by)
    faults = await details.write(session, gig, given)
    _settle(session, gig, faults, details.missing(gig), complete=complete)
    await covering.draw(session, gig)
    return gig


async def change_packages(
    session: AsyncSession, gig_id: UUID, *, by: UUID, given: Packages, complete: bool = False
) -> Gig:
    """Offer these packages in place of those there are."""
    gig = await access.own(session, gig_id, by=by)
    faults = await packages.write(session, gig, given)
    _settle(session, gig, faults, {} if faults else packages.missing(gig), complete=complete)
    return gig


async def change_faq(session: AsyncSession, gig_id: UUID, *, by: UUID, given: Sequence[FaqSaid]) -> Gig:
    """Answer these questions beforehand."""
    gig = await access.own(session, gig_id, by=by)
    _settle(session, gig, await faq.write(session, gig, given))
    return gig


async def change_questions(
    session: AsyncSession, gig_id: UUID, *, by: UUID, given: Sequence[QuestionSaid]
) -> Gig:
    """Ask these of clients; orders that exist keep the questions they were placed with."""
    gig = await access.own(session, gig_id, by=by)
    _settle(session, gig, await asking.write(session, gig, given))
    return gig


def _settle(
    session: AsyncSession,
    gig: Gig,
    faults: dict[str, str],
    lacking: dict[str, str] | None = None,
    *,
    complete: bool = False,
) -> None:
    """Refuse all that is wrong at once; what strangers may see again one day is never less than whole."""
    if complete or gig.status is not GigStatus.DRAFT:
        faults = {**(lacking or {}), **faults}
    if faults:
        raise Invalid(faults, **limits.named())
    gig.updated_at = clock.now()
    if gig.status is not GigStatus.DRAFT:
        record(session, GigChanged(gig.id, gig.freelancer_id))
