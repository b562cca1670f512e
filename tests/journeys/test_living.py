"""Signed in: language, theme, hats, a form sent late, the live bell, the offline page."""

from playwright.sync_api import Browser, Page, expect

from tests.journeys import people
from tests.site import Site


def test_switching_the_language_stays_on_the_page(page: Page) -> None:
    page.goto("/pricing")
    page.locator("header details:has(a[hreflang]) summary").first.click()
    page.locator("header a[hreflang^=ar]").first.click()
    page.wait_for_url("**/ar/pricing")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


def test_the_theme_is_kept(page: Page) -> None:
    page.goto("/")
    page.locator("form[action='/prefs/theme'] button").first.click()
    page.wait_for_timeout(400)
    chosen = page.locator("html").get_attribute("data-theme")
    assert chosen in {"light", "dark"}
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", str(chosen))


def test_adding_a_hat_and_switching(page: Page) -> None:
    people.sign_in(page, people.demo_login("Amina"))
    page.goto("/dashboard")
    page.locator("button[name=hat][value=freelancer]").first.click()
    page.wait_for_url("**/freelancer/profile")
    page.fill("#f-presentation-headline", "Rédactrice de sites et de brochures")
    page.select_option("#f-presentation-category", "traduction")
    people.press(page, page.locator("#presentation button[type=submit]"))
    page.goto("/freelancers?q=redactrice")
    expect(page.locator("main")).to_contain_text("Amina B.")


def test_a_form_sent_after_the_token_s_half_hour_is_not_lost(page: Page, site: Site) -> None:
    people.sign_in(page, people.demo_login("Youssef"))
    page.goto("/client/profile")
    page.fill("textarea[name=bio]", "Écrit pendant quarante minutes")
    # The access token's cookie has gone the way it goes after thirty minutes; the refresh token is there.
    kept = [cookie for cookie in page.context.cookies() if cookie["name"] != "twiza"]
    page.context.clear_cookies()
    page.context.add_cookies(kept)
    people.press(page, page.locator("form[action$='/client/profile'] button[type=submit]"))
    expect(page.locator("textarea[name=bio]")).to_have_value("Écrit pendant quarante minutes")
    assert people.cookie(page.context, "twiza")


def test_a_form_sent_by_somebody_signed_out_is_kept(page: Page) -> None:
    people.sign_in(page, people.demo_login("Youssef"))
    page.goto("/client/profile")
    page.fill("textarea[name=bio]", "Gardé jusqu’au retour")
    kept = [cookie for cookie in page.context.cookies() if "twiza" not in cookie["name"]]
    page.context.clear_cookies()
    page.context.add_cookies(kept)
    page.locator("form[action$='/client/profile'] button[type=submit]").click()
    page.wait_for_url("**/auth/login**")
    page.fill("input[name=login]", people.demo_login("Youssef"))
    page.fill("input[name=password]", "twiza-demo-2026")
    people.press(page, "main form button[type=submit]")
    page.wait_for_url("**/auth/continue")
    people.press(page, page.locator("main form button").first)
    page.goto("/client/profile")
    expect(page.locator("textarea[name=bio]")).to_have_value("Gardé jusqu’au retour")


def test_the_bell_rings_on_an_open_page(browser: Browser, page: Page, site: Site) -> None:
    people.sign_in(page, people.demo_login("Hassan"))
    page.goto("/dashboard")
    page.wait_for_timeout(800)
    other = browser.new_context(base_url=site.address, locale="fr-MA")
    second = other.new_page()
    people.sign_in(second, people.demo_login("Hassan"))
    second.goto("/client/profile")
    people.press(second, second.locator("button[name=hat][value=freelancer]").first)
    expect(page.locator("header [data-unread]")).to_be_visible()
    other.close()


def test_the_offline_page(page: Page) -> None:
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(1500)
    page.context.set_offline(True)
    page.goto("/about")
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("h1").inner_text()
    page.context.set_offline(False)
