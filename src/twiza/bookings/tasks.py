"""Background work about bookings."""

from uuid import UUID

from twiza.bookings import settling
from twiza.kit.tasks import task


@task("bookings.settle_account")
async def settle_account(account_id: UUID) -> None:
    """Settle whatever somebody who may no longer take part left open."""
    await settling.settle_account(account_id)
