"""What identity checks keep about one person, for the archive they take along: where it stands, never a picture."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import exporting
from twiza.accounts.own_data import rows
from twiza.trust.kyc.models import KycCase, KycErasure, KycLook


@exporting.part("identity_check")
async def identity_check(session: AsyncSession, account_id: UUID) -> object:
    """The state, when somebody looked, what was destroyed when."""
    case = (
        KycCase.status, KycCase.rejection_reason, KycCase.submitted_at, KycCase.decided_at, KycCase.files_gone_at,
    )  # fmt: skip
    looks = select(KycLook.side, KycLook.at).where(KycLook.account_id == account_id)
    gone = select(KycErasure.side, KycErasure.reason, KycErasure.at).where(
        KycErasure.account_id == account_id
    )
    return {
        "case": await rows(session, select(*case).where(KycCase.account_id == account_id)),
        "looks": await rows(session, looks.order_by(KycLook.id)),
        "destroyed": await rows(session, gone.order_by(KycErasure.id)),
    }
