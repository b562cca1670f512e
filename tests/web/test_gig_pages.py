"""The pages of gigs, as browsers without scripts use them: writing, publishing, looking, keeping."""

import re
from collections.abc import Mapping
from html import unescape
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select

from tests.cast import Cast, sign_in
from tests.gigs import writing
from twiza.accounts.models import Account, AccountStatus
from twiza.gigs import deactivating, queries
from twiza.gigs.models import Favourite, Gig, GigPicture, GigStatus
from twiza.gigs.whole import WholeGig
from twiza.kit.db import reading, unit_of_work

NEW = "/freelancer/gigs/new"
DETAILS = {
    "title": writing.TITLE,
    "description": writing.DESCRIPTION,
    "category": "logo-identite",
    "language": "fr",
    "tags": "logo, charte",
}
BASIC = {
    "packages.basic.title": "Essentiel",
    "packages.basic.contents": "Un logo\nTous les fichiers",
    "packages.basic.price": "1.234,50",
    "packages.basic.delivery_days": "٥",
    "packages.basic.revisions": "2",
}


async def publish(by: Account, **details: str) -> Gig:
    async with unit_of_work() as session:
        return await writing.published(session, by.id, **details)


async def stored(gig_id: UUID | str) -> WholeGig:
    async with reading() as connection:
        owner = await connection.scalar(select(Gig.freelancer_id).where(Gig.id == gig_id))
        found = await queries.own(connection, UUID(str(gig_id)), owner) if owner else None
    assert found is not None
    return found


async def how_many() -> int:
    async with reading() as connection:
        return await connection.scalar(select(func.count()).select_from(Gig)) or 0


def token(page: httpx.Response) -> str:
    found = re.search(r'name="draft" value="([^"]+)"', page.text)
    assert found
    return found[1]


def gig_id_of(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].split("/")[3]


