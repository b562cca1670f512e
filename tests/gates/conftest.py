import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import browser, playwright
from tests.conftest import FOLDER, WORKER
from tests.gates.site import gated_site
from tests.gates.visiting import Visitors
from tests.site import Site

__all__ = ["browser", "playwright"]


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=f"gates-{WORKER}-", dir=FOLDER) as folder,
        gated_site(Path(folder)) as running,
    ):
        yield running


@pytest.fixture(scope="session")
def visitors(site: Site) -> Visitors:
    return Visitors(site)
