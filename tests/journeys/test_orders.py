"""From an order to its review on a phone in Arabic, the other side watching live; from a dispute to its decision."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.gigs import writing
from tests.journeys import people
from tests.site import Site
from tests.web.ordering import RIB
from twiza import demo

_GIG = (
    "INSERT INTO gig (freelancer_id, status, title, description, price, delivery_days, published_at) "
    "SELECT id, 'published', $2, $2, 45000, 5, now() FROM account WHERE email = $1 RETURNING id"
)
_PACKAGE = (
    "INSERT INTO gig_package (gig_id, tier, title, contents, price, delivery_days, revisions) "
    "VALUES ($1, 'basic', 'Essentiel', 'Un logo', 45000, 5, 2)"
)
_QUESTION = "INSERT INTO gig_question (gig_id, position, question) VALUES ($1, 0, 'ما اسم المقهى؟')"


def offer(site: Site, title: str) -> str:
    """A gig of Youssef's that strangers may order; the way it is published has a journey of its own."""
    gig = site.sql(_GIG, people.demo_login("Youssef"), title)[0]["id"]
    site.sql(_PACKAGE, gig)
    site.sql(_QUESTION, gig)
    return str(gig)


@contextmanager
def somebody(
    browser: Browser, site: Site, first: str, *, scripts: bool = True, width: int = 1280
) -> Iterator[Page]:
    """A second browser, signed in."""
    context = browser.new_context(
        base_url=site.address,
        locale="fr-MA",
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    people.sign_in(page, people.demo_login(first))
    yield page
    context.close()


def be_paid(page: Page) -> None:
    page.goto("/client/settings/payout")
    page.fill("#f-holder", "Youssef El Idrissi")
    page.fill("#f-rib", RIB)
    people.press(page, "form.payout button[type=submit]")


def do(page: Page, verb: str, **fields: str) -> None:
    """Press the act's button; when it asks for something, say it in the sheet that opens."""
    opener = page.locator(f"#room [popovertarget='do-{verb}']:not(.icon-btn)")
    if opener.count():
        opener.first.click()
    form = page.locator(f"#room form[action$='/{verb}']").last
    for name, value in fields.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    people.press(page, form.locator("button[type=submit]"))


def test_from_an_order_to_its_review_on_a_phone_in_arabic(
    browser: Browser, page: Page, site: Site, tmp_path: Path
) -> None:
    photo = tmp_path / "recu.jpg"
    photo.write_bytes(writing.picture())
    gig = offer(site, "شعار لمقهى باب دكالة")
    with somebody(browser, site, "Youssef") as youssef:
        be_paid(youssef)

        page.goto(f"/ar/orders/new?gig={gig}")
        page.fill("textarea[name^=answer-]", "مقهى باب دكالة في مراكش")
        page.check("[name=accepted_terms]")
        people.press(page, "form[action$='/orders'] button[type=submit]:not([formaction])")
        page.fill("input[name=login]", people.demo_login("Amina"))
        page.fill("input[name=password]", demo.PASSWORD)
        people.press(page, "main form button[type=submit]")
        expect(page.locator("main")).to_contain_text("مقهى باب دكالة في مراكش")
        people.press(page, "form[action$='/auth/continue'] button[type=submit]")
        page.wait_for_url("**/ar/orders/TW-*")
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.locator("#payment")).to_contain_text("230 780 0001234567890123 72")
        room = page.url.removeprefix(f"{site.address}/ar")

        youssef.goto("/orders")
        people.press(youssef, f".order-row a[href$='{room}']")
        expect(youssef.locator("#turn")).to_contain_text("doit vous payer")

        page.fill("#payment [name=transaction_id]", "CIH-٨٨٢١٣")
        page.fill("#payment [name=amount]", "٤٥٠,٠٠")
        page.fill("#payment [name=payer_name]", "أمينة برادة")
        page.set_input_files("#payment [name=receipt]", photo)
        page.check("#payment [name=understood]")
        people.press(page, "#payment form button[type=submit]")

        expect(youssef.locator("#turn")).to_contain_text("a déclaré un virement")
        expect(youssef.locator("#payment")).to_contain_text("أمينة برادة")
        do(youssef, "confirm-payment")
        expect(page.locator("#turn")).to_contain_text("على وشك البدء")
        do(youssef, "start")
        expect(page.locator("#turn")).to_contain_text("يعمل على طلبك")

        youssef.locator("[popovertarget=do-submit-work]:not(.icon-btn)").first.click()
        youssef.set_input_files("#do-submit-work [name=files]", photo)
        youssef.fill("#do-submit-work [name=note]", "Voici deux directions.")
        people.press(youssef, "#do-submit-work form button[type=submit]")
        expect(page.locator("#deliveries")).to_contain_text("Voici deux directions.")
        with page.expect_download() as download:
            page.locator("#deliveries .files a").first.click()
        assert download.value.suggested_filename == "recu.webp"

        do(page, "request-revision", reason="هل يمكن تجربة اللون الأخضر؟")
        expect(youssef.locator("#turn")).to_contain_text("demande des retouches")
        page.locator("#room [popovertarget=do-ask-extension]:not(.icon-btn)").first.click()
        page.fill("#do-ask-extension [name=reason]", "سأسافر غدًا")
        do(youssef, "submit-work", note="En vert.")
        expect(page.locator("#room .changed")).to_be_visible()
        expect(page.locator("#do-ask-extension [name=reason]")).to_have_value("سأسافر غدًا")
        page.keyboard.press("Escape")
        people.press(page, "#room .changed a")
        expect(page.locator("#deliveries .entries > li")).to_have_count(2)
        do(page, "approve")
        expect(page.locator("#turn")).to_contain_text("اكتمل الطلب")
        expect(youssef.locator("#turn")).to_contain_text("terminée")

        people.press(page, "#turn a[href$='/review']")
        page.locator("label[for='f-rating-5']").click()
        page.fill("[name=text]", "عمل متقن وتواصل جيد")
        people.press(page, "form[action$='/review'] button[type=submit]")
        expect(page.locator("#room")).to_contain_text("عمل متقن")
        expect(page.locator("#turn a[href$='/review']")).to_have_count(0)
    written = site.sql(
        'SELECT rating FROM review JOIN "order" o ON o.id = order_id WHERE o.reference = $1', room[-9:]
    )
    assert [row["rating"] for row in written] == [5]


