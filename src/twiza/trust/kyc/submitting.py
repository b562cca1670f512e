"""Somebody sends their papers: both sides of the card, and a selfie with it."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, Hat, HatKind
from twiza.kit import clock, ratelimit, storage
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Invalid, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.kit.settings import settings
from twiza.kit.storage import Upload, Visibility
from twiza.kit.storage.erasing import erase_bytes
from twiza.trust.kyc import delays, pictures
from twiza.trust.kyc.events import KycSubmitted
from twiza.trust.kyc.models import KycCase, KycFile, KycParty, KycSide, KycStatus
from twiza.trust.kyc.states import SUBMIT

CLOSED = N_("Identity checks aren’t open yet. Come back in a few days.")
NO_PROFILE = N_("Identity checks are for pros and freelancers: add one of these profiles first.")
VERIFIED = N_("Your identity is already verified.")
CONSENT = N_("Agree to this before you send your papers.")
Barrier = Literal["", "kyc_closed", "no_profile", "already_verified"]
_WORDS: Mapping[str, str] = {"kyc_closed": CLOSED, "no_profile": NO_PROFILE, "already_verified": VERIFIED}


class NoConsent(Invalid):
    code = "no_consent"


def is_open() -> bool:
    """The law wants the CNDP's receipt before anybody's card is collected; trials need none."""
    return bool(settings().cndp_receipt.strip()) or not settings().is_production


async def barrier(session: AsyncSession, account: Account) -> Barrier:
    """Why this person can't send papers at all, if they can't; their case's state is another matter."""
    if not is_open():
        return "kyc_closed"
    if account.identity_verified_at is not None:
        return "already_verified"
    sells = select(Hat.id).where(
        Hat.account_id == account.id, Hat.kind.in_([HatKind.PRO, HatKind.FREELANCER])
    )
    return "" if await session.scalar(sells.limit(1)) else "no_profile"


async def submit(
    session: AsyncSession,
    account_id: UUID,
    *,
    files: Mapping[KycSide, bytes | Upload | None],
    consents: bool,
) -> KycCase:
    """Seal the three pictures and put the case before those who check papers; again after a refusal."""
    await _check(session, account_id)
    if not consents:
        raise NoConsent({"consent": CONSENT})
    photos = await pictures.checked(files)
    await ratelimit.hit(f"kyc:{account_id}", *delays.SENDINGS)
    kept: dict[KycSide, UUID] = {}
    keys: list[str] = []
    try:
        # Redrawn and sealed before any row is locked: that is work for the disk.
        for side, data in photos.items():
            row = await storage.put_image(
                session, data, owner=account_id, visibility=Visibility.SEALED, field=str(side)
            )
            kept[side] = row.id
            keys.append(row.key)
        return await _put_before(session, account_id, kept)
    except BaseException:
        # What was sealed for nothing doesn't wait for the night to be swept.
        for key in keys:
            await erase_bytes(Visibility.SEALED, key)
        raise


async def _put_before(session: AsyncSession, account_id: UUID, kept: Mapping[KycSide, UUID]) -> KycCase:
    await lock(session, Account, account_id)
    await session.execute(insert(KycCase).values(account_id=account_id).on_conflict_do_nothing())
    await _check(session, account_id)
    case = await lock(session, KycCase, account_id)
    SUBMIT.check(case.status, KycParty.PERSON)
    now = clock.now()
    case.status, case.rejection_reason, case.owner_id = KycStatus.PENDING, "", None
    case.submitted_at, case.due_at = now, now + delays.ANSWER_WITHIN
    case.decided_at = case.decided_by = case.files_gone_at = None
    session.add_all(
        KycFile(account_id=account_id, side=side, file_id=file_id) for side, file_id in kept.items()
    )
    await session.flush()
    record(session, KycSubmitted(account_id))
    return case


async def _check(session: AsyncSession, account_id: UUID) -> None:
    """Whether this person may send papers now; asked before the work and again under the lock."""
    account = await session.scalar(select(Account).where(Account.id == account_id))
    if account is None or account.deleted_at is not None:
        raise NotFound
    refused = await barrier(session, account)
    if refused:
        raise Conflict(_WORDS[refused], code=refused)
    status = await session.scalar(select(KycCase.status).where(KycCase.account_id == account_id))
    SUBMIT.check(status or KycStatus.NOT_SUBMITTED, KycParty.PERSON)
