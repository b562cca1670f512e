"""Who opens the pages: a visitor, or a demo account signed in once through the real form."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.site import Site
from twiza import demo

LOGINS = {"freelancer": "youssef", "admin": "salma"}


class Visitors:
    """Contexts by person; the cookies of a sign-in are kept for the next page."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._states: dict[str, Any] = {}
        self._ids = self._look_up()

    def _look_up(self) -> dict[str, str]:
        """The ids that the addresses of the list ask for."""
        by_hat = "SELECT account_id FROM hat WHERE kind = $1::hat_kind ORDER BY account_id LIMIT 1"
        freelancer = str(self.site.sql(by_hat, "freelancer")[0]["account_id"])
        pro = str(self.site.sql(by_hat, "pro")[0]["account_id"])
        return {"freelancer": freelancer, "pro": pro, "freelancer_account": freelancer}

    def fill(self, path: str) -> str:
        return path.format(**self._ids)

    @contextmanager
    def context(
        self, browser: Browser, who: str, language: str, theme: str, width: int = 390
    ) -> Iterator[BrowserContext]:
        """A fresh browser of this person, in this theme."""
        if who not in self._states and who != "visitor":
            self._states[who] = self._sign_in(browser, who)
        context = browser.new_context(
            base_url=self.site.address,
            storage_state=self._states.get(who),
            locale={"fr": "fr-MA", "ar": "ar-MA", "en": "en-GB"}[language],
            color_scheme="dark" if theme == "dark" else "light",
            viewport={"width": width, "height": 844},
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": "theme", "value": theme, "url": self.site.address}])
        yield context
        context.close()

    def _sign_in(self, browser: Browser, who: str) -> Any:
        account = next(account for account in demo.ACCOUNTS if LOGINS[who] in account.name.lower())
        context = browser.new_context(base_url=self.site.address)
        page = context.new_page()
        page.goto("/auth/login")
        page.fill("input[name=login]", account.login)
        page.fill("input[name=password]", demo.PASSWORD)
        page.click("main form button[type=submit]")
        page.wait_for_url(lambda url: "/auth/login" not in url)
        state = context.storage_state()
        context.close()
        return state
