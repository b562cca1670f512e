"""A freelancer says where the money goes: a bank account or a wallet."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock, i18n
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_
from twiza.payments import ribs
from twiza.payments.models import PayoutDetails, PayoutKind
from twiza.profiles import texts

LONGEST_HOLDER = 120
LONGEST_WALLET = 40
# Firms' own names, the same in every language.
WALLETS = (
    "Barid Pay",
    "Cash Plus",
    "CIH Pay",
    "inwi money",
    "M-Wallet",
    "MT Cash",
    "Orange Money",
    "Wafacash",
)
NO_HOLDER = N_("Enter the name of the account’s holder.")
TOO_LONG = N_("Use at most {most} characters.")
NO_PROVIDER = N_("Choose the wallet’s provider.")
NO_WALLET = N_("Enter the number of your wallet.")


async def set_bank(session: AsyncSession, account_id: UUID, *, holder: str, rib: str) -> PayoutDetails:
    """A bank account, checked by its key; it takes the place of what stood there."""
    name = _holder(holder)
    checked = ribs.read(rib)
    there = {
        "kind": PayoutKind.BANK,
        "rib": checked.digits,
        "bank": checked.bank,
        "provider": "",
        "wallet": "",
    }
    return await _keep(session, account_id, holder=name, **there)


async def set_wallet(
    session: AsyncSession, account_id: UUID, *, holder: str, provider: str, wallet: str
) -> PayoutDetails:
    """A mobile wallet by its provider and number; it takes the place of what stood there."""
    name = _holder(holder)
    number = texts.line(i18n.digits(wallet))
    if provider not in WALLETS:
        raise Invalid({"provider": NO_PROVIDER})
    if not any(char.isdigit() for char in number) or len(number) > LONGEST_WALLET:
        raise Invalid({"wallet": NO_WALLET})
    there = {"kind": PayoutKind.WALLET, "rib": "", "bank": "", "provider": provider, "wallet": number}
    return await _keep(session, account_id, holder=name, **there)


async def forget(session: AsyncSession, account_id: UUID) -> None:
    """Take it away; open orders then show that nothing was given."""
    await session.execute(delete(PayoutDetails).where(PayoutDetails.account_id == account_id))


def _holder(text: str) -> str:
    name = texts.line(text)
    if not name:
        raise Invalid({"holder": NO_HOLDER})
    if len(name) > LONGEST_HOLDER:
        raise Invalid({"holder": TOO_LONG}, most=LONGEST_HOLDER)
    return name


async def _keep(session: AsyncSession, account_id: UUID, **fields: object) -> PayoutDetails:
    """One row an account, however often it is sent at once."""
    changed = {**fields, "updated_at": clock.now()}
    statement = insert(PayoutDetails).values(account_id=account_id, **changed)
    kept = await session.scalars(
        statement.on_conflict_do_update(index_elements=["account_id"], set_=changed).returning(PayoutDetails),
        execution_options={"populate_existing": True},
    )
    return kept.one()
