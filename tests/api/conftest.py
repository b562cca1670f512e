"""Tests of the API provoke faults on purpose; their logs are kept off the screen."""

from collections.abc import Iterator, MutableMapping
from typing import Any

import asyncpg
import pytest
from structlog.testing import capture_logs

from tests.statements import counted


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """What was logged meanwhile."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements sent, whichever way."""
    told: list[str] = []
    fetch = asyncpg.Connection.fetch

    async def noted(self: asyncpg.Connection, query: str, *values: object) -> list[asyncpg.Record]:
        told.append(query)
        return await fetch(self, query, *values)

    monkeypatch.setattr(asyncpg.Connection, "fetch", noted)

    with counted(told):
        yield told
