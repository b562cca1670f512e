"""The second factor of a sign-in: the code of an authenticator app, guessed no faster than a password."""

from uuid import UUID

from twiza.accounts import attempts, totp
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_

WRONG = N_("This isn’t the code that your app shows now.")


async def check(account_id: UUID, code: str, *, address: str) -> None:
    """Refuse a wrong code; its use is kept even when what follows fails, so that it never works twice."""
    target = f"totp:{account_id}"
    await attempts.count(target, address)
    async with unit_of_work() as session:
        right = await totp.check(session, account_id, code)
    if not right:
        raise Invalid({"code": WRONG})
    await attempts.succeeded(target, address)
