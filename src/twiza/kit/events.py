"""What happened: recorded in the transaction, kept for ever, handled before the commit.

Domains record events; other domains react to them in their `reactions.py`. A reaction runs inside the same
transaction, so it either happened together with the event or not at all.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, TypeVar, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import ids
from twiza.kit.gathering import Part, leave, write_gathered, write_left


@dataclass(frozen=True)
class Event:
    """A fact in the past tense, carrying ids and small values only."""

    # Fields with somebody's own words: reactions are told, the record isn't, or it would outlive whoever wrote them.
    spoken: ClassVar[frozenset[str]] = frozenset()


Told = TypeVar("Told", bound=Event)
Handler = Callable[[AsyncSession, Any], Awaitable[None]]
AfterCommit = Callable[[], Awaitable[None]]

_handlers: dict[type[Event], list[Handler]] = defaultdict(list)
_PENDING = "recorded events"
_AFTER = "told after commit"
# A chain of reactions longer than this is a loop.
_LONGEST_CHAIN = 50
_KEPT = Part(
    "events",
    {
        "kept_events": """
            INSERT INTO event (id, name, data)
            SELECT id, name, data FROM jsonb_to_recordset(:events) AS told (id uuid, name text, data jsonb)
        """
    },
)


def on(
    kind: type[Told],
) -> Callable[[Callable[[AsyncSession, Told], Awaitable[None]]], Callable[..., Awaitable[None]]]:
    """Register a reaction to one kind of event."""

    def register(
        handler: Callable[[AsyncSession, Told], Awaitable[None]],
    ) -> Callable[[AsyncSession, Told], Awaitable[None]]:
        _handlers[kind].append(handler)
        return handler

    return register


def record(session: AsyncSession, event: Event) -> None:
    """Say that this happened; it is stored and handled when the transaction is about to commit."""
    cast("list[Event]", session.info.setdefault(_PENDING, [])).append(event)


def after_commit(session: AsyncSession, tell: AfterCommit) -> None:
    """Run this once when the transaction has committed; never for what must not be lost."""
    waiting = cast("list[AfterCommit]", session.info.setdefault(_AFTER, []))
    if tell not in waiting:
        waiting.append(tell)


def take_recorded(session: AsyncSession) -> Sequence[Event]:
    """Take away what was recorded and not handled yet: whoever tells a past tells nobody of it now."""
    return cast("list[Event]", session.info.pop(_PENDING, []))


def reactions_to(kind: type[Event]) -> Sequence[Handler]:
    """Who is called when this happens."""
    return _handlers.get(kind, ())


async def handle_recorded(session: AsyncSession) -> None:
    """Run the reactions to the recorded events, and to those that these record; then write all that came of it."""
    links = 0
    while True:
        while pending := cast("list[Event]", session.info.pop(_PENDING, [])):
            links += 1
            if links > _LONGEST_CHAIN:
                raise RuntimeError(f"Reactions to {type(pending[0]).__name__} go in circles")
            await session.flush()
            _keep(session, pending)
            for event in pending:
                for handler in _handlers[type(event)]:
                    await handler(session, event)
        if not await write_gathered(session):
            break
    await write_left(session)


def _keep(session: AsyncSession, told: Sequence[Event]) -> None:
    for event in told:
        data = {name: value for name, value in as_data(event).items() if name not in event.spoken}
        leave(session, _KEPT, {"id": ids.new(), "name": type(event).__name__, "data": data})


async def tell_after_commit(session: AsyncSession) -> None:
    for tell in cast("list[AfterCommit]", session.info.pop(_AFTER, [])):
        await tell()


def as_data(event: Event) -> dict[str, object]:
    """The event as JSON holds it."""
    return {field.name: _plain(getattr(event, field.name)) for field in fields(event)}


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else value
