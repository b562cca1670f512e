"""What gigs do about events of accounts."""

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.events import AccountDeleted
from twiza.gigs.events import GigDeleted
from twiza.gigs.models import Favourite, Gig, GigFaq, GigPackage, GigPicture, GigQuestion, GigStatus
from twiza.kit import clock
from twiza.kit.events import on, record


@on(AccountDeleted)
async def forget_gigs(session: AsyncSession, event: AccountDeleted) -> None:
    """The rows stay empty, for orders and reviews point at them; the pictures' files went with the account's."""
    whose = Gig.freelancer_id == event.account_id
    theirs = select(Gig.id).where(whose)
    living = (await session.scalars(theirs.where(Gig.status != GigStatus.DELETED))).all()
    for model in (GigPackage, GigPicture, GigFaq, GigQuestion):
        await session.execute(delete(model).where(model.gig_id.in_(theirs)))
    await session.execute(
        delete(Favourite).where((Favourite.account_id == event.account_id) | Favourite.gig_id.in_(theirs))
    )
    nothing = {
        "title": "",
        "description": "",
        "tags": [],
        "cover": None,
        "deactivated_reason": None,
        # Not a step of the machine: whoever leaves deletes all of theirs, whatever state each is in.
        "status": GigStatus.DELETED,
        "updated_at": clock.now(),
    }
    await session.execute(update(Gig).where(whose).values(**nothing))
    for gig_id in living:
        record(session, GigDeleted(gig_id, event.account_id))
