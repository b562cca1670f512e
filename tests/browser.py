"""Fixtures for tests that drive a browser: the running site, Chromium, a fresh context each."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from checks import chromium
from tests.conftest import FOLDER, WORKER
from tests.site import Site, running_site


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with (
        tempfile.TemporaryDirectory(prefix=f"site-{WORKER}-", dir=_base()) as folder,
        running_site(Path(folder)) as running,
    ):
        yield running


def _base() -> Path:
    FOLDER.mkdir(exist_ok=True)
    return FOLDER


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        reason = f"no Chromium; to run this: {chromium.REMEDY}"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    launched = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
    yield launched
    launched.close()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A phone in Casablanca, with an empty memory."""
    opened = browser.new_context(
        base_url=site.address,
        locale="fr-MA",
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        has_touch=True,
    )
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
