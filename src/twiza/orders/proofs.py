"""What a client says of a transfer, read and compared; the money itself is between client and freelancer."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import i18n, money
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_
from twiza.kit.money import Centimes
from twiza.orders.actors import Actor
from twiza.orders.models import Party, PaymentProof
from twiza.profiles import texts

LONGEST_TRANSACTION = 80
LONGEST_NAME = 120
NO_TRANSACTION = N_("Enter the number your bank or wallet gave the transfer.")
TRANSACTION_TOO_LONG = N_("This number is too long: 80 characters at most.")
NO_PAYER = N_("Enter the name the transfer was made in.")
PAYER_TOO_LONG = N_("This name is too long: 120 characters at most.")
NO_AMOUNT = N_("Enter the amount as a number, such as 350 or 1.234,50.")
NOT_UNDERSTOOD = N_("Confirm that you know: the transfer goes straight to the seller.")


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer as its sender tells it; `understood` is the tick that Twiza can't return the money."""

    transaction_id: str
    amount: Centimes | None
    payer_name: str
    understood: bool = False

    @property
    def folded(self) -> str:
        """The number without the ways to write it: only letters and digits, all capitals."""
        return "".join(char for char in i18n.digits(self.transaction_id).upper() if char.isalnum())

    def check(self, by: Actor) -> None:
        """All faults at once, each beside its field."""
        faults: dict[str, str] = {}
        if not self.folded:
            faults["transaction_id"] = NO_TRANSACTION
        elif len(self.transaction_id) > LONGEST_TRANSACTION:
            faults["transaction_id"] = TRANSACTION_TOO_LONG
        if self.amount is None or not 0 < self.amount <= money.MOST:
            faults["amount"] = NO_AMOUNT
        if not self.payer_name:
            faults["payer_name"] = NO_PAYER
        elif len(self.payer_name) > LONGEST_NAME:
            faults["payer_name"] = PAYER_TOO_LONG
        if not self.understood and by.part is not Party.GATEWAY:
            faults["understood"] = NOT_UNDERSTOOD
        if faults:
            raise Invalid(faults)


def read(transaction_id: str, amount: str | int, payer_name: str, *, understood: bool) -> Transfer:
    """What was typed, the amount as Moroccans write one or in centimes; the unreadable is refused by `check`."""
    return Transfer(texts.line(transaction_id), centimes(amount), texts.line(payer_name), understood)


def centimes(typed: str | int) -> Centimes | None:
    """An amount in dirhams as people type it, or whole centimes as programs do; None for anything else."""
    if isinstance(typed, int):
        return Centimes(typed)
    try:
        return money.parse(i18n.digits(typed))
    except ValueError:
        return None


async def used_before(session: AsyncSession, transfer: Transfer, order_id: UUID) -> bool:
    """Whether another order was paid with the same number; two that come at once are looked at one by one."""
    turn = int.from_bytes(hashlib.sha256(transfer.folded.encode()).digest()[:8], signed=True)
    await session.execute(select(func.pg_advisory_xact_lock(turn)))
    elsewhere = (PaymentProof.folded_transaction == transfer.folded, PaymentProof.order_id != order_id)
    return bool(await session.scalar(select(exists().where(*elsewhere))))
