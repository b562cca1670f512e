"""Files that a form which came back carries on: shown to whoever sent them, ticked, so that they leave with the next try."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.bookings.models import RequestFile
from twiza.kit import storage


class Carried(NamedTuple):
    """A file that is kept already, and how long it lasts as far as anybody has counted."""

    id: UUID
    seconds: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One of them as the form lists it; `value` comes back with the form."""

    value: str
    name: str
    url: str
    is_picture: bool


async def shown(connection: AsyncConnection, owner: UUID | None, files: Sequence[Carried]) -> list[Shown]:
    """One's own that no request has taken; whatever else a form may name is left out."""
    if owner is None or not files:
        return []
    row = storage.FileRow
    statement = select(row.id, row.name, row.media_type).where(
        row.id.in_([one.id for one in files]),
        row.owner_id == owner,
        row.visibility == storage.Visibility.PRIVATE,
        row.deleted_at.is_(None),
        ~exists().where(RequestFile.file_id == row.id),
    )
    found = {each.id: each for each in await connection.execute(statement)}
    return [
        Shown(
            f"{one.id}.{one.seconds or ''}",
            found[one.id].name,
            storage.signed_link(one.id, owner),
            found[one.id].media_type.startswith("image/"),
        )
        for one in files
        if one.id in found
    ]
