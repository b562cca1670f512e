"""The editor of a freelancer's profile without scripts, and the public page that comes of it."""

import json
import re
from collections.abc import Mapping
from html import unescape

import httpx
import pytest
from sqlalchemy import select

from tests.cast import Cast, sign_in
from tests.gigs import writing
from tests.profiles.test_entries import picture
from tests.reviews.orders import order_of
from twiza.accounts.models import Account, AccountStatus, Hat, HatKind
from twiza.gigs.models import Gig
from twiza.kit.db import lock, reading, unit_of_work
from twiza.profiles import portfolio, showing, skills
from twiza.profiles.shown import Profile
from twiza.reviews import writing as reviewing

EDITOR = "/freelancer/profile"
FORMS: list[tuple[str, dict[str, str]]] = [
    ("skills", {"name": "Illustrator", "level": "expert"}),
    ("languages", {"code": "ary", "fluency": "native"}),
    ("education", {"school": "ENSA", "degree": "Génie", "start_year": "٢٠١٢", "end_year": ""}),
    ("certifications", {"name": "PMP", "issuer": "PMI", "year": "2020", "link": "https://pmi.org/42"}),
    ("projects", {"title": "Café Argan", "description": "Logo", "link": "", "year": "2024"}),
]
PRESENTED = {"headline": "Logos pour cafés", "city": "fes", "category": "design", "bio": "Dix ans de logos."}


async def profile_of(account: Account) -> Profile:
    async with reading() as connection:
        found = await showing.profile(connection, account.id)
    assert found
    return found


def main_of(page: httpx.Response) -> str:
    return unescape(page.text.split("<main", 1)[1].split("</main>")[0])


async def fill(client: httpx.AsyncClient) -> None:
    assert (await client.post(EDITOR, data=PRESENTED)).status_code == 303
    for part, said in FORMS:
        answer = await client.post(f"{EDITOR}/{part}", data=said)
        assert answer.headers["location"] == f"{EDITOR}#{part}"


async def test_visitors_sign_in_and_others_find_nothing(client: httpx.AsyncClient, cast: Cast) -> None:
    asked = await client.get(f"/ar{EDITOR}")
    assert asked.headers["location"].startswith("/ar/auth/login?next=")
    assert (await client.post(f"{EDITOR}/skills", data={"name": "Logo"})).status_code in {303, 401}
    await sign_in(client, cast.amina)
    assert (await client.get(EDITOR)).status_code == 404
    for part, said in FORMS:
        assert (await client.post(f"{EDITOR}/{part}", data=said)).status_code == 404
    assert (await client.post(EDITOR, data=PRESENTED)).status_code == 404
    assert (await client.post(f"{EDITOR}/photo", data={"remove": "1"})).status_code == 404


