"""What happened: recorded in the transaction, kept for ever, handled before the commit.

Domains record events; other domains react to them in their `reactions.py`. A reaction runs inside the same
transaction, so it either happened together with the event or not at all.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import Insert, Table, bindparam, insert
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True)
class Event:
    """A fact in the past tense, carrying ids and small values only."""


Told = TypeVar("Told", bound=Event)
Handler = Callable[[AsyncSession, Any], Awaitable[None]]
AfterCommit = Callable[[], Awaitable[None]]

_handlers: dict[type[Event], list[Handler]] = defaultdict(list)
_PENDING = "recorded events"
_AFTER = "told after commit"
# A chain of reactions longer than this is a loop.
_LONGEST_CHAIN = 200


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
    """Run this once the transaction has committed; never for what must not be lost."""
    cast("list[AfterCommit]", session.info.setdefault(_AFTER, [])).append(tell)


def take_recorded(session: AsyncSession) -> Sequence[Event]:
    """Take away what was recorded and not handled yet: whoever tells a past tells nobody of it now."""
    return cast("list[Event]", session.info.pop(_PENDING, []))


async def handle_recorded(session: AsyncSession) -> None:
    """Store the recorded events and run their reactions, and those of the events these record."""
    handled = 0
    while pending := cast("list[Event]", session.info.pop(_PENDING, [])):
        await session.flush()
        await _keep(session, pending)
        for event in pending:
            handled += 1
            if handled > _LONGEST_CHAIN:
                raise RuntimeError(f"Reactions to {type(event).__name__} go in circles")
            for handler in _handlers[type(event)]:
                await handler(session, event)


async def _keep(session: AsyncSession, told: Sequence[Event]) -> None:
    # Both lead to `kit.db`, which handles our events.
    from twiza.kit import direct, ids

    for event in told:
        kept = {"id": ids.new(), "name": type(event).__name__, "data": as_data(event)}
        await direct.rows(session, _kept(), kept)


@lru_cache
def _kept() -> Insert:
    from twiza.kit.event_log import EventRow

    table = cast("Table", EventRow.__table__)
    return insert(table).values({name: bindparam(name) for name in ("id", "name", "data")})


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
