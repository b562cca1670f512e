"""A freelancer writes and publishes a gig on a phone, in Arabic; a client looks, chooses a package and keeps it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.gigs import writing
from tests.journeys import people
from tests.site import Site

TITLE = "تصميم شعار احترافي لمقهاك"
DESCRIPTION = "أصمّم لك شعارًا من الصفر: ثلاثة مقترحات، تعديلان، وكل الملفات بصيغ PNG وSVG وPDF. أرسل لي اسم المقهى وألوانك."


def test_publish_a_gig_on_a_phone_in_arabic(browser: Browser, page: Page, site: Site, tmp_path: Path) -> None:
    photo = tmp_path / "logo.jpg"
    photo.write_bytes(writing.picture((900, 700)))
    people.sign_in(page, people.demo_login("Youssef"), prefix="/ar")
    page.goto("/ar/freelancer/gigs/new")
    page.fill("#f-title", "قصير")
    people.press(page, "button[name=go][value=next]")
    expect(page.locator("#f-title-error")).to_be_visible()
    page.fill("#f-title", TITLE)
    page.select_option("#f-category", "logo-identite")
    page.fill("#f-description", DESCRIPTION)
    people.press(page, "button[name=go][value=next]")

    page.fill("[name='packages.basic.title']", "شعار واحد")
    page.fill("[name='packages.basic.contents']", "شعار\nكل الملفات")
    page.fill("[name='packages.basic.price']", "١٬٢٣٤٫٥٠")
    page.fill("[name='packages.basic.delivery_days']", "٤")
    page.fill("[name='packages.standard.title']", "هوية")
    page.fill("[name='packages.standard.contents']", "شعار وبطاقة")
    page.fill("[name='packages.standard.price']", "2000")
    page.fill("[name='packages.standard.delivery_days']", "8")
    people.press(page, "button[name=go][value=next]")

    page.set_input_files("[name=pictures]", photo)
    page.fill("[name='questions.0.question']", "ما اسم المقهى؟")
    people.press(page, page.get_by_role("button", name="متابعة"))
    page.go_back()
    expect(page.locator("[name='questions.0.question']")).to_have_value("ما اسم المقهى؟")
    page.go_forward()
    people.press(page, "form[action$='/publish'] button")
    page.wait_for_url("**/ar/gigs/*")
    expect(page.locator("h1")).to_have_text(TITLE)

    address = page.url.removeprefix(site.address).removeprefix("/ar")
    client = browser.new_context(
        base_url=site.address, locale="fr-MA", viewport={"width": 390, "height": 844}
    ).new_page()
    people.sign_in(client, people.demo_login("Amina"))
    client.goto(address)
    expect(client.locator(".package--basic")).to_contain_text("1 234,50 MAD".replace(" ", "\u00a0", 2))
    expect(client.locator(".package--standard")).to_be_hidden()
    client.locator(".packages__tabs label:has(#tier-standard)").click()
    expect(client.locator(".package--standard")).to_be_visible()
    expect(client.locator(".package--basic")).to_be_hidden()
    assert "package=standard" in str(client.locator(".package--standard a.btn").get_attribute("href"))
    heart = client.locator(".seller__acts button[name=kept]")
    expect(heart).to_have_attribute("aria-pressed", "false")
    heart.click()
    expect(client.locator(".seller__acts button[name=kept]")).to_have_attribute("aria-pressed", "true")
    client.goto("/favourites")
    expect(client.locator("main")).to_contain_text(TITLE)
    rows = site.sql("SELECT views, price FROM gig WHERE title = $1", TITLE)
    assert [(row["views"], row["price"]) for row in rows] == [(1, 123_450)]


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_pausing_and_deleting_without_scripts(browser: Browser, site: Site, prefix: str) -> None:
    bare = browser.new_context(base_url=site.address, locale="fr-MA", java_script_enabled=False)
    page = bare.new_page()
    people.sign_in(page, people.demo_login("Youssef"), prefix=prefix)
    page.goto(f"{prefix}/freelancer/gigs/new")
    page.fill("#f-title", f"Brouillon à supprimer {prefix}")
    people.press(page, "button[name=go][value=save]")
    line = page.locator(".own-gig", has_text=f"Brouillon à supprimer {prefix}").first
    line.locator("[popovertarget]").first.click()
    people.press(page, line.locator("form[action$='/delete'] button"))
    expect(page.locator(".own-gig", has_text=f"Brouillon à supprimer {prefix}")).to_have_count(0)
    bare.close()
