"""Signing up and coming back, as people do: on a phone, in Arabic, without scripts, having forgotten the password."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import people
from tests.site import Site


def test_sign_up_on_a_phone_in_arabic(page: Page, site: Site) -> None:
    people.sign_up(page, "٠٦٦١٢٠٠٠٠١", prefix="/ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    people.type_code(page, people.code_sent_to(site, "+212661200001"))
    page.goto("/ar/dashboard")
    expect(page.locator("h1")).to_contain_text("Khadija")
    account = site.sql("SELECT language, phone_verified_at FROM account WHERE phone = '+212661200001'")[0]
    assert account["language"] == "ar"
    assert account["phone_verified_at"] is not None


def test_sign_up_without_scripts(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address, java_script_enabled=False, locale="fr-MA")
    page = context.new_page()
    people.sign_up(page, "0661200002")
    people.type_code(page, people.code_sent_to(site, "+212661200002"), scripts=False)
    page.goto("/dashboard")
    expect(page.locator("h1")).to_contain_text("Khadija")
    context.close()


def test_a_faulty_form_says_why_beside_each_field_and_keeps_what_was_typed(page: Page) -> None:
    page.goto("/auth/signup")
    page.fill("input[name=first_name]", "Khadija")
    page.fill("input[name=phone]", "12")
    people.press(page, "main form button[type=submit]")
    expect(page.locator("input[name=first_name]")).to_have_value("Khadija")
    expect(page.locator("input[name=phone]")).to_have_value("12")
    expect(page.locator("input[name=phone]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("input[name=last_name]")).to_have_attribute("aria-invalid", "true")


def test_a_forgotten_password(page: Page, site: Site) -> None:
    people.sign_up(page, "0661200003")
    people.type_code(page, people.code_sent_to(site, "+212661200003"))
    page.context.clear_cookies()
    page.goto("/auth/forgot")
    page.fill("input[name=login]", "0661200003")
    people.press(page, "main form button[type=submit]")
    page.wait_for_url("**/auth/reset")
    page.fill("input[name=code]", people.code_sent_to(site, "+212661200003"))
    page.fill("input[name=password]", "quatre figues mûres")
    people.press(page, "main form:has(input[name=password]) button[type=submit]")
    page.wait_for_url("**/auth/login")
    page.context.clear_cookies()
    people.sign_in(page, "0661200003", people.PASSWORD)
    assert "/auth/login" in page.url
    people.sign_in(page, "0661200003", "quatre figues mûres")
    page.goto("/dashboard")
    expect(page.locator("h1")).to_contain_text("Khadija")


def test_links_in_emails_lead_to_forms_that_work(page: Page, site: Site) -> None:
    people.sign_up(page, "0661200005", email="khadija@example.ma")
    people.type_code(page, people.code_sent_to(site, "+212661200005"))
    page.goto(people.link_sent_to(site, "khadija@example.ma", "/auth/verify-email"))
    people.press(page, "main form button[type=submit]")
    page.context.clear_cookies()
    page.goto("/auth/forgot")
    page.fill("input[name=login]", "khadija@example.ma")
    people.press(page, "main form button[type=submit]")
    page.goto(people.link_sent_to(site, "khadija@example.ma", "/auth/reset"))
    page.fill("input[name=password]", "quatre figues mûres")
    people.press(page, "main form:has(input[name=password]) button[type=submit]")
    page.wait_for_url("**/auth/login")
    people.sign_in(page, "khadija@example.ma", "quatre figues mûres")
    page.wait_for_url("**/dashboard")


@pytest.mark.parametrize("phone", ["0661200004"])
def test_whether_a_number_is_known_can_t_be_told(page: Page, site: Site, phone: str) -> None:
    people.sign_up(page, phone)
    first = page.locator("main").inner_text()
    people.type_code(page, people.code_sent_to(site, "+212661200004"))
    page.context.clear_cookies()
    people.sign_up(page, phone, first="Karim", last="Daoudi")
    assert page.locator("main").inner_text() == first
    assert (
        len(site.sql("SELECT 1 FROM account WHERE phone = '+212661200004' AND phone_verified_at IS NOT NULL"))
        == 1
    )
