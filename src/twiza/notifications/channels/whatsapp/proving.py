"""A number for clients takes requests once it is proven: as the account's own phone, or by a code sent to it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import codes, contact_changing, keys, limits, messages
from twiza.accounts.models import Account, CodePurpose
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Invalid
from twiza.notifications.channels.whatsapp import consenting


async def send_code(session: AsyncSession, account_id: UUID, *, address: str) -> None:
    """Six digits by SMS to the number that isn't proven yet."""
    number = await consenting.number_of(session, account_id)
    if number is None or await consenting.is_proven(session, account_id):
        raise Conflict
    await limits.sending(number, address)
    account = await lock(session, Account, account_id)
    purpose = CodePurpose.VERIFY_PHONE
    code = await codes.issue(
        session, _holder(account_id), account_id=account_id, purpose=purpose, target=number
    )
    await messages.send_code(
        session, number, code, purpose=purpose, language=account.language, account_id=account_id
    )


async def prove(session: AsyncSession, account_id: UUID, code: str, *, source: str) -> None:
    """The code proves the number, and typing it below the words agrees to them."""
    used = await codes.redeem(session, _holder(account_id), purpose=CodePurpose.VERIFY_PHONE, code=code)
    await lock(session, Account, account_id)
    if used.target != await consenting.number_of(session, account_id):
        # The number was changed after its code had left.
        raise Invalid({"code": codes.SPENT})
    await consenting.keep(session, account_id, used.target, source=source)


async def is_waiting(session: AsyncSession, account_id: UUID) -> bool:
    """Whether a code is on its way to the number of today."""
    pending = await contact_changing.pending(session, _holder(account_id), CodePurpose.VERIFY_PHONE)
    return pending is not None and pending == await consenting.number_of(session, account_id)


def _holder(account_id: UUID) -> UUID:
    """Apart from the account itself, for these digits must not make the number one to sign in with."""
    return UUID(bytes=keys.digest("whatsapp number", str(account_id))[:16])
