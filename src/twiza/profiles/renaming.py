"""What administrators change of a city, a neighbourhood or a category alike."""

from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access, audit
from twiza.accounts.models import Permission
from twiza.kit.db import Base, lock
from twiza.profiles import naming
from twiza.profiles.naming import Said

Listed = TypeVar("Listed", bound=Base)


async def change(session: AsyncSession, model: type[Listed], row_id: UUID, *, by: UUID, said: Said) -> Listed:
    """Other names, another place in the lists, hidden or shown again; its address stays, for links point at it."""
    await access.admin_with(session, by, Permission.CONTENT)
    names, position, faults = naming.read(said)
    naming.refuse(faults)
    listed = await lock(session, model, row_id)
    for name, value in {**names, "position": position, "hidden": said.hidden}.items():
        setattr(listed, name, value)
    await session.flush()
    kind = model.__tablename__
    details = {"slug": cast("Any", listed).slug, "hidden": said.hidden}
    await audit.write(session, by, f"change-{kind}", kind, row_id, details=details)
    return listed
