"""Background work about orders."""

from uuid import UUID

from twiza.kit.tasks import task
from twiza.orders import leaving


@task("orders.settle_orders_of")
async def settle_orders_of(account_id: UUID) -> None:
    """Settle whatever somebody who was banned or is gone left open."""
    await leaving.settle_orders_of(account_id)
