"""On every page, language and theme: no accessibility violation, no console message, no overflow, within the budget."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.gates.visiting import Visitors
from tests.pages import LANGUAGES, PAGES, THEMES, Known, address

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
# Asked after the load, for the browser remembers: a script put into every frame beforehand would be reported by
# those that allow none.
SHIFTS = (Path(__file__).parent / "measuring.js").read_text()
NARROWEST = 360
WIDTHS = (390, 1280)
KB = 1024
# What one page may weigh, compressed, as phones on a slow line load it.
BUDGET = {"document": 8 * KB, "stylesheet": 14 * KB, "script": 20 * KB, "font": 70 * KB, "all": 180 * KB}
MOST_SHIFT = 0.02


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("known", PAGES, ids=lambda known: known.slug)
def test_page(browser: Browser, visitors: Visitors, known: Known, language: str) -> None:
    faults: list[str] = []
    for theme in THEMES:
        with visitors.context(browser, known.who, language, theme) as context:
            faults += [f"{theme}: {fault}" for fault in _faults(context, visitors, known, language)]
    assert not faults, "\n".join(faults)


def _faults(context: BrowserContext, visitors: Visitors, known: Known, language: str) -> list[str]:
    page = context.new_page()
    said: list[str] = []
    answers: list[Response] = []
    page.on("console", lambda message: said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"script: {error}"))
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  Playwright marks its handlers
    wanted = visitors.fill(address(language, known.path))
    answer = page.goto(wanted, wait_until="load")
    assert answer is not None
    if answer.status != known.status:
        return [f"answered {answer.status} instead of {known.status}"]
    if known.path.startswith("/auth/") and urlsplit(page.url).path != urlsplit(wanted).path:
        return [f"stands at {page.url}"]
    if known.status != 200:
        # A browser reports every error answer in its console; that message is not ours.
        said = [message for message in said if "Failed to load resource" not in message]
    page.wait_for_timeout(250)
    said += _too_heavy(answers)
    shift = page.evaluate(SHIFTS)
    if shift >= MOST_SHIFT:
        said.append(f"layout shifts by {shift:.3f}")
    for width in WIDTHS:
        _widen(page, width, 844)
        page.evaluate("scrollTo(0, 0)")  # A field with the focus may have drawn the page under its header.
        said += [f"{width} px: {violation}" for violation in _violations(page)]
    _widen(page, NARROWEST, 740)
    said += _overflow(page)
    return said


def _widen(page: Page, width: int, height: int) -> None:
    """Chromium answers a moment early: what it measures before the next frames can be half the old width's styles."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def _violations(page: Page) -> list[str]:
    if not page.evaluate("Boolean(window.axe)"):
        # The page's policy forbids foreign scripts, and rightly: axe comes in through the debugger instead.
        page.evaluate(AXE.read_text() + "\n;undefined")
    options = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        "resultTypes": ["violations"],
    }
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{violation['id']}: {node['html'][:140]} {node['failureSummary'][:160]}"
        for violation in found
        for node in violation["nodes"][:3]
    ]


def _overflow(page: Page) -> list[str]:
    """A page may take some frames to fit its new width; what still sticks out after two seconds is too wide."""
    too_wide = 0
    for _ in range(20):
        # Asked through the debugger each time: the page's policy forbids a script that waits by itself.
        width, too_wide = page.evaluate(
            "[innerWidth, document.documentElement.scrollWidth - document.documentElement.clientWidth]"
        )
        if width == NARROWEST and too_wide <= 0:
            return []
        page.wait_for_timeout(100)
    return [f"{NARROWEST} px: {too_wide} px too wide"]


def _too_heavy(answers: list[Response]) -> list[str]:
    weights = dict.fromkeys(BUDGET, 0)
    for answer in answers:
        if answer.url.startswith(("data:", "blob:")) or answer.status >= 300:
            continue
        body = answer.body()
        kind = answer.request.resource_type
        if kind == "document":
            css = b"".join(re.findall(rb"<style>(.*?)</style>", body, re.DOTALL))
            body = re.sub(rb"<style>.*?</style>", b"", body, flags=re.DOTALL)
            weights["stylesheet"] += len(gzip.compress(css)) if css else 0
            weights["all"] += len(gzip.compress(css)) if css else 0
        compressed = body if kind in {"font", "image"} and b"<svg" not in body[:200] else gzip.compress(body)
        if kind in weights:
            weights[kind] += len(compressed)
        weights["all"] += len(compressed)
    return [
        f"{kind} weighs {weights[kind] / KB:.1f} KB, {most / KB:.0f} at most"
        for kind, most in BUDGET.items()
        if weights[kind] > most
    ]
