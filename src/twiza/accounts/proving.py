"""Before a way in is changed: what shows that whoever sits at a session is its owner."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from twiza.accounts import attempts, passwords
from twiza.accounts.models import Account
from twiza.kit import clock
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_

RECENT = timedelta(minutes=10)
WRONG_CURRENT = N_("This isn’t your current password.")
SIGN_IN_AGAIN = N_("You signed in more than 10 minutes ago. Sign out, sign in again, then come back here.")


@dataclass(frozen=True, slots=True)
class Proof:
    """What a request brings along: a typed password, when its session began, where it comes from."""

    password: str
    signed_in_at: datetime
    address: str


async def check(account: Account, proof: Proof, *, field: str, beside: str) -> None:
    """The password (wrong: said at `field`); for an account without one, a recent sign-in (else said at `beside`)."""
    if account.password_hash is None:
        if clock.now() - proof.signed_in_at > RECENT:
            raise Invalid({beside: SIGN_IN_AGAIN})
        return
    await check_password(account, proof.password, address=proof.address, field=field)


async def check_password(account: Account, typed: str, *, address: str, field: str) -> None:
    """Guessing from a borrowed session is slowed down like signing in."""
    await attempts.count(str(account.id), address)
    if account.password_hash is None or not await passwords.matches(account.password_hash, typed):
        raise Invalid({field: WRONG_CURRENT})
    await attempts.succeeded(str(account.id), address)
