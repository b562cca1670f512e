"""Files become part of an order: only whoever sent one may attach it, once, to one order."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import storage
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_
from twiza.orders.models import FileRole, Order, OrderFile

MOST_FILES = 10
# Files that were sent and never attached cost us room: nobody sends them without end.
UPLOADS_A_DAY = (200, timedelta(days=1))
TOO_MANY = N_("Attach at most {most} files.")
NOT_YOURS = N_("One of these files can’t be attached here. Send it again.")
NO_RECEIPT = N_("A receipt is a picture or a PDF.")


async def attach(
    session: AsyncSession,
    order: Order,
    files: Sequence[UUID],
    role: FileRole,
    *,
    by: UUID,
    field: str = "files",
    **where: UUID,
) -> None:
    """Attach them in the order given; `where` names the proof, delivery, dispute or statement they belong to."""
    wanted = list(dict.fromkeys(files))
    if len(wanted) > MOST_FILES:
        raise Invalid({field: TOO_MANY}, most=MOST_FILES)
    if not wanted:
        return
    found = await storage.hold_free(session, wanted, owner=by, taken_in=OrderFile.file_id)
    if len(found) < len(wanted):
        raise Invalid({field: NOT_YOURS})
    if role is FileRole.RECEIPT and not all(_is_receipt(row) for row in found):
        raise Invalid({field: NO_RECEIPT})
    session.add_all(
        OrderFile(order_id=order.id, file_id=file_id, role=role, by_id=by, **where) for file_id in wanted
    )


def _is_receipt(row: storage.FileRow) -> bool:
    return row.media_type.startswith("image/") or row.media_type == "application/pdf"