async def test_a_gig_is_written_in_four_steps_and_published(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    first = await client.get(NEW)
    made = await client.post(NEW, data={**DETAILS, "draft": token(first), "go": "next"})
    gig_id = gig_id_of(made)
    step = f"/freelancer/gigs/{gig_id}/edit?step="
    assert made.headers["location"] == step + "packages"
    assert (await client.get(step + "packages")).status_code == 200
    priced = await client.post(step + "packages", data={**BASIC, "go": "next"})
    assert priced.headers["location"] == step + "pictures"
    shown = await client.post(
        step + "pictures",
        data={
            "go": "next",
            "faq.0.question": "Et le SVG ?",
            "faq.0.answer": "Oui.",
            "questions.0.question": "Le nom exact ?",
            "questions.0.required": "1",
        },
        files=[
            ("pictures", ("a.jpg", writing.picture(), "image/jpeg")),
            ("pictures", ("b.png", writing.picture(kind="PNG"), "image/png")),
        ],
    )
    assert shown.headers["location"] == step + "publish"
    last = await client.get(step + "publish")
    assert "1 234,50 MAD" in last.text.replace("\xa0", " ").replace("\u202f", " ")
    online = await client.post(f"/freelancer/gigs/{gig_id}/publish")
    assert online.headers["location"] == f"/gigs/{gig_id}"
    gig = await stored(gig_id)
    assert (gig.status, gig.price, gig.delivery_days) == (GigStatus.PUBLISHED, 123_450, 5)
    assert len(gig.pictures) == 2
    assert gig.cover == gig.pictures[0].name
    assert gig.questions[0].required
    page = await client.get(f"/gigs/{gig_id}")
    assert writing.TITLE in page.text
    assert (await client.get(gig.pictures[0].small_url)).headers["content-type"] == "image/webp"


async def test_the_first_step_sent_twice_makes_one_draft(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    said = {**DETAILS, "draft": token(await client.get(NEW)), "go": "next"}
    first, again = await client.post(NEW, data=said), await client.post(NEW, data=said)
    assert gig_id_of(first) == gig_id_of(again)
    assert await how_many() == 1


async def test_a_forged_token_takes_nothing_over(client: httpx.AsyncClient, cast: Cast) -> None:
    gig = await publish(cast.youssef)
    await sign_in(client, cast.karim)
    await client.post("/account/hats", data={"hat": "freelancer"})
    page = await client.get(NEW)
    forged = f"{gig.id}.{token(page).split('.')[1]}"
    made = await client.post(NEW, data={**DETAILS, "title": "Tout autre chose", "draft": forged})
    assert gig_id_of(made) != str(gig.id)
    assert (await stored(gig.id)).title == writing.TITLE


async def test_a_draft_may_be_left_half_written_and_waits(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    said = {"title": "Logo", "language": "fr", "draft": token(await client.get(NEW)), "go": "save"}
    left = await client.post(NEW, data=said)
    assert left.headers["location"] == "/freelancer/gigs"
    assert "Logo" in (await client.get("/freelancer/gigs")).text
    assert "Logo" in (await client.get(NEW)).text


@pytest.mark.parametrize(
    ("step", "said", "field"),
    [
        ("details", {**DETAILS, "title": "court"}, "title"),
        ("details", {**DETAILS, "title": "Appelez-moi au 06 61 23 45 67"}, "title"),
        ("details", {**DETAILS, "description": "x" * 6000}, "description"),
        ("details", {**DETAILS, "category": "no-such"}, "category"),
        ("packages", {**BASIC, "packages.basic.price": "-5"}, "packages.basic.price"),
        ("packages", {**BASIC, "packages.basic.price": "1e9"}, "packages.basic.price"),
        ("packages", {**BASIC, "packages.basic.delivery_days": "0"}, "packages.basic.delivery_days"),
        ("packages", {**BASIC, "packages.standard.price": "900"}, "packages.standard.title"),
        ("packages", {}, "packages.basic.price"),
        ("pictures", {"faq.0.question": "Seule ?"}, "faq.0.answer"),
        ("pictures", {"questions.0.question": "x" * 400}, "questions.0.question"),
    ],
)
async def test_a_fault_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: httpx.AsyncClient, cast: Cast, step: str, said: Mapping[str, str], field: str
) -> None:
    gig = await publish(cast.youssef)
    await sign_in(client, cast.youssef)
    typed = {
        **said,
        "tags": "gardé",
        "packages.basic.contents": "Gardé",
        "faq.1.question": "Gardée ?",
        "faq.1.answer": "Gardée.",
    }
    answer = await client.post(f"/freelancer/gigs/{gig.id}/edit?step={step}", data={**typed, "go": "next"})
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text
    assert "ardé" in answer.text
    before = await stored(gig.id)
    assert (before.title, before.price) == (writing.TITLE, 45_000)


async def test_what_people_write_never_becomes_markup(client: httpx.AsyncClient, cast: Cast) -> None:
    evil = '<script>alert("x")</script></title>"><img src=x onerror=1>'
    gig = await publish(cast.youssef, title=evil, description=evil * 3, tags=f"{evil[:20]}")
    for path in (f"/gigs/{gig.id}", "/freelancer/gigs", f"/freelancer/gigs/{gig.id}/edit"):
        await sign_in(client, cast.youssef)
        page = await client.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


async def test_a_frequent_question_never_becomes_markup(client: httpx.AsyncClient, cast: Cast) -> None:
    gig = await publish(cast.youssef)
    await sign_in(client, cast.youssef)
    typed = {"faq.0.question": "<b onclick=x>Gratuit</b> ?", "faq.0.answer": "<i>Non</i>", "go": "next"}
    await client.post(f"/freelancer/gigs/{gig.id}/edit?step=pictures", data=typed)
    page = (await client.get(f"/ar/gigs/{gig.id}")).text
    assert "<b onclick" not in page
    assert "<i>Non" not in page
    assert "&lt;b onclick=x&gt;Gratuit" in page


async def test_no_title_swallows_the_page_after_its_structured_data(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    gig = await publish(cast.youssef, title="Logo <!--<script> et charte")
    page = (await client.get(f"/gigs/{gig.id}")).text
    data = page.partition('application/ld+json">')[2].partition("</script>")[0]
    assert "<" not in data
    assert "\\u003c!--" in data


async def test_phone_numbers_are_hidden_from_strangers(client: httpx.AsyncClient, cast: Cast) -> None:
    said = writing.DESCRIPTION + " Appelez le 06 61 23 45 67 !"
    gig = await publish(cast.youssef, description=said)
    page = await client.get(f"/gigs/{gig.id}")
    assert "06 61 23 45 67" not in page.text
    await sign_in(client, cast.youssef)
    assert "06 61 23 45 67" in (await client.get(f"/gigs/{gig.id}")).text


@pytest.mark.parametrize("state", ["draft", "paused", "deleted", "deactivated", "banned"])
async def test_strangers_find_only_what_is_offered(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast, state: str
) -> None:
    gig = await publish(cast.youssef)
    assert (await client.get(f"/gigs/{gig.id}")).status_code == 200
    assert (await client.get(f"/gigs/{gig.id}/card.fr.png")).status_code == 200
    async with unit_of_work() as session:
        if state == "deactivated":
            await deactivating.deactivate(session, gig.id, by=cast.salma.id, reason="Copie")
        elif state == "banned":
            owner = await session.get_one(Account, cast.youssef.id)
            owner.status = AccountStatus.BANNED
        else:
            (await session.get_one(Gig, gig.id)).status = GigStatus(state)
    await sign_in(other_client, cast.amina)
    for browser in (client, other_client):
        assert (await browser.get(f"/gigs/{gig.id}")).status_code == 404
        assert (await browser.get(f"/gigs/{gig.id}/card.fr.png")).status_code == 404
    assert (await other_client.post(f"/gigs/{gig.id}/favourite", data={"kept": "1"})).status_code == 404


async def test_the_owner_sees_their_hidden_gig_and_why(client: httpx.AsyncClient, cast: Cast) -> None:
    gig = await publish(cast.youssef)
    async with unit_of_work() as session:
        await deactivating.deactivate(session, gig.id, by=cast.salma.id, reason="Copie d’un autre site")
    await sign_in(client, cast.youssef)
    for path in (f"/gigs/{gig.id}", "/freelancer/gigs", f"/freelancer/gigs/{gig.id}/edit?step=publish"):
        assert "Copie d’un autre site" in (await client.get(path)).text


async def test_nobody_edits_or_moves_somebody_elses_gig(client: httpx.AsyncClient, cast: Cast) -> None:
    gig = await publish(cast.youssef)
    at = f"/freelancer/gigs/{gig.id}"
    visitors = [await client.get(f"{at}/edit"), await client.post(f"{at}/pause")]
    assert [answer.status_code for answer in visitors] == [303, 303]
    await sign_in(client, cast.amina)
    for step in ("details", "packages", "pictures", "publish"):
        assert (await client.get(f"{at}/edit?step={step}")).status_code == 404
        assert (await client.post(f"{at}/edit?step={step}", data=DETAILS)).status_code == 404
    for verb in ("publish", "pause", "resume", "delete"):
        assert (await client.post(f"{at}/{verb}")).status_code == 404
    assert (await stored(gig.id)).status is GigStatus.PUBLISHED


async def test_pausing_and_putting_back_and_deleting(client: httpx.AsyncClient, cast: Cast) -> None:
    gig = await publish(cast.youssef)
    at = f"/freelancer/gigs/{gig.id}"
    await sign_in(client, cast.youssef)
    for verb, status in (("pause", "paused"), ("pause", "paused"), ("resume", "published")):
        assert (await client.post(f"{at}/{verb}")).status_code == 303
        assert (await stored(gig.id)).status == status
    assert (await client.post(f"{at}/delete")).status_code == 303
    assert (await client.get(f"/gigs/{gig.id}")).status_code == 404
    assert (await client.post(f"{at}/delete")).status_code == 404
    assert (await client.post(f"{at}/no-such-verb")).status_code == 404


async def test_publishing_what_lacks_things_lists_them(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    await client.post(
        NEW, data={"title": "Logo", "draft": token(await client.get(NEW)), "go": "save", "language": "fr"}
    )
    async with reading() as connection:
        gig_id = await connection.scalar(select(Gig.id))
    refused = await client.post(f"/freelancer/gigs/{gig_id}/publish")
    assert refused.headers["location"].endswith("edit?step=publish")
    page = await client.get(refused.headers["location"])
    assert page.text.count("step=details") >= 3
    assert (await stored(str(gig_id))).status is GigStatus.DRAFT


async def test_whoever_is_no_freelancer_is_invited(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    for path in (NEW, "/freelancer/gigs"):
        page = await client.get(path)
        assert page.status_code == 200
        assert 'value="freelancer"' in page.text
    assert (await client.post(NEW, data=DETAILS)).status_code == 403


async def test_pictures_are_put_first_taken_away_and_the_rest_of_the_form_is_kept(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    gig = await publish(cast.youssef)
    await sign_in(client, cast.youssef)
    step = f"/freelancer/gigs/{gig.id}/edit?step=pictures"
    two = [("pictures", (f"{n}.jpg", writing.picture((90 + n, 60)), "image/jpeg")) for n in range(2)]
    await client.post(step, data={"go": "more"}, files=two)
    first, second = (await stored(gig.id)).pictures
    moved = await client.post(
        step, data={"first": str(second.id), "faq.0.question": "Gardée ?", "faq.0.answer": "Oui."}
    )
    assert moved.status_code == 303
    now = await stored(gig.id)
    assert [one.id for one in now.pictures] == [second.id, first.id]
    assert now.cover == second.name
    assert now.faq[0].question == "Gardée ?"
    await client.post(step, data={"remove": str(first.id)})
    assert [one.id for one in (await stored(gig.id)).pictures] == [second.id]
    bad = await client.post(
        step,
        data={"go": "next", "questions.0.question": "Gardée aussi ?"},
        files=[("pictures", ("x.jpg", b"<svg onload=1>", "image/jpeg"))],
    )
    assert bad.status_code == 422
    assert 'id="f-pictures-error"' in bad.text
    assert "Gardée aussi ?" in bad.text
    async with reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(GigPicture)) == 1


async def test_hearts_are_pressed_with_and_without_scripts(client: httpx.AsyncClient, cast: Cast) -> None:
    gig = await publish(cast.youssef)
    heart = f"/gigs/{gig.id}/favourite"
    assert (await client.post(heart, data={"kept": "1"})).headers["location"].startswith("/auth/login")
    await sign_in(client, cast.amina)
    kept = await client.post(
        heart, data={"kept": "1"}, headers={"referer": "http://twiza.test/ar/gigs?q=logo"}
    )
    assert kept.headers["location"] == "/ar/gigs?q=logo"
    assert writing.TITLE in (await client.get("/favourites")).text
    again = await client.post(heart, data={"kept": "0"}, headers={"hx-request": "true"})
    assert 'aria-pressed="false"' in again.text
    assert "<html" not in again.text
    async with reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(Favourite)) == 0
    elsewhere = await client.post(heart, data={"kept": "1"}, headers={"referer": "https://evil.example/x"})
    assert elsewhere.headers["location"] == f"/gigs/{gig.id}"


async def test_looks_are_counted_for_the_owner(client: httpx.AsyncClient, cast: Cast) -> None:
    gig = await publish(cast.youssef)
    for _ in range(3):
        await client.get(f"/gigs/{gig.id}")
    await client.get(f"/gigs/{gig.id}", headers={"user-agent": "another phone"})
    await sign_in(client, cast.youssef)
    await client.get(f"/gigs/{gig.id}")
    async with reading() as connection:
        assert await connection.scalar(select(Gig.views).where(Gig.id == gig.id)) == 2


@pytest.mark.parametrize("prefix", ["", "/ar", "/en"])
async def test_the_page_of_a_gig_is_shared_with_its_own_picture(
    client: httpx.AsyncClient, cast: Cast, prefix: str
) -> None:
    gig = await publish(cast.youssef)
    page = unescape((await client.get(f"{prefix}/gigs/{gig.id}")).text)
    found = re.search(r'og:image" content="http://twiza.test([^"]+)"', page)
    assert found
    picture = await client.get(found[1])
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert '"@type":"Product"' in page
    assert f'href="http://twiza.test{prefix}/gigs/{gig.id}"' in page


async def test_drawn_covers_exist_for_every_category_and_number(client: httpx.AsyncClient) -> None:
    for name in ("design-0", "marketing-47", "gig-0", "what-ever-12", "video-photo-6"):
        answer = await client.get(f"/art/gig/{name}.svg")
        assert answer.headers["content-type"].startswith("image/svg+xml")
    for name in ("design", "../x-1", "design-999", "DESIGN-1"):
        assert (await client.get(f"/art/gig/{name}.svg")).status_code == 404


async def test_addresses_that_lead_nowhere(client: httpx.AsyncClient, cast: Cast) -> None:
    gig = await publish(cast.youssef)
    for path in (f"/gigs/{cast.amina.id}", f"/gigs/{gig.id}/card.de.png", "/gigs/zzzz-not-an-id"):
        assert (await client.get(path)).status_code == 404
    await sign_in(client, cast.youssef)
    assert (await client.get(f"/freelancer/gigs/{gig.id}/edit?step=nowhere")).status_code == 404
