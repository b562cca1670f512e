"""Files become part of an order: only whoever sent one may attach it, once, to one order."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_
from twiza.kit.storage import FileRow, Visibility
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
    found = await _free(session, wanted, by)
    if len(found) < len(wanted):
        raise Invalid({field: NOT_YOURS})
    if role is FileRole.RECEIPT and not all(_is_receipt(row) for row in found):
        raise Invalid({field: NO_RECEIPT})
    session.add_all(
        OrderFile(order_id=order.id, file_id=file_id, role=role, by_id=by, **where) for file_id in wanted
    )


async def _free(session: AsyncSession, wanted: Sequence[UUID], by: UUID) -> Sequence[FileRow]:
    """Locked, so that two orders can't take the same file at once."""
    statement = (
        select(FileRow)
        .where(
            FileRow.id.in_(wanted),
            FileRow.owner_id == by,
            FileRow.visibility == Visibility.PRIVATE,
            FileRow.deleted_at.is_(None),
        )
        .order_by(FileRow.id)
        .with_for_update(key_share=True)
    )
    rows = (await session.scalars(statement)).all()
    # Asked after the lock was granted: whoever held it may have attached the file meanwhile.
    taken = await session.scalar(select(exists().where(OrderFile.file_id.in_(wanted))))
    return [] if taken else rows


def _is_receipt(row: FileRow) -> bool:
    return row.media_type.startswith("image/") or row.media_type == "application/pdf"