async def test_the_hat_added_in_one_step_lands_in_the_editor(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    added = await client.post("/account/hats", data={"hat": "freelancer"})
    assert added.headers["location"] == EDITOR
    assert (await client.get(EDITOR)).status_code == 200


@pytest.mark.parametrize("language", ["", "/ar", "/en"])
async def test_a_profile_is_written_part_by_part_and_read_by_everybody(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast, language: str
) -> None:
    await sign_in(client, cast.youssef)
    await fill(client)
    profile = await profile_of(cast.youssef)
    assert (profile.headline, profile.city, profile.category) == ("Logos pour cafés", "fes", "design")
    assert profile.education[0].start_year == 2012
    assert (await client.get(language + EDITOR)).status_code == 200
    page = await other_client.get(f"{language}/freelancers/{cast.youssef.id}")
    shown = main_of(page)
    for said in ("Logos pour cafés", "Dix ans de logos.", "Illustrator", "ENSA", "PMP", "Café Argan"):
        assert said in shown, said
    assert "/messages/" in shown
    assert f"/report/profile/{cast.youssef.id}" in shown
    assert "El Idrissi" not in page.text


async def test_removed_entries_are_gone(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    await fill(client)
    profile = await profile_of(cast.youssef)
    keys = {
        "skills": profile.skills[0].id,
        "languages": "ary",
        "education": profile.education[0].id,
        "certifications": profile.certifications[0].id,
        "projects": profile.projects[0].id,
    }
    for part, key in keys.items():
        removed = await client.post(f"{EDITOR}/{part}/{key}/remove")
        assert removed.headers["location"] == f"{EDITOR}#{part}"
        assert (await client.post(f"{EDITOR}/{part}/{key}/remove")).status_code == 404
    left = await profile_of(cast.youssef)
    assert not [*left.skills, *left.languages, *left.education, *left.certifications, *left.projects]


async def test_studies_and_certificates_are_changed_where_they_stand(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(client, cast.youssef)
    await fill(client)
    profile = await profile_of(cast.youssef)
    studies, paper = profile.education[0], profile.certifications[0]
    at = f"{EDITOR}/education/{studies.id}"
    page = await client.get(EDITOR)
    assert page.text.count('class="entry-edit"') == 2
    assert 'class="entry-edit" open' not in page.text
    said = {"school": "ENSA Fès", "degree": "Génie civil", "start_year": "2012", "end_year": "2017"}
    wrong = await client.post(at, data={**said, "degree": "Gardé", "end_year": "2001"})
    assert wrong.status_code == 422
    assert 'class="entry-edit" open' in wrong.text
    assert f'id="f-{studies.id}-end_year-error"' in wrong.text
    assert 'value="Gardé"' in wrong.text
    assert (await client.post(at, data=said)).headers["location"] == f"{EDITOR}#education"
    other = {"name": "PMP", "issuer": "PMI Maroc", "year": "2021", "link": ""}
    assert (await client.post(f"{EDITOR}/certifications/{paper.id}", data=other)).status_code == 303
    after = await profile_of(cast.youssef)
    assert [(one.id, one.school, one.end_year) for one in after.education] == [(studies.id, "ENSA Fès", 2017)]
    assert [(one.id, one.issuer, one.year) for one in after.certifications] == [(paper.id, "PMI Maroc", 2021)]


async def test_skills_and_projects_are_put_in_order_without_a_script(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(client, cast.youssef)
    for name in ("Un", "Deux", "Trois"):
        await client.post(f"{EDITOR}/skills", data={"name": name, "level": "expert"})
        await client.post(
            f"{EDITOR}/projects", data={"title": name, "description": "", "link": "", "year": ""}
        )
    profile = await profile_of(cast.youssef)
    assert [one.name for one in profile.skills] == ["Un", "Deux", "Trois"]
    assert [one.title for one in profile.projects] == ["Trois", "Deux", "Un"]
    page = unescape((await client.get(EDITOR)).text)
    assert (page.count("Monter\u00a0: "), page.count("Descendre\u00a0: ")) == (4, 4)
    skill, project = profile.skills[2].id, profile.projects[0].id
    for _ in range(3):  # the last time it is the first already
        moved = await client.post(f"{EDITOR}/skills/{skill}/up")
        assert moved.headers["location"] == f"{EDITOR}#skills"
    await client.post(f"{EDITOR}/projects/{project}/down")
    after = await profile_of(cast.youssef)
    assert [one.name for one in after.skills] == ["Trois", "Un", "Deux"]
    assert [one.title for one in after.projects] == ["Deux", "Trois", "Un"]
    await client.post(
        f"{EDITOR}/projects", data={"title": "Quatre", "description": "", "link": "", "year": ""}
    )
    assert (await profile_of(cast.youssef)).projects[0].title == "Quatre", (
        "the latest stands first until it is moved"
    )
    for path in (f"skills/{skill}/sideways", f"education/{skill}/up", f"languages/{skill}"):
        assert (await client.post(f"{EDITOR}/{path}", data={})).status_code == 404, path


async def test_another_s_entries_are_not_there(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(client, cast.youssef)
    await fill(client)
    profile = await profile_of(cast.youssef)
    await sign_in(other_client, cast.amina)
    await other_client.post("/account/hats", data={"hat": "freelancer"})
    project = f"{EDITOR}/projects/{profile.projects[0].id}"
    assert (await other_client.get(project)).status_code == 404
    for path in (
        f"{EDITOR}/skills/{profile.skills[0].id}/remove",
        f"{EDITOR}/education/{profile.education[0].id}/remove",
        f"{project}/remove",
        f"{project}/up",
        f"{EDITOR}/skills/{profile.skills[0].id}/down",
        f"{EDITOR}/education/{profile.education[0].id}",
        f"{EDITOR}/certifications/{profile.certifications[0].id}",
        f"{EDITOR}/skills/nonsense/remove",
        f"{EDITOR}/crowns/{profile.skills[0].id}/remove",
    ):
        assert (await other_client.post(path)).status_code == 404, path
    assert (await other_client.post(project, data={"title": "Mine"})).status_code == 404
    assert (await profile_of(cast.youssef)) == profile


@pytest.mark.parametrize(
    ("path", "said", "kept", "faults"),
    [
        ("", {**PRESENTED, "headline": "", "city": "atlantis"}, "Dix ans de logos.", 2),
        ("/skills", {"name": "Gardé <b>", "level": "god"}, "Gardé <b>", 1),
        (
            "/education",
            {"school": "Gardée", "degree": "", "start_year": "l’an 12", "end_year": ""},
            "l’an 12",
            2,
        ),
        (
            "/certifications",
            {"name": "PMP", "issuer": "", "year": "2020", "link": "javascript:x"},
            "javascript:x",
            2,
        ),
        ("/languages", {"code": "xx", "fluency": "native"}, "", 1),
        ("/projects", {"title": "", "description": "Gardé", "link": "", "year": "hier"}, "hier", 2),
    ],
)
async def test_faults_stand_beside_their_field_and_what_was_typed_stays(
    client: httpx.AsyncClient, cast: Cast, *, path: str, said: Mapping[str, str], kept: str, faults: int
) -> None:
    await sign_in(client, cast.youssef)
    answer = await client.post(EDITOR + path, data=dict(said))
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == faults
    assert kept in main_of(answer)
    assert "<b>" not in answer.text.split("<main", 1)[1].split("Gardé ")[-1][:4]
    ids = re.findall(r'\bid="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'<a href="#(f-[^"]+)"', answer.text):
        assert f'id="{target}"' in answer.text


async def test_a_fault_of_the_presentation_keeps_none_of_it(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    await client.post(EDITOR, data={**PRESENTED, "city": "atlantis"})
    assert (await profile_of(cast.youssef)).bio == ""


async def test_pictures_come_with_a_project_and_go_with_it(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    sent = await client.post(
        f"{EDITOR}/projects",
        data={"title": "Café Argan"},
        files=[
            ("pictures", ("a.png", picture(), "image/png")),
            ("pictures", ("b.png", picture(), "image/png")),
        ],
    )
    assert sent.headers["location"] == f"{EDITOR}#projects"
    (project,) = (await profile_of(cast.youssef)).projects
    assert len(project.pictures) == 2
    here = f"{EDITOR}/projects/{project.id}"
    assert (await client.get(project.pictures[0].small_url)).headers["content-type"] == "image/webp"
    removed = await client.post(f"{here}/pictures/{project.pictures[0].id}/remove")
    assert removed.headers["location"] == f"{here}#pictures"
    more = await client.post(f"{here}/pictures", files={"pictures": ("c.png", picture(), "image/png")})
    assert more.status_code == 303
    assert (await client.post(f"{here}/pictures", data={})).status_code == 422
    saved = await client.post(here, data={"title": "Café Argan 2", "year": "٢٠٢٤"})
    assert saved.status_code == 303
    (project,) = (await profile_of(cast.youssef)).projects
    assert (project.title, project.year, len(project.pictures)) == ("Café Argan 2", 2024, 2)


async def test_a_bad_picture_loses_no_words(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    sent = await client.post(
        f"{EDITOR}/projects",
        data={"title": "Café Argan"},
        files={"pictures": ("a.png", b"%PDF-1.4", "image/png")},
    )
    assert sent.status_code == 422
    assert 'aria-invalid="true"' in sent.text
    assert (await profile_of(cast.youssef)).projects[0].title == "Café Argan"


async def test_more_pictures_than_a_project_shows_are_refused(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    many = [("pictures", (f"{n}.png", picture(), "image/png")) for n in range(portfolio.MOST_PICTURES + 1)]
    sent = await client.post(f"{EDITOR}/projects", data={"title": "Café"}, files=many)
    assert sent.status_code == 422
    assert not (await profile_of(cast.youssef)).projects[0].pictures


async def test_a_photo_is_changed_in_the_editor(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    wrong = await client.post(f"{EDITOR}/photo", files={"picture": ("me.jpg", b"no", "image/jpeg")})
    assert wrong.status_code == 422
    sent = await client.post(f"{EDITOR}/photo", files={"picture": ("me.png", picture(), "image/png")})
    assert sent.headers["location"] == f"{EDITOR}#photo"
    async with reading() as connection:
        assert await connection.scalar(select(Account.avatar).where(Account.id == cast.youssef.id))


async def test_the_meter_grows_and_tells_the_best_next_step(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    before = main_of(await client.get(f"/en{EDITOR}"))
    assert 'value="0"' in before
    assert "Introduce yourself as a freelancer" in before
    await fill(client)
    async with unit_of_work() as session:
        await writing.published(session, cast.youssef.id)
        for name in ("Logo", "Charte"):
            await skills.add_skill(session, by=cast.youssef.id, name=name, level="expert")
    after = main_of(await client.get(f"/en{EDITOR}"))
    assert "Add a photo" in after
    await client.post(f"{EDITOR}/photo", files={"picture": ("me.png", picture(), "image/png")})
    full = main_of(await client.get(f"/en{EDITOR}"))
    assert 'value="100"' in full
    assert "What helps most now" not in full


async def test_strangers_read_no_phone_number_and_no_link_to_one(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(client, cast.youssef)
    number = "06 61 23 45 67"
    await client.post(EDITOR, data={**PRESENTED, "headline": f"Logos {number}", "bio": f"Appelez {number}"})
    await client.post(f"{EDITOR}/skills", data={"name": f"Logo {number}", "level": "expert"})
    await client.post(
        f"{EDITOR}/projects",
        data={"title": f"Café {number}", "description": number, "link": "https://wa.me/212661234567"},
    )
    own = await client.get(EDITOR)
    assert number in own.text
    for path in (
        f"/freelancers/{cast.youssef.id}",
        "/freelancers",
        f"/api/v1/freelancers/{cast.youssef.id}",
        "/api/v1/freelancers",
        f"/api/v1/users/{cast.youssef.id}",
    ):
        answer = await other_client.get(path)
        assert answer.status_code == 200
        for secret in (number, "61234567", "wa.me"):
            assert secret not in answer.text, (path, secret)


async def test_html_in_any_text_stays_text(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(client, cast.youssef)
    evil = "</script><script>alert(1)</script>"
    await client.post(EDITOR, data={**PRESENTED, "headline": evil, "bio": evil})
    await client.post(f"{EDITOR}/skills", data={"name": evil, "level": "expert"})
    page = await other_client.get(f"/freelancers/{cast.youssef.id}")
    assert "<script>alert" not in page.text
    assert "<script>alert" not in (await client.get(EDITOR)).text


async def test_the_page_tells_search_engines_who_it_is(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    await fill(client)
    page = await client.get(f"/freelancers/{cast.youssef.id}")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text)
    assert found
    person = json.loads(found[1])["@graph"][0]["mainEntity"]
    assert person["@type"] == "Person"
    assert person["name"] == "Youssef E."
    assert person["address"]["addressLocality"] == "Fès"
    assert "Illustrator" in person["knowsAbout"]
    assert '<meta property="og:title" content="Youssef E. · Logos pour caf' in page.text


async def test_gigs_reviews_and_numbers_stand_on_the_page(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    async with unit_of_work() as session:
        gig: Gig = await writing.published(session, cast.youssef.id)
        order = await order_of(session, cast, gig)
        await reviewing.write(session, order.id, by=cast.amina.id, rating=5, text="Travail soigné.")
        await reviewing.write(session, order.id, by=cast.youssef.id, rating=5, text="Cliente claire.")
        (await lock(session, Account, cast.youssef.id)).identity_verified_at = gig.created_at
    page = main_of(await client.get(f"/freelancers/{cast.youssef.id}"))
    assert f"/gigs/{gig.id}" in page
    assert "Travail soigné." in page
    assert "CIN vérifiée" in page
    assert "Cliente claire." not in page
    await sign_in(other_client, cast.youssef)
    own = main_of(await other_client.get(f"/freelancers/{cast.youssef.id}"))
    assert EDITOR in own
    assert "/report/profile/" not in own


async def test_a_suspended_freelancer_vanishes(client: httpx.AsyncClient, cast: Cast) -> None:
    async with unit_of_work() as session:
        (await lock(session, Account, cast.youssef.id)).status = AccountStatus.SUSPENDED
    assert (await client.get(f"/freelancers/{cast.youssef.id}")).status_code == 404
    assert (await client.get(f"/api/v1/freelancers/{cast.youssef.id}")).status_code == 404


async def test_a_headline_kept_by_one_hat_is_not_another_s(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.hassan)
    await client.post("/account/hats", data={"hat": "freelancer"})
    await client.post(EDITOR, data=PRESENTED)
    async with reading() as connection:
        said = select(Hat.headline).where(Hat.account_id == cast.hassan.id, Hat.kind == HatKind.PRO)
        assert not await connection.scalar(said)
