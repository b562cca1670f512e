"""Amina and Youssef talk, each in a browser of their own: live, with a file, and without scripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys import people
from tests.site import Site

PHONE = "06 12 34 56 78"


def account_id(site: Site, first: str) -> str:
    return str(site.sql("SELECT id FROM account WHERE email = $1", people.demo_login(first))[0]["id"])


@pytest.fixture
def other(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A second person, at a desk."""
    opened = browser.new_context(
        base_url=site.address, locale="fr-MA", viewport={"width": 1280, "height": 860}
    )
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


def test_two_browsers_talk_live(page: Page, other: BrowserContext, site: Site, tmp_path: Path) -> None:
    amina, youssef = account_id(site, "Amina"), account_id(site, "Youssef")
    people.sign_in(page, people.demo_login("Amina"), prefix="/ar")
    desk = other.new_page()
    people.sign_in(desk, people.demo_login("Youssef"))
    page.goto(f"/ar/messages/{youssef}")
    desk.goto(f"/messages/{amina}")

    page.locator("#chat-text").click()
    page.locator("#chat-text").press_sequentially(f"السلام عليكم، رقمي {PHONE}", delay=120)
    expect(desk.locator("#chat-typing")).to_be_visible()
    page.locator(".composer__send").click()
    said = desk.locator(".bubble__text", has_text="السلام عليكم").last
    expect(said).to_be_visible()
    expect(said).not_to_contain_text("34")
    expect(desk.locator("#chat-typing")).to_be_hidden()
    expect(page.locator(".bubble--mine").last).to_contain_text(PHONE)
    expect(page.locator(".bubble--mine .tick").last).to_have_class("tick tick--read")
    expect(page.locator("#chat-text")).to_have_value("")

    note = tmp_path / "devis.txt"
    note.write_text("Logo : 1 500 MAD")
    desk.locator("#chat-text").fill("Voici mon devis")
    desk.set_input_files("#chat-files", note)
    expect(desk.locator(".composer__files")).to_have_text("devis.txt")
    desk.locator("#chat-text").press("Enter")
    expect(page.locator(".bubble__file").last).to_contain_text("devis.txt")
    with page.expect_download() as download:
        page.locator(".bubble__file").last.click()
    assert Path(download.value.path()).read_text() == "Logo : 1 500 MAD"


def test_what_was_missed_is_there_when_the_page_comes_back(
    page: Page, other: BrowserContext, site: Site
) -> None:
    amina, youssef = account_id(site, "Amina"), account_id(site, "Youssef")
    people.sign_in(page, people.demo_login("Amina"))
    desk = other.new_page()
    people.sign_in(desk, people.demo_login("Youssef"))
    page.goto(f"/messages/{youssef}")
    desk.goto(f"/messages/{amina}")
    page.locator("#chat-text").fill("Avant le tunnel")
    page.locator(".composer__send").click()
    expect(desk.locator(".bubble__text", has_text="Avant le tunnel")).to_have_count(1)
    expect(page.locator("#chat-text")).to_have_value("")
    page.context.set_offline(True)
    page.locator("#chat-text").fill("Écrit dans un tunnel")
    page.locator(".composer__send").click()
    expect(page.locator("#chat-errors")).not_to_be_empty()
    expect(page.locator("#chat-text")).to_have_value("Écrit dans un tunnel")
    desk.locator("#chat-text").fill("Dit pendant ce temps")
    desk.locator(".composer__send").click()
    expect(desk.locator(".bubble--mine", has_text="Dit pendant ce temps")).to_have_count(1)
    page.context.set_offline(False)
    page.locator(".composer__send").click()
    expect(desk.locator(".bubble__text", has_text="Écrit dans un tunnel")).to_have_count(1)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".bubble__text", has_text="Écrit dans un tunnel")).to_have_count(1)
    page.reload()
    expect(page.locator(".bubble__text", has_text="Dit pendant ce temps")).to_have_count(1)


def test_without_scripts_one_posts_and_comes_back(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address, java_script_enabled=False, locale="fr-MA")
    page = context.new_page()
    people.sign_in(page, people.demo_login("Amina"))
    page.goto(f"/messages/{account_id(site, 'Youssef')}")
    page.fill("#chat-text", "Sans aucun script")
    people.press(page, ".composer__send")
    expect(page.locator(".bubble--mine").last).to_contain_text("Sans aucun script")
    page.goto("/messages?q=aucun+script")
    expect(page.locator(".chat-line").first).to_contain_text("Sans aucun script")
    context.close()
