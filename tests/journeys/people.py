"""What people do with the pages, in their words; journeys are made of these."""

import re

from playwright.sync_api import BrowserContext, Page

from tests.site import Site
from twiza import demo

PASSWORD = "trois olives noires"


def sign_in(page: Page, login: str, password: str = demo.PASSWORD, *, prefix: str = "") -> None:
    page.goto(f"{prefix}/auth/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.click("main form button[type=submit]")
    page.wait_for_load_state()


def sign_up(
    page: Page, phone: str, *, prefix: str = "", first: str = "Khadija", last: str = "Slaoui"
) -> None:
    """Everything the form asks of a client, without an email."""
    page.goto(f"{prefix}/auth/signup")
    page.fill("input[name=first_name]", first)
    page.fill("input[name=last_name]", last)
    page.fill("input[name=phone]", phone)
    page.fill("input[name=password]", PASSWORD)
    for name in ("of_age", "terms", "privacy"):
        page.check(f"input[name={name}]")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/auth/verify")


def code_sent_to(site: Site, phone: str) -> str:
    """The six digits in the newest message to this number, as the outbox keeps it without a provider."""
    rows = site.sql('SELECT body FROM outgoing WHERE "to" = $1 ORDER BY id DESC LIMIT 1', phone)
    found = re.search(r"\b(\d{6})\b", rows[0]["body"])
    assert found, rows[0]["body"]
    return found[1]


def type_code(page: Page, code: str) -> None:
    """The form may leave by itself with the sixth digit; without a script the button sends it."""
    before = page.url
    page.fill("input[name=code]", code)
    page.wait_for_timeout(300)
    if page.url == before and page.locator("input[name=code]").count():
        page.click("main form:has(input[name=code]) button[type=submit]")
    page.wait_for_load_state()


def demo_login(first: str) -> str:
    return next(account.login for account in demo.ACCOUNTS if account.name.startswith(first))


def cookie(context: BrowserContext, name: str) -> str | None:
    return next((kept["value"] for kept in context.cookies() if kept["name"] == name), None)
