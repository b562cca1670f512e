"""What a pro's own fault costs: out of the lists for a time, or no bookings until an administrator decides.

The profile given is held by whoever calls (`locking.hold`): penalties count and decide under that same lock.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.events import record
from twiza.pros.events import ProHidden, ProReinstated, ProSuspended
from twiza.pros.models import ProProfile


async def hide(session: AsyncSession, profile: ProProfile, *, until: datetime) -> None:
    """Out of the lists until then, never for less than was said before; whoever has the address still finds them."""
    if profile.hidden_until is not None and profile.hidden_until >= until:
        return
    profile.hidden_until = until
    await session.flush()
    record(session, ProHidden(profile.account_id, until.isoformat()))


async def suspend(session: AsyncSession, profile: ProProfile) -> None:
    """No list, no page, no new booking, until it is lifted; again is the same as once."""
    if profile.suspended_at is not None:
        return
    profile.suspended_at = clock.now()
    await session.flush()
    record(session, ProSuspended(profile.account_id))


async def lift(session: AsyncSession, profile: ProProfile) -> None:
    """Neither hidden nor suspended any more."""
    if profile.hidden_until is None and profile.suspended_at is None:
        return
    profile.hidden_until = profile.suspended_at = None
    await session.flush()
    record(session, ProReinstated(profile.account_id))
