"""The database: one engine per process, one transaction per request or task, fast reads beside it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, TypeVar
from uuid import UUID

import orjson
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Enum,
    Executable,
    MetaData,
    Row,
    Uuid,
    bindparam,
    event,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column
from sqlalchemy.types import TypeEngine
from sqlalchemy.util import greenlet_spawn

from twiza.kit import events, ids
from twiza.kit.errors import NotFound, Unkeepable
from twiza.kit.settings import settings

Id = Annotated[
    UUID,
    mapped_column(Uuid, primary_key=True, default=ids.new, server_default=text("uuidv7()"), sort_order=-10),
]
Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]
CreatedAt = Annotated[
    datetime, mapped_column(DateTime(timezone=True), server_default=func.now(), sort_order=90)
]
Json = Annotated[dict[str, Any], mapped_column(JSONB, server_default=text("'{}'::jsonb"))]


class Base(DeclarativeBase):
    """Every table: constraint names are predictable, so an error can be told by its constraint."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


Model = TypeVar("Model", bound=Base)
# A byte that no text may hold; an escape in JSON that no text may hold.
_UNKEEPABLE = frozenset({"22021", "22P05"})


def stored_enum(kind: type[StrEnum], name: str) -> Enum:
    """A type of the database with the values that the API speaks, not Python's names for them."""
    return Enum(kind, name=name, values_callable=lambda members: [member.value for member in members])


def database_url() -> str:
    """Where the database is, as SQLAlchemy's asyncpg dialect wants it written."""
    return settings().database_dsn.replace("postgresql://", "postgresql+asyncpg://", 1)


def plain_dsn() -> str:
    """The same address for asyncpg itself."""
    return settings().database_dsn


# No disk turns any more. The planner's own guess of 4 has it read and sort a whole city's pros, wherever an index that
# has them in order was not vacuumed since they changed: 20 ms instead of 0.3.
_SPOKEN_WITH = {"application_name": "twiza", "timezone": "UTC", "jit": "off", "random_page_cost": "1.1"}


@lru_cache
def engine() -> AsyncEngine:
    """The writing engine; it shares its pool with the reads of this process."""
    return reader().execution_options(isolation_level="READ COMMITTED")


@lru_cache
def reader() -> AsyncEngine:
    return _made(settings().database_pool)


@lru_cache
def _side_engine() -> AsyncEngine:
    """For `beside()`: a pool of its own, or full pools could wait for each other."""
    return _made(2)


def as_json(value: object) -> str:
    # asyncpg hands out a subclass of UUID that orjson doesn’t take for one.
    return orjson.dumps(value, default=str).decode()


def _made(pool: int) -> AsyncEngine:
    made = create_async_engine(
        database_url(),
        pool_size=pool,
        # A connection beyond the pool would be opened, with its slow handshake, and closed again for each request.
        max_overflow=0,
        hide_parameters=True,
        pool_timeout=10,
        # Reads find connections as they need them; what differs from this is set and reset at each checkout.
        isolation_level="AUTOCOMMIT",
        json_serializer=as_json,
        json_deserializer=orjson.loads,
        connect_args={"server_settings": _SPOKEN_WITH},
    )
    event.listen(made.sync_engine, "handle_error", _blame_the_text)
    return made


def _blame_the_text(context: ExceptionContext) -> None:
    """PostgreSQL's text holds no NUL and asyncpg sends no lone surrogate: the sender's fault, not ours."""
    refusal = context.original_exception
    reason = refusal.__cause__.__cause__ if refusal.__cause__ else None
    if is_unkeepable(refusal, reason):
        raise Unkeepable


def is_unkeepable(refusal: BaseException, reason: BaseException | None) -> bool:
    """Whether a text was refused for what it holds."""
    return getattr(refusal, "sqlstate", None) in _UNKEEPABLE or isinstance(reason, UnicodeEncodeError)


@asynccontextmanager
async def unit_of_work(on: AsyncConnection | None = None) -> AsyncIterator[AsyncSession]:
    """One transaction: commits at the end, after the recorded events were handled inside it."""
    async with AsyncSession(on or engine(), expire_on_commit=False) as session:
        async with session.begin():
            yield session
            await events.handle_recorded(session)
        await events.tell_after_commit(session)


@asynccontextmanager
async def working() -> AsyncIterator[AsyncConnection]:
    """A connection for a unit of work and for what is read after it: whoever has committed never waits for another."""
    async with engine().connect() as connection:
        yield connection


async def after_work(connection: AsyncConnection) -> AsyncConnection:
    """The same connection for reads without a transaction."""
    return await connection.execution_options(isolation_level="AUTOCOMMIT")


@asynccontextmanager
async def reading() -> AsyncIterator[AsyncConnection]:
    """A connection without a transaction, for reads on hot paths."""
    async with reader().connect() as connection:
        yield connection


async def rows(statement: Executable, values: Mapping[str, Any]) -> Sequence[Row[*tuple[Any, ...]]]:
    """The answer to one statement on the hottest paths: a third cheaper than `reading()`."""
    return await greenlet_spawn(_rows, statement, values)


def _rows(statement: Executable, values: Mapping[str, Any]) -> Sequence[Row[*tuple[Any, ...]]]:
    # Taken, used and given back in one go: each await of SQLAlchemy's asynchronous face switches there and back.
    with reader().sync_engine.connect() as connection:
        return connection.execute(statement, values).all()


@asynccontextmanager
async def beside() -> AsyncIterator[AsyncConnection]:
    """A connection for one short statement that must hold even if the transaction around it fails."""
    async with _side_engine().connect() as connection:
        yield connection


async def lock(session: AsyncSession, model: type[Model], row_id: UUID) -> Model:
    """The row, fresh and held until the transaction ends; foreign keys to it may still be inserted."""
    # A row read earlier in this session may be stale by the time its lock is granted.
    statement = (
        select(model)
        .where(primary_key(model) == row_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    found = (await session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def given(name: str, kind: type[TypeEngine[Any]] | TypeEngine[Any]) -> ColumnElement[Any]:
    """A list that a statement is given, for `column == given("ids", Uuid).any_()`, whose plan is made once.

    Given straight, PostgreSQL plans each execution anew: it takes any list for ten, and finds fewer cheaper each time.
    """
    return func.array(
        select(func.unnest(bindparam(name, type_=ARRAY(kind)))).scalar_subquery(), type_=ARRAY(kind)
    )


def primary_key(model: type[Base]) -> Any:
    return model.__mapper__.primary_key[0]


def moment_column(*, indexed: bool = False) -> MappedColumn[datetime]:
    return mapped_column(DateTime(timezone=True), index=indexed)


async def dispose() -> None:
    """Close this process's connections."""
    if reader.cache_info().currsize:
        await reader().dispose()
    if _side_engine.cache_info().currsize:
        await _side_engine().dispose()
    for made in (engine, reader, _side_engine):
        made.cache_clear()
