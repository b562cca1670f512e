"""What identity checks do when a person leaves, or loses the badge."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.events import AccountDeleted, IdentityUnverified
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.events import on
from twiza.trust.kyc import erasing
from twiza.trust.kyc.models import KycCase, KycEnd, KycParty, KycStatus
from twiza.trust.kyc.states import FORGET, REVOKE


@on(AccountDeleted)
async def forget(session: AsyncSession, event: AccountDeleted) -> None:
    """Pictures, keys and the words of a refusal go with the person."""
    case = await _case(session, event.account_id)
    if case is None:
        return
    FORGET.check(case.status, KycParty.CLOCK)
    case.status, case.rejection_reason = KycStatus.NOT_SUBMITTED, ""
    case.submitted_at = case.due_at = case.owner_id = None
    await erasing.doom(session, event.account_id, KycEnd.ACCOUNT_DELETED)


@on(IdentityUnverified)
async def revoke(session: AsyncSession, event: IdentityUnverified) -> None:
    """A badge that is taken away takes the approval with it: new papers may be sent."""
    case = await _case(session, event.account_id)
    if case is None or case.status is not KycStatus.APPROVED:
        return
    REVOKE.check(case.status, KycParty.ADMIN)
    case.status, case.rejection_reason, case.decided_at = KycStatus.REJECTED, event.reason, clock.now()
    await erasing.doom(session, event.account_id, KycEnd.BADGE_TAKEN)


async def _case(session: AsyncSession, account_id: UUID) -> KycCase | None:
    sent = await session.scalar(select(KycCase.account_id).where(KycCase.account_id == account_id))
    return await lock(session, KycCase, account_id) if sent else None
