"""Signing up: an account waits for its phone to be proved; the answer never tells whether one existed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import limits, passwords, queries, verifying
from twiza.accounts.events import SignedUp
from twiza.accounts.models import Acceptance, Account, Hat
from twiza.accounts.newcomers import SignUp
from twiza.kit import clock, ids
from twiza.kit.events import record


async def sign_up(session: AsyncSession, asked: SignUp) -> UUID:
    """Prepare the account and send its code; returns its holder, or a decoy when the number has an owner."""
    await limits.signing_up(asked.address)
    await limits.sending(asked.phone, asked.address)
    # Hashed before looking, so that both branches do the same work.
    password_hash = await passwords.hashed(asked.password) if asked.password is not None else None
    if await queries.owner_of_phone(session, asked.phone):
        decoy = ids.new()
        await verifying.ask_for_phone(session, decoy, asked.phone, language=asked.language)
        return decoy
    account = Account(
        id=ids.new(),
        first_name=asked.first_name,
        last_name=asked.last_name,
        phone=asked.phone,
        email=asked.email,
        password_hash=password_hash,
        language=asked.language,
        active_hat=asked.hat,
        marketing_consent_at=clock.now() if asked.wants_news else None,
        hats=[Hat(kind=asked.hat)],
    )
    session.add(account)
    await session.flush()
    session.add_all(_acceptances(account.id, asked))
    record(session, SignedUp(account.id, asked.hat))
    await verifying.ask_for_phone(session, account.id, asked.phone, language=asked.language)
    return account.id


def _acceptances(account_id: UUID, asked: SignUp) -> list[Acceptance]:
    return [
        Acceptance(
            account_id=account_id,
            document=accepted.document,
            version=accepted.version,
            text_hash=accepted.text_hash,
            ip=asked.address or None,
        )
        for accepted in asked.accepted
    ]
