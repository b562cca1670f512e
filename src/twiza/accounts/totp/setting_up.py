"""Setting the second factor up: a secret to scan, counted only once the app has shown that it knows it."""

import base64
import secrets
from dataclasses import dataclass
from urllib.parse import quote, urlencode
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.accounts.totp import codes, recovery, sealing
from twiza.accounts.totp.checking import take_step
from twiza.accounts.totp.events import TwoStepSwitchedOff, TwoStepSwitchedOn
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Forbidden, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_, digits

ISSUER = "Twiza"
ALREADY_ON = N_("Two-step sign-in is on already.")
NOT_SHOWN = N_("This isn’t the code that the app shows. Check that your phone’s clock is right.")
# RFC 4226 asks for 160 bits.
_BYTES = 20


class TwoStepMissing(Forbidden):
    """An administrator in production has to set it up first."""

    code = "two_step_required"
    message = N_("Set up two-step sign-in first: administration asks for it.")


@dataclass(frozen=True)
class Pending:
    """A secret that waits to be confirmed: to be scanned, or typed."""

    address: str
    typed: str


async def begin(session: AsyncSession, account_id: UUID) -> None:
    """Make a new secret; one that was waiting is forgotten."""
    account = await lock(session, Account, account_id)
    if account.has_totp:
        raise Conflict(ALREADY_ON, code="wrong_state")
    account.totp_secret = sealing.seal(secrets.token_bytes(_BYTES), account_id)
    account.totp_last_step = None


def pending(account: Account) -> Pending | None:
    """What the app has to learn, until it is confirmed; afterwards nobody reads it again."""
    if account.has_totp or account.totp_secret is None:
        return None
    secret = sealing.unseal(account.totp_secret, account.id)
    if secret is None:
        return None
    text = base64.b32encode(secret).decode()
    label = quote(f"{ISSUER}:{account.email or account.phone or account.name}", safe=":@")
    details = urlencode({"secret": text, "issuer": ISSUER, "digits": codes.LENGTH, "period": codes.PERIOD})
    grouped = " ".join(text[start : start + 4] for start in range(0, len(text), 4))
    return Pending(f"otpauth://totp/{label}?{details}", grouped)


async def confirm(session: AsyncSession, account_id: UUID, code: str) -> list[str]:
    """The app shows the right digits: the factor counts from now on; the recovery codes are returned."""
    account = await lock(session, Account, account_id)
    if account.has_totp:
        raise Conflict(ALREADY_ON, code="wrong_state")
    if not take_step(account, "".join(digits(code).split())):
        raise Invalid({"code": NOT_SHOWN})
    account.totp_confirmed_at = clock.now()
    record(session, TwoStepSwitchedOn(account_id))
    await session.flush()
    return await recovery.renew(session, account_id)


async def switch_off(session: AsyncSession, account_id: UUID) -> None:
    """The password alone is asked for again; ask for a code before."""
    account = await lock(session, Account, account_id)
    if not account.has_totp:
        return
    account.totp_secret = account.totp_confirmed_at = account.totp_last_step = None
    await recovery.forget(session, account_id)
    record(session, TwoStepSwitchedOff(account_id))
