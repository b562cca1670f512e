"""Background entry points."""

from uuid import UUID

from twiza.kit.outgoing import DELIVER
from twiza.kit.tasks import task
from twiza.notifications import delivering


@task(DELIVER)
async def deliver_outgoing(outgoing_id: UUID) -> None:
    await delivering.deliver(outgoing_id)
