"""The statements of the hottest transactions: SQLAlchemy builds each once, its driver's cursor runs it.

What goes in and comes out is as ever (enums, JSON); what is left out are its layers around each single execution.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, Engine, Executable, PoolProxiedConnection, Select, TextualSelect
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine
from sqlalchemy.util import await_only as await_
from sqlalchemy.util import greenlet_spawn

from twiza.kit import db
from twiza.kit.errors import Unkeepable

Turn = Callable[[Any], Any]
_LINE = "direct line"


async def rows(
    where: AsyncSession | AsyncConnection, statement: Executable, values: Mapping[str, Any]
) -> Sequence[Any]:
    """As `session.execute(statement, values).all()` at a third of its cost; what the session holds is saved first.

    The statement lives as long as the process, and names every column that it writes.
    """
    if not isinstance(where, AsyncSession):
        return await _run(_line_of(cast("Connection", where.sync_connection)), statement, values)
    session = where.sync_session
    if session.new or session.dirty or session.deleted:
        await greenlet_spawn(session.flush)
    return await _run(await _line_in(session), statement, values)


async def row(where: AsyncSession | AsyncConnection, statement: Executable, values: Mapping[str, Any]) -> Any:
    """The only row of the answer, or None."""
    found = await rows(where, statement, values)
    return found[0] if found else None


async def alone(statement: Executable, values: Mapping[str, Any]) -> Sequence[Any]:
    """The same as a transaction of its own, begun and committed by the statement itself."""
    return await greenlet_spawn(_alone, statement, values)


def _alone(statement: Executable, values: Mapping[str, Any]) -> Sequence[Any]:
    engine = db.reader().sync_engine
    # A `Connection` around it would keep track of a transaction, and cost a third more.
    lent = engine.raw_connection()
    try:
        return await_(_run(_Line(lent, engine, engine, lent.invalidate), statement, values))
    finally:
        lent.close()


async def _line_in(session: Session) -> "_Line":
    """The connection of the session's transaction, looked for once."""
    begun = session.get_transaction()
    known = session.info.get(_LINE)
    if known is None or begun is None or known[0] is not begun:
        connection = await greenlet_spawn(session.connection)
        known = session.info[_LINE] = (session.get_transaction(), _line_of(connection))
    return known[1]


def _line_of(connection: Connection) -> "_Line":
    return _Line(connection.connection, connection.engine, connection, connection.invalidate)


class _Line(NamedTuple):
    """A connection of the pool, who hears what is said on it, and how it is thrown away."""

    lent: PoolProxiedConnection
    engine: Engine
    heard_by: Any
    invalidate: Callable[..., None]


async def _run(line: _Line, statement: Executable, values: Mapping[str, Any]) -> Sequence[Any]:
    lent, dialect = line.lent, line.engine.dialect
    said = spoken(statement, dialect)
    arguments = said.arguments(values)
    cursor: Any = lent.cursor()
    # Whoever counts statements or writes them down hears of these too.
    for hear in line.heard_by.dispatch.before_cursor_execute:
        hear(line.heard_by, cursor, said.sql, arguments, None, False)
    try:
        # What the cursor's `execute` awaits from within a greenlet, of which a switch costs as much as all else here.
        await cursor._prepare_and_execute(said.sql, arguments)  # noqa: SLF001
        return said.answer(cursor.fetchall())
    except Exception as refusal:
        if dialect.is_disconnect(cast("Any", refusal), lent.dbapi_connection, cursor):
            # The server has gone: what waits in the pool is looked upon as dead too, and closed when its turn comes.
            cast("Any", line.engine.pool)._invalidate(lent, refusal, _checkin=False)  # noqa: SLF001  as SQLAlchemy does when it meets a dead server
            line.invalidate(refusal)
        raise _told(refusal, said.sql, dialect) from refusal
    except BaseException:
        # Given up in the middle of an answer: nobody else may get what is still to come.
        line.invalidate()
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
