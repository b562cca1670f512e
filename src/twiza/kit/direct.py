"""The statements of the hottest transactions: SQLAlchemy builds each once, its driver's cursor runs it.

What goes in and comes out is as ever (enums, JSON); what is left out are its layers around each single execution.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Connection, Executable, Select, TextualSelect
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine
from sqlalchemy.util import greenlet_spawn

from twiza.kit import db
from twiza.kit.errors import Unkeepable

Turn = Callable[[Any], Any]


async def rows(
    where: AsyncSession | AsyncConnection, statement: Executable, values: Mapping[str, Any]
) -> Sequence[Any]:
    """As `session.execute(statement, values).all()` at a third of its cost; what the session holds is saved first.

    The statement lives as long as the process, and names every column that it writes.
    """
    return await greenlet_spawn(_run_in, where, statement, values)


async def row(where: AsyncSession | AsyncConnection, statement: Executable, values: Mapping[str, Any]) -> Any:
    """The only row of the answer, or None."""
    found = await rows(where, statement, values)
    return found[0] if found else None


async def read(statement: Executable, values: Mapping[str, Any]) -> Sequence[Any]:
    """The same without a transaction, on a connection of its own."""
    return await greenlet_spawn(_read, statement, values)


def _read(statement: Executable, values: Mapping[str, Any]) -> Sequence[Any]:
    with db.reader().sync_engine.connect() as connection:
        return _run(connection, statement, values)


def _run_in(
    where: AsyncSession | AsyncConnection, statement: Executable, values: Mapping[str, Any]
) -> Sequence[Any]:
    if isinstance(where, AsyncSession):
        where.sync_session.flush()
        return _run(where.sync_session.connection(), statement, values)
    return _run(cast("Connection", where.sync_connection), statement, values)


def _run(connection: Connection, statement: Executable, values: Mapping[str, Any]) -> Sequence[Any]:
    said = spoken(statement, connection.dialect)
    arguments = said.arguments(values)
    cursor = connection.connection.cursor()
    # Whoever counts statements or writes them down hears of these too.
    for hear in cast("Any", connection).dispatch.before_cursor_execute:
        hear(connection, cursor, said.sql, arguments, None, False)
    try:
        cursor.execute(said.sql, arguments)
        return said.answer(cursor.fetchall())
    except Exception as refusal:
        if connection.dialect.is_disconnect(
            cast("Any", refusal), connection.connection.dbapi_connection, cursor
        ):
            # The server has gone: what waits in the pool is looked upon as dead too, and closed when its turn comes.
            cast("Any", connection.engine.pool)._invalidate(connection.connection, refusal, _checkin=False)  # noqa: SLF001  as SQLAlchemy does when it meets a dead server
            connection.invalidate(refusal)
        raise _told(refusal, said.sql, connection.dialect) from refusal
    except BaseException:
        # Given up in the middle of an answer: nobody else may get what is still to come.
        connection.invalidate()
        raise
    finally:
        cursor.close()


def _told(refusal: Exception, sql: str, dialect: Dialect) -> BaseException:
    """The error that SQLAlchemy makes of the driver's."""
    reason = refusal.__cause__.__cause__ if refusal.__cause__ else None
    if db.is_unkeepable(refusal, reason):
        return Unkeepable()
    return DBAPIError.instance(
        sql, None, refusal, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect
    )


@dataclass(frozen=True, slots=True)
class Spoken:
    """A statement as the driver takes it."""

    sql: str
    # Each value in its place: its name when the call brings it, else what the statement itself brings.
    binds: Sequence[tuple[str | None, Any, Turn | None]]
    turns: Sequence[tuple[int, Turn]]
    make: Callable[[Any], Any]

    def arguments(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(
            own if name is None else values[name] if turn is None else turn(values[name])
            for name, own, turn in self.binds
        )

    def answer(self, found: Sequence[Any]) -> Sequence[Any]:
        if not self.turns:
            return [self.make(one) for one in found]
        answer: list[Any] = []
        for one in found:
            fields = list(one)
            for place, turn in self.turns:
                fields[place] = turn(fields[place])
            answer.append(self.make(fields))
        return answer


@lru_cache(maxsize=256)
def spoken(statement: Executable, dialect: Dialect) -> Spoken:
    """The statement as it is from now on."""
    compiled = cast("SQLCompiler", cast("Any", statement).compile(dialect=dialect))
    if cast("Any", compiled).prefetch:
        raise TypeError("A default of Python’s is made by SQLAlchemy’s own execution: name every column")
    binds: list[tuple[str | None, Any, Turn | None]] = []
    for name in compiled.positiontup or ():
        bind = compiled.binds[name]
        turn = _impl(bind.type, dialect).bind_processor(dialect)
        own = None if bind.required else bind.effective_value
        binds.append(
            (name if bind.required else None, turn(own) if turn and not bind.required else own, turn)
        )
    columns = _columns(statement)
    readers = [_impl(column.type, dialect).result_processor(dialect, None) for column in columns]
    names = [column.key for column in columns]
    made = namedtuple("Found", names, rename=True)  # noqa: PYI024  # pyright: ignore[reportUntypedNamedTuple]
    return Spoken(
        str(compiled),
        binds,
        [(place, turn) for place, turn in enumerate(readers) if turn is not None],
        made._make,
    )


def _columns(statement: Executable) -> Sequence[Any]:
    """What it answers with."""
    if isinstance(statement, (Select, TextualSelect)):
        return list(statement.selected_columns)
    if isinstance(statement, UpdateBase):
        return list(statement.exported_columns)
    return ()


def _impl(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)
