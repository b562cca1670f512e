"""Whether somebody holds the second factor; call it through `second_factor.check`, which slows guessing down."""

import re
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.accounts.totp import codes, recovery, sealing
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.i18n import digits

_DIGITS = re.compile(rf"[0-9]{{{codes.LENGTH}}}")


async def check(session: AsyncSession, account_id: UUID, code: str) -> bool:
    """The app's digits or a recovery code; what was right once is refused from then on."""
    account = await lock(session, Account, account_id)
    if not account.has_totp:
        return False
    typed = "".join(digits(code).split())
    if _DIGITS.fullmatch(typed):
        return take_step(account, typed)
    return await recovery.use(session, account_id, typed)


def take_step(account: Account, typed: str) -> bool:
    """Use up the half minute that shows these digits, on a locked account."""
    secret = sealing.unseal(account.totp_secret, account.id) if account.totp_secret else None
    if secret is None:
        return False
    step = codes.matching_step(secret, typed, clock.now(), after=account.totp_last_step)
    if step is None:
        return False
    account.totp_last_step = step
    return True
