"""Three pros are asked and one wins, live in the other windows; a pro's day on a phone in Arabic."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys import people, visits
from tests.journeys.test_orders import somebody
from tests.site import Site
from twiza import demo

LEAK = "La chasse d’eau coule sans arrêt depuis ce matin."


@contextmanager
def another(browser: Browser, site: Site, login: str) -> Iterator[Page]:
    """One more window, of somebody whom the demo world doesn't know."""
    context = browser.new_context(
        base_url=site.address, locale="fr-MA", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(10_000)
    opened = context.new_page()
    people.sign_in(opened, login)
    yield opened
    context.close()


def asked_in(window: Page) -> Locator:
    """What Ibtihal asks, in a pro's list."""
    return window.locator(".request-card", has_text=LEAK)


def come_in(page: Page, login: str, path: str, *, prefix: str = "") -> None:
    people.sign_in(page, login, prefix=prefix)
    page.goto(f"{prefix}{path}")


def test_three_are_asked_and_one_wins_live_in_the_other_windows(
    browser: Browser, page: Page, site: Site
) -> None:
    hassan, like = people.demo_login("Hassan"), people.demo_login("Amina")
    visits.open_pro(site, hassan)
    visits.another_pro(site, "Rachid", "+212661200071", like)
    visits.another_pro(site, "Brahim", "+212661200072", like)
    ibtihal = visits.client(site, "Ibtihal", "+212661200073", like)

    page.goto(f"/client/bookings/new?pro={visits.id_of(site, hassan)}&category=plomberie")
    page.locator("#f-starts_at").select_option(index=40)
    people.press(page, "button[name=switch]")
    cards = page.locator(".pro-choice:not(:has(:checked))")
    others = [cards.nth(n).locator("input").input_value() for n in range(2)]
    for other in others:
        page.locator(".pro-choice", has=page.locator(f"[value='{other}']")).click()
    page.fill("#f-description", LEAK)
    page.locator("[name=neighbourhood_id]").select_option(index=1)
    page.fill("[name=address]", "12, rue Ibn Sina")
    page.fill("[name=landmark]", "En face de la pharmacie")
    # What a visitor typed survives signing in.
    people.press(page, "#ask .sticky-action button")
    page.fill("input[name=login]", ibtihal)
    page.fill("input[name=password]", demo.PASSWORD)
    people.press(page, "main form button[type=submit]")
    expect(page.locator("main")).to_contain_text(LEAK)
    people.press(page, "form[action$='/auth/continue'] button[type=submit]")
    page.wait_for_url("**/client/bookings")
    expect(page.locator("#room")).to_contain_text("3 sur 3 en attente")

    rachid, brahim = (visits.let_in(site, other, like) for other in others)
    with (
        somebody(browser, site, "Hassan", width=390) as first,
        another(browser, site, rachid) as second,
        another(browser, site, brahim) as third,
    ):
        for window in (first, second, third):
            window.goto("/pro/bookings")
            expect(asked_in(window)).to_have_count(1)
            expect(asked_in(window)).not_to_contain_text("rue Ibn Sina")
        people.press(third, asked_in(third).locator("h3 a"))
        expect(third.locator("#turn")).to_contain_text("Répondez au plus tard")

        people.press(second, asked_in(second).locator(".confirm-form button[type=submit]"))
        expect(second.locator(".contact")).to_contain_text("12, rue Ibn Sina")
        expect(second.locator(".contact a[href^='https://wa.me/']")).to_be_visible()
        # Nobody has touched the other windows.
        expect(asked_in(first)).to_have_count(0)
        expect(third.locator("#turn")).to_contain_text("Cette demande est fermée")
        expect(third.locator(".confirm-form")).to_have_count(0)
        expect(page.locator("#room")).to_contain_text("Visites à venir")
        expect(page.locator("#room")).not_to_contain_text("en attente")
    people.press(page, page.locator(".booking-row a").first)
    expect(page.locator(".contact a[href^='https://wa.me/']")).to_be_visible()
    ended = site.sql(
        "SELECT status::text, count(*) FROM booking b JOIN booking_request r ON r.id = b.request_id "
        "WHERE r.description = $1 GROUP BY 1",
        LEAK,
    )
    assert {row[0]: row[1] for row in ended} == {"CONFIRMED": 1, "CANCELLED_AUTO_FIRST_CONFIRMED": 2}


def test_a_pro_s_day_on_a_phone_in_arabic(browser: Browser, page: Page, site: Site) -> None:
    amina, hassan = people.demo_login("Amina"), people.demo_login("Hassan")
    visits.open_pro(site, hassan)
    day = 24 * 30
    over = visits.visit(site, amina, hassan, "CONFIRMED", hours=-30, reference="BK-JRNEY2")
    wanted = visits.visit(site, amina, hassan, "PENDING", hours=day + 9, reference="BK-JRNEY3")
    unwanted = visits.visit(site, amina, hassan, "PENDING", hours=day + 33, reference="BK-JRNEY4")

    come_in(page, hassan, "/pro/bookings", prefix="/ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    asked = page.locator(".request-card")
    expect(asked.filter(has=page.locator(f"a[href$='{wanted}']"))).to_contain_text("كم من الوقت يلزم؟")
    people.press(page, f"form[action$='/{unwanted}/decline'] button")
    expect(page.locator(f"a[href$='{unwanted}']").locator("xpath=ancestor::article")).to_contain_text(
        "رفض من المحترف"
    )
    card = asked.filter(has=page.locator(f"a[href$='{wanted}']"))
    card.locator("label:has([name=duration][value=H2])").click()
    people.press(page, card.locator(".confirm-form button[type=submit]"))
    page.wait_for_url(f"**/ar/bookings/{wanted}")
    expect(page.locator(".contact")).to_contain_text("12, rue Ibn Sina")

    with somebody(browser, site, "Amina") as client:
        client.goto(f"/bookings/{wanted}")
        page.locator("[popovertarget=do-propose]:not(.icon-btn)").click()
        page.locator("#do-propose [name=starts_at]").select_option(index=3)
        people.press(page, "#do-propose form button[type=submit]")
        expect(client.locator("#room")).to_contain_text("propose un autre horaire")
        people.press(client, "form[action$='/accept'] button")
        expect(page.locator("#room")).to_contain_text("وافق")

    page.goto("/ar/pro/bookings")
    people.press(page, f".booking-row a[href$='{over}']")
    page.locator("[popovertarget=do-complete]:not(.icon-btn)").click()
    people.press(page, "#do-complete form button[type=submit]")
    expect(page.locator("#turn")).to_contain_text("انتهى العمل")
    expect(page.locator(".contact")).to_have_count(0)
    rows = site.sql(
        "SELECT status::text FROM booking WHERE reference = ANY($1) ORDER BY reference",
        [over, wanted, unwanted],
    )
    assert [row[0] for row in rows] == ["COMPLETED", "CONFIRMED", "DECLINED"]
