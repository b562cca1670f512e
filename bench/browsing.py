"""Largest contentful paint of the main pages on a slow phone: 390 px, a quarter of the processor, 1.6 Mbps, 150 ms."""

import statistics
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.reporting import Line
from checks import chromium
from tests.site import running_site

PAGES = ("/", "/ar/", "/freelancers", "/pricing", "/auth/signup")
ROUNDS = 5
MOST = 1.0
_OBSERVE = """
window.__lcp = 0;
new PerformanceObserver(list => { for (const e of list.getEntries()) window.__lcp = e.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
"""


def measure(folder: Path) -> list[Line]:
    """First visits: an empty browser each time."""
    path = chromium.find()
    if path is None:
        print(f"No Chromium, so no paint times. {chromium.REMEDY}")
        return []
    with running_site(folder / "lcp-site") as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        lines = [
            Line(
                f"largest paint of {page}, slow phone, median",
                _paint(browser, site.address + page),
                "s",
                at_most=MOST,
            )
            for page in PAGES
        ]
        browser.close()
    return lines


def _paint(browser: Browser, address: str) -> float:
    found = []
    for _ in range(ROUNDS):
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-MA", is_mobile=True)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        network = {
            "offline": False,
            "latency": 150,
            "downloadThroughput": 200_000,
            "uploadThroughput": 94_000,
        }
        session.send("Network.emulateNetworkConditions", network)
        page.add_init_script(_OBSERVE)
        page.goto(address, wait_until="load")
        page.wait_for_timeout(600)
        found.append(page.evaluate("window.__lcp") / 1000)
        context.close()
    return statistics.median(found)
