"""How often a gig is looked at: once a day per visitor, never its owner's own looks."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.gigs.models import Gig, GigDay
from twiza.kit import clock
from twiza.kit.errors import TooMany
from twiza.kit.ratelimit import LocalLimit

# Kept by each process for itself: a look that counts twice harms nobody, a table of visitors might.
_once_a_day = LocalLimit(1, timedelta(days=1), most_keys=50_000)

_NEW_DAY = insert(GigDay).values(gig_id=bindparam("gig"), day=bindparam("today"), views=1)
_DAY = _NEW_DAY.on_conflict_do_update(index_elements=["gig_id", "day"], set_={"views": GigDay.views + 1}).cte(
    "day"
)
_COUNT = update(Gig).where(Gig.id == bindparam("gig")).values(views=Gig.views + 1).add_cte(_DAY)


async def view(
    session: AsyncSession, gig_id: UUID, *, owner: UUID, viewer: UUID | None, visitor: str
) -> bool:
    """Count this look, unless it is the owner's or the same visitor's again; tells whether it counted.

    `visitor` is anything that tells one visitor from another; it is forgotten with the process.
    """
    if viewer == owner:
        return False
    try:
        _once_a_day.hit(f"{gig_id} {viewer or visitor}")
    except TooMany:
        return False
    today = clock.local(clock.now()).date()
    await session.execute(
        _COUNT, {"gig": gig_id, "today": today}, execution_options={"synchronize_session": False}
    )
    return True
