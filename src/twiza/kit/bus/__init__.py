"""The bus: what happened in one process is shown at once on pages that hang on another.

`publish` writes into the transaction; the message leaves after the commit and carries ids and small numbers
only, since readers look the rest up. A message may be lost when a connection breaks: then every receiver
hears `{"type": "resync"}` and reads again. `start` and `stop` belong to the process that serves or works.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.bus.fanout import RESYNC, Payload, Receiver
from twiza.kit.bus.postgres import PostgresBus
from twiza.kit.gathering import Part, Row

__all__ = [
    "RESYNC",
    "Bus",
    "Payload",
    "PostgresBus",
    "Receiver",
    "part",
    "publish",
    "publish_all",
    "publish_alone",
    "publish_found",
    "publish_left",
    "start",
    "stop",
    "subscribe",
]


class Bus(Protocol):
    """What a carrier of live messages must do."""

    async def publish(self, session: AsyncSession, topic: str, payload: Payload) -> None:
        """Have this told once the transaction has committed, and never when it rolls back."""
        ...

    async def publish_all(self, session: AsyncSession, told: Mapping[str, Payload]) -> None:
        """The same for several topics at once."""
        ...

    async def publish_found(
        self, session: AsyncSession, found: Select[*tuple[Any, ...]], values: Mapping[str, object]
    ) -> Sequence[Payload]:
        """The same for the (topic, payload) rows of a statement, so that no number need be fetched first; what was told."""
        ...

    async def publish_alone(
        self, found: Select[*tuple[Any, ...]], values: Mapping[str, object]
    ) -> Sequence[Payload]:
        """The same when that statement is a whole transaction; what was told."""
        ...

    def part(self, name: str, queries: Mapping[str, str], found: str) -> Part:
        """A part of the last statement whose rows are told of as they are written."""
        ...

    def publish_left(self, session: AsyncSession, part: Part, row: Row) -> None:
        """Leave a row for such a part."""
        ...

    def subscribe(self, topic: str, receive: Receiver) -> Callable[[], None]:
        """Hear a topic until the returned function is called."""
        ...

    async def start(self, *, listening: bool = True) -> None:
        """Begin to send and, unless this process shows nothing to anybody, to listen."""
        ...

    async def stop(self) -> None:
        """Send what is left and let go."""
        ...


_bus: Bus = PostgresBus()
publish = _bus.publish
publish_all = _bus.publish_all
publish_alone = _bus.publish_alone
publish_found = _bus.publish_found
part = _bus.part
publish_left = _bus.publish_left
subscribe = _bus.subscribe
start = _bus.start
stop = _bus.stop
