"""`make shots`: every page in French, Arabic and English, light and dark, at 390 and 1280 px, into shots/."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from checks import chromium
from tests.gates.site import gated_site
from tests.gates.visiting import Visitors
from tests.pages import LANGUAGES, PAGES, THEMES, address

FOLDER = Path(__file__).resolve().parents[1] / "shots"
WIDTHS = (390, 1280)


def main(wanted: list[str]) -> None:
    """All pages, or those whose name holds one of the given words."""
    path = chromium.find()
    if path is None:
        sys.exit(f"No Chromium. {chromium.REMEDY}")
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="twiza-shots-") as folder,
        gated_site(Path(folder) / "site") as site,
    ):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
            visitors = Visitors(site)
            for known in PAGES:
                if wanted and not any(word in known.slug for word in wanted):
                    continue
                for language in LANGUAGES:
                    for theme in THEMES:
                        for width in WIDTHS:
                            with visitors.context(browser, known.who, language, theme, width) as context:
                                page = context.new_page()
                                page.goto(visitors.fill(address(language, known.path)))
                                _grow(page, width)
                                name = f"{known.slug}-{width}-{language}-{theme}.png"
                                page.screenshot(path=FOLDER / name)
                print(known.slug, flush=True)
            browser.close()
    print(f"The screenshots are in {FOLDER}")


def _grow(page: Page, width: int) -> None:
    """A window as tall as the page: its lazy pictures load, and the bar at the bottom stays at the bottom."""
    page.wait_for_timeout(150)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(844, height)})
    page.wait_for_timeout(150)


if __name__ == "__main__":
    main(sys.argv[1:])
