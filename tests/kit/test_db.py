"""Transactions, locks, and events handled inside them."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast
from twiza.accounts.models import Account
from twiza.kit import ids
from twiza.kit.db import lock, reading, unit_of_work
from twiza.kit.errors import NotFound
from twiza.kit.event_log import EventRow
from twiza.kit.events import Event, on, record


@dataclass(frozen=True)
class Whispered(Event):
    who: UUID


@dataclass(frozen=True)
class Echoed(Event):
    who: UUID


heard: list[UUID] = []


@on(Whispered)
async def _echo(session: AsyncSession, event: Whispered) -> None:
    record(session, Echoed(event.who))


@on(Echoed)
async def _hear(session: AsyncSession, event: Echoed) -> None:
    if str(event.who).startswith("ffffffff"):
        raise RuntimeError("deaf")
    heard.append(event.who)


async def test_events_are_stored_and_handled_before_the_commit(committed: None) -> None:
    who = ids.new()
    async with unit_of_work() as session:
        record(session, Whispered(who))
        assert who not in heard
    assert who in heard
    async with reading() as connection:
        names = (await connection.scalars(select(EventRow.name).order_by(EventRow.id))).all()
    assert names == ["Whispered", "Echoed"]


async def test_a_failing_reaction_undoes_the_whole_act(committed: None) -> None:
    with pytest.raises(RuntimeError, match="deaf"):
        async with unit_of_work() as session:
            record(session, Whispered(UUID("ffffffff-0000-4000-8000-000000000000")))
    async with reading() as connection:
        assert (await connection.scalars(select(EventRow.name))).all() == []


async def test_histories_refuse_to_be_rewritten(committed: None) -> None:
    async with unit_of_work() as session:
        record(session, Whispered(ids.new()))
    for statement in ("UPDATE event SET name = 'x'", "DELETE FROM event", "TRUNCATE event"):
        with pytest.raises(DBAPIError):
            async with unit_of_work() as session:
                await session.execute(text(statement))


async def test_a_locked_row_is_read_afresh(cast: Cast) -> None:
    """Forty writers add one each; without the lock, or with a stale read after it, some would be lost."""

    async def add() -> None:
        async with unit_of_work() as session:
            await session.scalar(select(Account).where(Account.id == cast.karim.id))
            account = await lock(session, Account, cast.karim.id)
            account.token_version += 1

    await asyncio.gather(*(add() for _ in range(40)))
    async with reading() as connection:
        version = await connection.scalar(select(Account.token_version).where(Account.id == cast.karim.id))
    assert version == 41


async def test_locking_what_isn_t_there(session: AsyncSession) -> None:
    with pytest.raises(NotFound):
        await lock(session, Account, ids.new())


async def test_more_transactions_than_connections_can_all_count_a_try(committed: None) -> None:
    """Each holds a connection and asks for the one beside it: with a common pool all would wait for each other."""
    from datetime import timedelta

    from twiza.kit import ratelimit

    async def one(number: int) -> None:
        async with unit_of_work() as session:
            await session.execute(text("SELECT 1"))
            await ratelimit.hit(f"try {number}", 5, timedelta(minutes=1))

    await asyncio.gather(*(one(number) for number in range(30)))
