"""Who opens the pages: a visitor, a demo account, or somebody half-way; each comes in once, through the real forms."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx
from playwright.sync_api import Browser, BrowserContext, Page

from tests.gates import arriving
from tests.journeys import people, visits
from tests.site import Site
from tests.trust.papers import photo
from twiza import demo
from twiza.trust.kyc.models import KycSide

Way = Callable[[Page, Site], None]


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
        return {
            "freelancer": freelancer,
            "pro": pro,
            "message": self._message(),
            "proof": self._proof(),
            "papers": self._papers(),
            **self._gigs(),
            **self._orders(),
            **self._visits(),
            "friend": self._friend(pro),
        }

    def _friend(self, pro: str) -> str:
        """Somebody with whom the freelancer talks, or could."""
        talks = (
            "SELECT other_id FROM conversation_side JOIN account ON account.id = account_id "
            "WHERE email = $1 ORDER BY last_message_id DESC NULLS LAST LIMIT 1"
        )
        rows = self.site.sql(talks, people.demo_login("Youssef"))
        return str(rows[0]["other_id"]) if rows else pro

    def _gigs(self) -> dict[str, str]:
        """One that strangers see, and one of whoever opens the pages of freelancers."""
        published = "SELECT id FROM gig WHERE status = 'published' ORDER BY id LIMIT 1"
        theirs = (
            "SELECT gig.id FROM gig JOIN account ON account.id = freelancer_id "
            "WHERE email = $1 AND gig.status <> 'deleted' ORDER BY gig.id LIMIT 1"
        )
        found = {
            "gig": self.site.sql(published),
            "own_gig": self.site.sql(theirs, people.demo_login("Youssef")),
        }
        return {name: str(rows[0]["id"]) if rows else str(UUID(int=0)) for name, rows in found.items()}

    def _orders(self) -> dict[str, str]:
        """Orders of the two who open the pages of clients and freelancers, by how far they are."""
        side = (
            'SELECT o.reference AS found FROM "order" o JOIN account a ON a.id = o.{side}_id '
            "WHERE a.email = $1 AND {which} ORDER BY o.id DESC LIMIT 1"
        )
        calm = "o.disputed_at IS NULL AND o.status = "
        amina, youssef = ("client", people.demo_login("Amina")), ("freelancer", people.demo_login("Youssef"))
        wanted = {
            "unpaid": (amina, f"{calm} 'PENDING_PAYMENT'"),
            "declared": (youssef, f"{calm} 'PAYMENT_SUBMITTED'"),
            "running": (youssef, f"{calm} 'IN_PROGRESS'"),
            "delivered": (amina, f"{calm} 'SUBMITTED'"),
            "finished": (amina, f"{calm} 'COMPLETED'"),
            "disputed": (youssef, "o.disputed_at IS NOT NULL"),
        }
        found = {
            name: self.site.sql(side.format(side=who[0], which=which), who[1])
            for name, (who, which) in wanted.items()
        }
        found["dispute"] = self.site.sql(
            "SELECT id AS found FROM dispute ORDER BY closed_at IS NOT NULL, id LIMIT 1"
        )
        return {name: str(rows[0]["found"]) if rows else str(UUID(int=0)) for name, rows in found.items()}

    def _visits(self) -> dict[str, str]:
        """Visits of the client by the plumber, weeks ahead, where nothing of the demo world is in their way."""
        amina, hassan = people.demo_login("Amina"), people.demo_login("Hassan")
        wanted = {"waiting_visit": "PENDING", "confirmed_visit": "CONFIRMED", "done_visit": "COMPLETED"}
        found = {"plumber": visits.id_of(self.site, hassan)}
        for n, (name, status) in enumerate(wanted.items()):
            reference = f"BK-GATES{n + 2}"
            hours = 24 * 45 + 9 + n
            found[name] = visits.visit(self.site, amina, hassan, status, hours=hours, reference=reference)
        return found

    def _message(self) -> str:
        """One that the outbox holds: somebody asks for a new password."""
        asked = {"login": people.demo_login("Amina")}
        httpx.post(f"{self.site.address}/auth/forgot", data=asked, headers={"origin": self.site.address})
        return str(self.site.sql("SELECT id FROM outgoing ORDER BY id LIMIT 1")[0]["id"])

    def _proof(self) -> str:
        """Leads to the button that proves an address: somebody signs up with one."""
        about = {
            "first_name": "Nora",
            "last_name": "Idrissi",
            "phone": "0661200023",
            "email": "nora@example.ma",
        }
        agreed = dict.fromkeys(("of_age", "terms", "privacy"), "1")
        form = {**about, **agreed, "hat": "client", "password": people.PASSWORD}
        with httpx.Client(base_url=self.site.address, headers={"origin": self.site.address}) as browser:
            browser.post("/auth/signup", data=form)
            browser.post("/auth/verify", data={"code": people.code_sent_to(self.site, "+212661200023")})
        return people.link_sent_to(self.site, about["email"], "/auth/verify-email")

    def _papers(self) -> str:
        """Whose identity papers wait to be checked: a freelancer sends theirs."""
        login = f"yassine{demo.EMAIL_DOMAIN}"
        with httpx.Client(base_url=self.site.address, headers={"origin": self.site.address}) as browser:
            browser.post("/auth/login", data={"login": login, "password": demo.PASSWORD})
            taken = {str(side): photo(f"gates-{side}", (96, 60)) for side in KycSide}
            sent = {side: ("carte.jpg", one, "image/jpeg") for side, one in taken.items()}
            browser.post("/verification", files=sent, data={"consent": "1"})
        return str(self.site.sql("SELECT id FROM account WHERE email = $1", login)[0]["id"])

    def fill(self, path: str) -> str:
        return path.format(**self._ids)

    @contextmanager
    def context(
        self, browser: Browser, who: str, language: str, theme: str, width: int = 390
    ) -> Iterator[BrowserContext]:
        """A fresh browser of this person, in this theme."""
        if who in AGAIN and who in self._states:
            self._states[who] = self._come_in(browser, AGAIN[who])
        elif who not in self._states and who != "visitor":
            self._states[who] = self._come_in(browser, WAYS[who])
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

    def _come_in(self, browser: Browser, way: Way) -> Any:
        context = browser.new_context(base_url=self.site.address)
        way(context.new_page(), self.site)
        state = context.storage_state()
        context.close()
        return state


WAYS: dict[str, Way] = {
    "freelancer": lambda page, _site: people.sign_in(page, people.demo_login("Youssef")),
    "client": lambda page, _site: people.sign_in(page, people.demo_login("Amina")),
    "pro": lambda page, _site: people.sign_in(page, people.demo_login("Hassan")),
    "admin": lambda page, _site: people.sign_in(page, people.demo_login("Salma")),
    "unverified": lambda page, _site: people.sign_in(page, f"mehdi{demo.EMAIL_DOMAIN}"),
    "newcomer": lambda page, _site: people.sign_up(page, "0661200009"),
    "forgetful": arriving.forget,
    "interrupted": arriving.lose_the_session,
    "scanning": arriving.scan,
    "half-in": arriving.need_a_code,
    "vouched-for": arriving.come_from_google,
}
# Those whose way in is soon forgotten come again each time.
AGAIN: dict[str, Way] = {"half-in": arriving.need_a_code_again}
