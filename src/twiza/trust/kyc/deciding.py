"""Administrators take a case and decide it; a refusal destroys the pictures."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access, audit, vouching_identity
from twiza.accounts.models import Account, Permission
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_, gettext
from twiza.kit.states import Move
from twiza.profiles import texts
from twiza.trust.kyc import erasing
from twiza.trust.kyc.events import KycApproved, KycRejected
from twiza.trust.kyc.models import KycCase, KycEnd, KycParty, KycStatus
from twiza.trust.kyc.states import APPROVE, REJECT

LONGEST = 500
MISSING_REASON = N_("Say what is wrong with the papers: the person reads it.")
TOO_LONG = N_("Use at most {most} characters.")
CHECKED = N_("The papers were checked.")


async def take(session: AsyncSession, account_id: UUID, *, by: UUID) -> KycCase:
    """Look after a case, also one that a colleague had taken."""
    case, _account = await _held(session, account_id, by, APPROVE)
    case.owner_id = by
    await audit.write(session, by, "take-kyc", "account", account_id)
    return case


async def approve(session: AsyncSession, account_id: UUID, *, by: UUID, note: str = "") -> KycCase:
    """The papers are good: the person carries the badge; the pictures go when their time is over."""
    case, account = await _held(session, account_id, by, APPROVE)
    said = _short(note, "note") or gettext(CHECKED)
    if account.identity_verified_at is None:
        await vouching_identity.verify_identity(session, account_id, by=by, reason=said)
    _decided(case, KycStatus.APPROVED, by)
    await audit.write(session, by, "approve-kyc", "account", account_id, said)
    record(session, KycApproved(account_id))
    return case


async def reject(session: AsyncSession, account_id: UUID, *, by: UUID, reason: str) -> KycCase:
    """The papers aren't good: the person is told why and may send others; these are destroyed."""
    case, _account = await _held(session, account_id, by, REJECT)
    said = _short(reason, "reason")
    if not said:
        raise Invalid({"reason": MISSING_REASON})
    case.rejection_reason = said
    _decided(case, KycStatus.REJECTED, by)
    await erasing.doom(session, account_id, KycEnd.REJECTED)
    await audit.write(session, by, "reject-kyc", "account", account_id, said)
    record(session, KycRejected(account_id, said))
    return case


async def _held(session: AsyncSession, account_id: UUID, by: UUID, move: Move) -> tuple[KycCase, Account]:
    """The account before the case, as whoever leaves takes them; nobody decides on their own papers."""
    admin = await access.admin_with(session, by, Permission.KYC)
    account = await lock(session, Account, account_id)
    access.check_may_moderate(admin, account)
    case = await lock(session, KycCase, account_id)
    move.check(case.status, KycParty.ADMIN)
    return case, account


def _decided(case: KycCase, status: KycStatus, by: UUID) -> None:
    case.status, case.decided_at, case.decided_by = status, clock.now(), by
    case.owner_id, case.due_at = case.owner_id or by, None


def _short(words: str, field: str) -> str:
    said = texts.paragraphs(words)
    if len(said) > LONGEST:
        raise Invalid({field: TOO_LONG}, most=LONGEST)
    return said
