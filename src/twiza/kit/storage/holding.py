"""Files that somebody is about to attach to something."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from twiza.kit.storage.models import FileRow, Visibility


async def hold_free(
    session: AsyncSession, wanted: Sequence[UUID], *, owner: UUID, taken_in: InstrumentedAttribute[Any]
) -> Sequence[FileRow]:
    """This person's private files among them, held by id; none at all when that column names one of them already."""
    statement = (
        select(FileRow)
        .where(
            FileRow.id.in_(wanted),
            FileRow.owner_id == owner,
            FileRow.visibility == Visibility.PRIVATE,
            FileRow.deleted_at.is_(None),
        )
        .order_by(FileRow.id)
        .with_for_update(key_share=True)
    )
    rows = (await session.scalars(statement)).all()
    # Asked after the lock was granted: whoever held them may have attached one meanwhile.
    taken = await session.scalar(select(exists().where(taken_in.in_(wanted))))
    return [] if taken else rows
