"""Signing up: an account waits for its phone to be proved; the answer never tells whether one existed."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import limits, names, passwords, queries, verifying
from twiza.accounts.events import SignedUp
from twiza.accounts.models import Acceptance, Account, Hat, HatKind
from twiza.accounts.terms import Accepted
from twiza.kit import clock, ids
from twiza.kit.events import record


@dataclass(frozen=True)
class SignUp:
    """What a newcomer typed, already read: the phone is E.164, the email plausible."""

    phone: str
    password: str
    first_name: str
    last_name: str
    hat: HatKind
    email: str | None
    language: str
    accepted: tuple[Accepted, ...]
    wants_news: bool = False
    address: str = ""


async def sign_up(session: AsyncSession, asked: SignUp) -> UUID:
    """Prepare the account and send its code; returns its holder, or a decoy when the number has an owner."""
    passwords.check(asked.password, asked.first_name, asked.last_name, asked.phone, asked.email)
    first, last = names.read(asked.first_name, "first_name"), names.read(asked.last_name, "last_name")
    await limits.signing_up(asked.address)
    await limits.sending(asked.phone, asked.address)
    # Hashed before looking, so that both branches do the same work.
    password_hash = await passwords.hashed(asked.password)
    if await queries.owner_of_phone(session, asked.phone):
        decoy = ids.new()
        await verifying.ask_for_phone(session, decoy, asked.phone, language=asked.language)
        return decoy
    account = Account(
        id=ids.new(),
        first_name=first,
        last_name=last,
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
