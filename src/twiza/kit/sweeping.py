"""What the clock does to rows: found unlocked, then one at a time, each looked at again under its lock."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.db import Base, primary_key, reading, unit_of_work
from twiza.kit.errors import DomainError

log = structlog.get_logger()
Act = Callable[[AsyncSession, UUID], Awaitable[object]]
AT_ONCE = 500


async def each(model: type[Base], where: tuple[ColumnElement[bool], ...], act: Act) -> int:
    """One transaction each: a single row that can't be dealt with holds up no other."""
    row_id = primary_key(model)
    wanted = select(row_id).where(*where).order_by(row_id).limit(literal_column(str(AT_ONCE)))
    async with reading() as connection:
        found = (await connection.scalars(wanted)).all()
    done = 0
    faults: list[Exception] = []
    for one in found:
        try:
            async with unit_of_work() as session:
                await act(session, one)
            done += 1
        except DomainError as moved_on:
            # Somebody was faster, or the row has changed since it was found.
            log.info("the clock was too late", subject=str(one), code=moved_on.code)
        except Exception as fault:  # noqa: BLE001  raised below, once the others had their turn
            faults.append(fault)
    if faults:
        raise ExceptionGroup("The clock could not deal with some of them", faults)
    return done
