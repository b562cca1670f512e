"""How people come to the pages that only somebody half-way sees; each goes the real way, through the forms."""

import base64
import re

from playwright.sync_api import Page

from tests.journeys import people
from tests.site import Site
from twiza import demo
from twiza.accounts.totp.codes import code_at, step_at
from twiza.kit import clock

TWO_STEP = "/client/settings/two-step"


def forget(page: Page, _site: Site) -> None:
    """A code for a new password is on its way, if the number is known; the page doesn't tell."""
    page.goto("/auth/forgot")
    page.fill("input[name=login]", "0661200008")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/auth/reset")


def lose_the_session(page: Page, _site: Site) -> None:
    """A form was posted by somebody signed out, who then came back."""
    people.sign_in(page, people.demo_login("Hassan"))
    page.goto("/client/profile")
    page.fill("textarea[name=bio]", "Je cherche un plombier pour une fuite dans la cuisine")
    page.context.clear_cookies(name=re.compile("twiza"))
    people.press(page, page.locator("form[action$='/client/profile'] button[type=submit]"))
    page.fill("input[name=login]", people.demo_login("Hassan"))
    page.fill("input[name=password]", demo.PASSWORD)
    people.press(page, "main form button[type=submit]")
    page.wait_for_url("**/auth/continue")


def scan(page: Page, site: Site) -> None:
    """An administrator who is shown the key of two-step sign-in and hasn't typed its code yet."""
    _administrator(page, site, "0661200021", "Meryem")
    people.press(page, f"form[action$='{TWO_STEP}'] button")


def need_a_code(page: Page, site: Site) -> None:
    """An administrator whose password was right, and whose app is asked next."""
    _administrator(page, site, "0661200022", "Hind")
    people.press(page, f"form[action$='{TWO_STEP}'] button")
    typed = page.locator("main details code").text_content() or ""
    secret = base64.b32decode(typed.replace(" ", ""))
    people.type_code(page, code_at(secret, step_at(clock.now())))
    page.context.clear_cookies()
    people.sign_in(page, "0661200022", people.PASSWORD)
    page.wait_for_url("**/auth/totp")


def need_a_code_again(page: Page, _site: Site) -> None:
    """Half-way in lasts some minutes only."""
    people.sign_in(page, "0661200022", people.PASSWORD)
    page.wait_for_url("**/auth/totp")


def come_from_google(page: Page, _site: Site) -> None:
    """Somebody whom Google vouches for and Twiza doesn't know."""
    page.goto("/auth/google")
    page.click("a[href*='as=']")
    page.wait_for_url("**/auth/finish")


def _administrator(page: Page, site: Site, phone: str, first: str) -> None:
    people.sign_up(page, phone, first=first, last="Alaoui")
    people.type_code(page, people.code_sent_to(site, f"+212{phone[1:]}"))
    site.sql("UPDATE account SET is_admin = true WHERE phone = $1", f"+212{phone[1:]}")
    page.goto(TWO_STEP)
