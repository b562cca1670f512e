"""The bus on PostgreSQL: an outbox table, NOTIFY after the commit, one LISTEN connection per process."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

import orjson
from sqlalchemy import Executable, Select, Table, insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import direct, events
from twiza.kit.bus.fanout import Fanout, Payload, Receiver
from twiza.kit.bus.listener import Listener
from twiza.kit.bus.models import LiveOutbox
from twiza.kit.bus.publisher import Publisher
from twiza.kit.gathering import Part, Row, leave

# PostgreSQL refuses notifications of 8,000 bytes, and writes JSON wider than we do: "1, 2" for "1,2".
_LARGEST = 5_000
# The table, not the class: many rows go in by one plain statement.
_TABLE = cast("Table", LiveOutbox.__table__)
_WRITE = insert(_TABLE).inline()


def _part(name: str, queries: Mapping[str, str], found: str) -> Part:
    return Part(name, {**queries, f"told_of_{name}": f"INSERT INTO live_outbox (topic, payload) {found}"})


_TOLD = _part(
    "live", {}, "SELECT topic, payload FROM jsonb_to_recordset(:live) AS told (topic text, payload jsonb)"
)


class PostgresBus:
    """Carries messages between all processes that share a database."""

    def __init__(self) -> None:
        self._fanout = Fanout()
        self._publisher: Publisher | None = None
        self._listener: Listener | None = None

    async def publish(self, session: AsyncSession, topic: str, payload: Payload) -> None:
        """Have this told once the transaction has committed, and never when it rolls back."""
        await self.publish_all(session, {topic: payload})

    async def publish_all(self, session: AsyncSession, told: Mapping[str, Payload]) -> None:
        """Many cost no more than one: they are left for the end."""
        for topic, payload in told.items():
            row = {"topic": topic, "payload": dict(payload)}
            size = len(orjson.dumps(row))
            if size > _LARGEST:
                raise ValueError(f"A live message of {size} bytes: send ids and let readers look the rest up")
            self.publish_left(session, _TOLD, row)

    def part(self, name: str, queries: Mapping[str, str], found: str) -> Part:
        """Rows of a table, and what is told of them: `queries` write them, `found` selects a topic and its payload."""
        return _part(name, queries, found)

    def publish_left(self, session: AsyncSession, part: Part, row: Row) -> None:
        """Have a row written at the end, and told what its part tells of it."""
        leave(session, part, row)
        events.after_commit(session, self._nudge)

    async def publish_found(
        self, session: AsyncSession, found: Select[*tuple[Any, ...]], values: Mapping[str, object]
    ) -> Sequence[Payload]:
        """Have told what a statement finds: rows of a topic and its payload."""
        told = await direct.rows(session, _write_found(found), values)
        events.after_commit(session, self._nudge)
        return [row.payload for row in told]

    async def publish_alone(
        self, found: Select[*tuple[Any, ...]], values: Mapping[str, object]
    ) -> Sequence[Payload]:
        """The same by a statement that is a whole transaction; what was told."""
        told = await direct.alone(_write_found(found), values)
        await self._nudge()
        return [row.payload for row in told]

    def subscribe(self, topic: str, receive: Receiver) -> Callable[[], None]:
        """Hear a topic until the returned function is called."""
        return self._fanout.subscribe(topic, receive)

    async def start(self, *, listening: bool = True) -> None:
        """Begin to send and, unless this process shows nothing to anybody, to listen."""
        self._publisher = Publisher()
        self._publisher.start()
        if listening:
            self._listener = Listener(self._fanout)
            await self._listener.start()

    async def stop(self) -> None:
        """Send what is left and let go."""
        if self._publisher:
            await self._publisher.stop()
        if self._listener:
            await self._listener.stop()
        self._publisher = self._listener = None

    async def _nudge(self) -> None:
        if self._publisher:
            self._publisher.nudge()


@lru_cache
def _write_found(found: Select[*tuple[Any, ...]]) -> Executable:
    """Statements are module-level: each is made into its insert once."""
    return _WRITE.from_select(["topic", "payload"], found).returning(_TABLE.c.payload)
