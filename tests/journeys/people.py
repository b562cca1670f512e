"""What people do with the pages, in their words; journeys are made of these."""

import re

from playwright.sync_api import BrowserContext, Locator, Page

from tests.site import Site
from twiza import demo

PASSWORD = "trois olives noires"


def press(page: Page, what: str | Locator) -> None:
    """Click what leads to another page, or to the same one once more, and wait for it: a click alone doesn't."""
    button = page.locator(what) if isinstance(what, str) else what
    with page.expect_navigation():
        button.click()


def sign_in(page: Page, login: str, password: str = demo.PASSWORD, *, prefix: str = "") -> None:
    page.goto(f"{prefix}/auth/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    press(page, "main form button[type=submit]")


def sign_up(
    page: Page,
    phone: str,
    *,
    prefix: str = "",
    first: str = "Khadija",
    last: str = "Slaoui",
    email: str = "",
) -> None:
    """Everything the form asks of a client."""
    page.goto(f"{prefix}/auth/signup")
    page.fill("input[name=first_name]", first)
    page.fill("input[name=last_name]", last)
    page.fill("input[name=phone]", phone)
    if email:
        page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    for name in ("of_age", "terms", "privacy"):
        page.check(f"input[name={name}]")
    press(page, "main form button[type=submit]")
    page.wait_for_url("**/auth/verify")


def code_sent_to(site: Site, phone: str) -> str:
    """The six digits in the newest message to this number, as the outbox keeps it without a provider."""
    rows = site.sql('SELECT body FROM outgoing WHERE "to" = $1 ORDER BY id DESC LIMIT 1', phone)
    found = re.search(r"\b(\d{6})\b", rows[0]["body"])
    assert found, rows[0]["body"]
    return found[1]


def link_sent_to(site: Site, email: str, path: str) -> str:
    """The address in the newest message to this inbox."""
    rows = site.sql('SELECT body FROM outgoing WHERE "to" = $1 ORDER BY id DESC LIMIT 1', email)
    found = re.search(rf"{re.escape(path)}\?token=[\w-]+", rows[0]["body"])
    assert found, rows[0]["body"]
    return found[0]


def type_code(page: Page, code: str, *, scripts: bool = True) -> None:
    """The form leaves by itself with the sixth digit; without scripts the button sends it."""
    with page.expect_navigation():
        page.fill("input[name=code]", code)
        if not scripts:
            page.click("main form:has(input[name=code]) button[type=submit]")


def demo_login(first: str) -> str:
    return next(account.login for account in demo.ACCOUNTS if account.name.startswith(first))


def cookie(context: BrowserContext, name: str) -> str | None:
    return next((kept["value"] for kept in context.cookies() if kept["name"] == name), None)
