"""What keeps the lists of pros true besides the database's triggers: the clock, accounts, and how pros have worked.

Whatever touches an account holds its row, and settles bookings afterwards under the locks of profiles; so the lists
follow an account in a task of their own, after the commit. Until then whoever was banned is left out as pages are read.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.events import (
    AccountBanned,
    AccountDeleted,
    AccountReinstated,
    AccountSuspended,
    IdentityUnverified,
    IdentityVerified,
    PhoneVerified,
)
from twiza.kit import clock
from twiza.kit.db import unit_of_work
from twiza.kit.events import on
from twiza.kit.tasks import enqueue, task

# A transaction holds so many pros at most.
_AT_ONCE = 200
LATELY = timedelta(days=180)

# Who is busy with a booking this very moment is taken the next time.
_HELD = text("""
SELECT account_id FROM pro_profile WHERE account_id = ANY (:pros) ORDER BY account_id FOR NO KEY UPDATE SKIP LOCKED
""")
_WAITED_FOR = text("""
SELECT account_id FROM pro_profile WHERE account_id = :pro FOR NO KEY UPDATE
""")
_LIST = text("SELECT list_pros(:pros)")
_DUE = text("""
SELECT pro_id FROM pro_listing WHERE changes_at <= :now
 UNION
SELECT account_id FROM pro_profile
 WHERE hidden_until <= :now
   AND NOT EXISTS (SELECT FROM pro_listing WHERE pro_listing.pro_id = account_id)
   AND EXISTS (SELECT FROM pro_offer WHERE pro_offer.pro_id = account_id)
""")
COUNT = text("""
WITH counted AS (
    SELECT pro_id,
           count(*) FILTER (WHERE answered_at IS NOT NULL OR status = 'EXPIRED') AS asked,
           count(answered_at) AS answered,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - created_at) / 60) AS minutes,
           count(*) FILTER (WHERE status = 'COMPLETED') AS done,
           count(*) FILTER (WHERE status = 'CANCELLED_BY_PRO') AS called_off,
           count(*) FILTER (WHERE status = 'CONFIRMED' AND left_open_at IS NOT NULL) AS left_open
      FROM booking WHERE created_at > :since GROUP BY pro_id
)
INSERT INTO pro_record AS kept (pro_id, asked, answered, minutes, confirmed, done, called_off, left_open)
SELECT account_id, coalesce(asked, 0), coalesce(answered, 0), round(minutes)::int,
       coalesce(done + called_off + left_open, 0), coalesce(done, 0), coalesce(called_off, 0), coalesce(left_open, 0)
  FROM pro_profile LEFT JOIN counted ON counted.pro_id = account_id ORDER BY account_id
    ON CONFLICT (pro_id) DO UPDATE SET
       (asked, answered, minutes, confirmed, done, called_off, left_open)
     = (excluded.asked, excluded.answered, excluded.minutes, excluded.confirmed, excluded.done, excluded.called_off,
        excluded.left_open)
 WHERE (kept.asked, kept.answered, kept.minutes, kept.confirmed, kept.done, kept.called_off, kept.left_open)
       IS DISTINCT FROM
       (excluded.asked, excluded.answered, excluded.minutes, excluded.confirmed, excluded.done, excluded.called_off,
        excluded.left_open)
RETURNING pro_id
""")


@on(AccountBanned)
@on(AccountSuspended)
@on(AccountReinstated)
@on(AccountDeleted)
@on(IdentityVerified)
@on(IdentityUnverified)
@on(PhoneVerified)
async def follow(
    session: AsyncSession,
    event: AccountBanned
    | AccountSuspended
    | AccountReinstated
    | AccountDeleted
    | IdentityVerified
    | IdentityUnverified
    | PhoneVerified,
) -> None:
    """Have the lists follow what happened to an account."""
    await enqueue(session, relist, event.account_id)


@task("discovery.relist")
async def relist(account_id: UUID) -> None:
    """One pro's rows as they should be; nothing for whoever is no pro."""
    async with unit_of_work() as session:
        held = list((await session.scalars(_WAITED_FOR, {"pro": account_id})).all())
        await session.execute(_LIST, {"pros": held})


async def follow_clock() -> None:
    """Boosts, Premium and hiding end by themselves."""
    async with unit_of_work() as session:
        due = (await session.scalars(_DUE, {"now": clock.now()})).all()
    await _list(due)


async def count_records() -> None:
    """How each pro has worked in the last half year, and where that puts them."""
    async with unit_of_work() as session:
        changed = (await session.scalars(COUNT, {"since": clock.now() - LATELY})).all()
    await _list(changed)


async def _list(pros: Sequence[UUID]) -> None:
    for begin in range(0, len(pros), _AT_ONCE):
        async with unit_of_work() as session:
            held = (await session.scalars(_HELD, {"pros": list(pros[begin : begin + _AT_ONCE])})).all()
            await session.execute(_LIST, {"pros": list(held)})
