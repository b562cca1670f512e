"""Tests of the API provoke faults on purpose; their logs are kept off the screen."""

from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
from structlog.testing import capture_logs


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """What was logged meanwhile."""
    with capture_logs() as entries:
        yield entries
