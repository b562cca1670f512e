import pytest

from tests.browser import browser, playwright, site
from tests.gates.visiting import Visitors
from tests.site import Site

__all__ = ["browser", "playwright", "site"]


@pytest.fixture(scope="session")
def visitors(site: Site) -> Visitors:
    return Visitors(site)
