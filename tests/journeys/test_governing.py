"""An administrator bans somebody who is right there, and lets them back."""

from playwright.sync_api import Browser, Page, expect

from tests.journeys import people
from tests.site import Site


def test_a_ban_and_its_end(browser: Browser, page: Page, site: Site) -> None:
    people.sign_up(page, "0661200020", first="Bouchra", last="Kabbaj")
    people.type_code(page, people.code_sent_to(site, "+212661200020"))
    page.goto("/dashboard")
    account = site.sql("SELECT id FROM account WHERE phone = '+212661200020'")[0]["id"]

    office = browser.new_context(
        base_url=site.address, locale="fr-MA", viewport={"width": 1280, "height": 900}
    )
    admin = office.new_page()
    people.sign_in(admin, people.demo_login("Salma"))
    admin.goto("/admin/users?q=Bouchra")
    people.press(admin, admin.locator(f"a[href$='{account}']").first)
    _act(admin, "ban", "Numéros de téléphone dans les messages")

    page.goto("/dashboard")
    assert "/auth/login" in page.url
    people.sign_in(page, "0661200020", people.PASSWORD)
    expect(page.locator("main")).to_contain_text("Numéros de téléphone dans les messages")
    assert people.cookie(page.context, "twiza") is None

    admin.goto(f"/admin/users/{account}")
    _act(admin, "unban", "Promis, plus jamais")
    people.sign_in(page, "0661200020", people.PASSWORD)
    page.goto("/dashboard")
    expect(page.locator("h1")).to_contain_text("Bouchra")
    acts = [
        row["verb"]
        for row in site.sql("SELECT verb FROM admin_act WHERE subject_id = $1 ORDER BY id", account)
    ]
    assert "ban" in acts
    assert "unban" in acts
    office.close()


def test_the_administration_doesn_t_exist_for_others(page: Page) -> None:
    people.sign_in(page, people.demo_login("Amina"))
    answer = page.goto("/admin")
    assert answer is not None
    assert answer.status == 404


def _act(page: Page, verb: str, reason: str) -> None:
    """Open the act's dialog, give the reason, confirm."""
    form = page.locator(f"form[action$='/{verb}']").first
    if not form.locator("[name=reason]").is_visible():
        page.locator(f"[popovertarget*='{verb}'], details:has(form[action$='/{verb}']) summary").first.click()
    form.locator("[name=reason]").fill(reason)
    people.press(page, form.locator("button[type=submit], button:not([type])").last)
