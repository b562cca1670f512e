"""A phone number is hidden wherever somebody may think of writing it."""

import httpx
import pytest

from tests.cast import Cast, sign_in
from tests.gigs import writing
from tests.gigs.writing import picture
from tests.web import ordering
from twiza.accounts import names
from twiza.gigs import drafting
from twiza.gigs.models import Tier
from twiza.gigs.said import FaqSaid, QuestionSaid
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Invalid
from twiza.messaging import sending
from twiza.orders import placing
from twiza.orders.actors import Actor
from twiza.orders.offers import accepting, proposing
from twiza.orders.offers.proposing import Scope

NUMBER = "0661234567"
SAID = f"Appelez le {NUMBER} ou le 06 61 23 45 67"


def tells(text: str) -> bool:
    return any(number in text.replace("\u00a0", " ") for number in (NUMBER, "06 61 23 45 67"))


@pytest.fixture
async def pages(cast: Cast) -> list[str]:
    """Youssef writes his number into everything a gig, an offer and an order have; the pages where Amina reads it."""
    youssef, amina = cast.youssef.id, cast.amina.id
    async with unit_of_work() as session:
        gig = await writing.published(session, youssef, description=f"{SAID}. " * 3, tags=f"logo, {NUMBER}")
        given = writing.basic(title=f"Tél. {NUMBER}", contents=SAID)
        await drafting.change_packages(session, gig.id, by=youssef, given=given)
        await drafting.change_faq(session, gig.id, by=youssef, given=[FaqSaid(SAID, SAID)])
        await drafting.change_questions(session, gig.id, by=youssef, given=[QuestionSaid(SAID)])
        await sending.send(session, youssef, by=amina, text="Bonjour !")
        scope = Scope(f"Tél. {NUMBER}", SAID, 300_00, 4, gig_id=gig.id)
        offer = await proposing.propose(session, amina, by=youssef, scope=scope)
        await sending.send(session, amina, by=youssef, text=SAID)
    async with unit_of_work() as session:
        person = Actor.person(amina)
        by_offer = await accepting.accept(session, offer.id, by=person, accepted_terms=True)
        order = await placing.place(session, gig.id, by=amina, tier=Tier.BASIC, accepted_terms=True)
    return [
        "/gigs?q=logo", "/gigs?q=0661", "/gigs/suggest?q=0661", f"/gigs/{gig.id}", f"/orders/new?gig={gig.id}",
        f"/report/gig/{gig.id}", f"/freelancers/{youssef}", "/orders", f"/orders/{order.reference}",
        f"/orders/{by_offer.reference}", "/messages", f"/messages/{youssef}", "/messages?q=0661",
        "/notifications", "/dashboard", "/api/v1/orders/my", f"/api/v1/orders/{order.id}",
        f"/api/v1/orders/{by_offer.id}", f"/api/v1/gigs/{gig.id}", "/api/v1/gigs?q=logo", "/api/v1/offers/my",
        f"/api/v1/messages/{youssef}", "/api/v1/conversations",
    ]  # fmt: skip


async def test_a_number_written_everywhere_is_read_nowhere(
    client: httpx.AsyncClient, cast: Cast, pages: list[str]
) -> None:
    await sign_in(client, cast.amina)
    answers = {page: await client.get(page) for page in pages}
    assert {page: answer.status_code for page, answer in answers.items() if answer.status_code != 200} == {}
    assert [page for page, answer in answers.items() if tells(answer.text)] == []


@pytest.mark.usefixtures("pages")
async def test_the_beginning_of_a_number_is_not_answered_with_the_rest(client: httpx.AsyncClient) -> None:
    for begun in ("0661", "06612345", "066123456", "0661234568"):
        assert not tells((await client.get(f"/gigs?q={begun}")).text)
    # Whoever knows the whole number learns nothing from finding its gig.
    assert "Logo et charte" in (await client.get(f"/gigs?q={NUMBER}")).text


async def test_names_of_files_are_words_too(client: httpx.AsyncClient, cast: Cast) -> None:
    deal = await ordering.started(cast)
    await sign_in(client, cast.youssef)
    work = [("files", (f"appelez {NUMBER}.jpg", picture(), "image/jpeg"))]
    done = await client.post(f"{deal.path}/submit-work", data={"note": "Voici."}, files=work)
    assert done.status_code == 303
    assert tells((await client.get(deal.path)).text), "one's own names are shown as they were given"
    client.cookies.clear()
    await sign_in(client, cast.amina)
    assert not tells((await client.get(deal.path)).text)
    told = (await client.get(f"/api/v1/orders/{deal.order.id}")).json()
    assert not tells(told["files"][0]["name"])
    saved = await client.get(told["files"][0]["url"])
    assert saved.status_code == 200
    assert not tells(saved.headers["content-disposition"])


@pytest.mark.parametrize("name", [f"Hassan {NUMBER}", "Hassan 06 61 23 45 67", "حسن ٠٦٦١٢٣٤٥٦٧"])
def test_a_name_is_no_way_around(name: str) -> None:
    with pytest.raises(Invalid):
        names.read(name, "first_name")


def test_names_with_a_number_in_them_stay_possible() -> None:
    assert names.read("Mohammed 6", "first_name") == "Mohammed 6"
