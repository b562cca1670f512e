"""Whose pages hang on this process, told to the database while they do.

Newcomers are told of in batches and everybody again now and then, by one task that ends with the last page. Whoever
goes isn't told of: a page that reloads would flicker, and people are taken for gone when nobody speaks of them.
"""

import asyncio
from collections import Counter
from contextlib import suppress
from random import uniform
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from twiza.kit.db import unit_of_work
from twiza.messaging import presence

log = structlog.get_logger()
_BATCH = 1000
_GATHER_FOR = 0.2


class Attendance:
    """The sockets of one process, by account."""

    def __init__(self) -> None:
        self.sockets: Counter[UUID] = Counter()
        self._arrived: set[UUID] = set()
        self._somebody = asyncio.Event()
        self._telling: asyncio.Task[None] | None = None

    def arrive(self, account_id: UUID) -> None:
        """One more page of this person."""
        self.sockets[account_id] += 1
        self._arrived.add(account_id)
        self._somebody.set()
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._keep_telling())

    def leave(self, account_id: UUID) -> None:
        """One page less."""
        self.sockets[account_id] -= 1
        if not self.sockets[account_id]:
            del self.sockets[account_id]
            self._somebody.set()

    async def _keep_telling(self) -> None:
        now = asyncio.get_running_loop().time
        everybody_at = now() + _interval()
        while self.sockets:
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0, everybody_at - now())):
                    await self._somebody.wait()
                await asyncio.sleep(_GATHER_FOR)
            told, self._arrived = self._arrived, set()
            self._somebody.clear()
            if now() >= everybody_at:
                told, everybody_at = set(self.sockets), now() + _interval()
            await _tell(sorted(told))


def _interval() -> float:
    """Not all processes in the same instant."""
    return presence.EVERY.total_seconds() * uniform(0.8, 1)  # noqa: S311


async def _tell(account_ids: list[UUID]) -> None:
    try:
        for start in range(0, len(account_ids), _BATCH):
            async with unit_of_work() as session:
                await presence.here(session, account_ids[start : start + _BATCH])
    except (SQLAlchemyError, OSError) as trouble:
        log.warning("presence waits for the database", reason=str(trouble))