def test_from_a_dispute_to_its_decision_without_scripts(browser: Browser, site: Site, tmp_path: Path) -> None:
    proof = tmp_path / "virement.jpg"
    proof.write_bytes(writing.picture())
    gig = offer(site, "Menu pour un restaurant")
    with (
        somebody(browser, site, "Amina", scripts=False, width=390) as amina,
        somebody(browser, site, "Youssef", scripts=False) as youssef,
        somebody(browser, site, "Salma") as salma,
    ):
        be_paid(youssef)
        amina.goto(f"/orders/new?gig={gig}")
        amina.fill("textarea[name^=answer-]", "Le Jardin")
        amina.check("[name=accepted_terms]")
        people.press(amina, "form[action$='/orders'] button[type=submit]:not([formaction])")
        room = amina.url.removeprefix(site.address)
        amina.fill("#payment [name=transaction_id]", "AWB-1")
        amina.fill("#payment [name=payer_name]", "Amina Berrada")
        amina.check("#payment [name=understood]")
        people.press(amina, "#payment form button[type=submit]")
        youssef.goto(room)
        do(youssef, "refuse-payment", reason="Rien sur mon compte")
        amina.goto(room)
        expect(amina.locator("#payment")).to_contain_text("Rien sur mon compte")

        amina.locator("[popovertarget=do-open-dispute]:not(.icon-btn)").first.click()
        amina.select_option("#do-open-dispute [name=reason]", "payment_refused")
        amina.fill("#do-open-dispute [name=details]", "Le virement est parti lundi")
        amina.set_input_files("#do-open-dispute [name=files]", proof)
        people.press(amina, "#do-open-dispute form button[type=submit]")
        expect(amina.locator("#turn")).to_contain_text("Un litige est ouvert")
        youssef.goto(room)
        youssef.fill("#dispute [name=text]", "Mon relevé ne montre rien")
        people.press(youssef, "#dispute form button[type=submit]")

        salma.goto("/admin/disputes")
        people.press(salma, salma.locator("tr", has_text=room[-9:]).locator("form[action$='/take'] button"))
        expect(salma.locator("main")).to_contain_text("Le virement est parti lundi")
        expect(salma.locator("main")).to_contain_text("Mon relevé ne montre rien")
        people.press(salma, "form[action$='/messages'] button")
        salma.check("[name=outcome][value=force-cancel]")
        salma.fill("[name=decision]", "Le virement n’est jamais arrivé")
        people.press(salma, "form[action$='/close'] button[type=submit]")
        for page in (amina, youssef):
            page.goto(room)
            expect(page.locator("#turn")).to_contain_text("La commande est annulée")
            expect(page.locator("#dispute")).to_contain_text("Le virement n’est jamais arrivé")
    acts = site.sql("SELECT verb FROM admin_act ORDER BY id")
    assert {"force-cancel", "read-conversation"} <= {row["verb"] for row in acts}
