"""The directory and public profiles: who is found, who isn't, and what is never shown."""

import httpx
import pytest
from sqlalchemy import text

from tests.cast import Cast
from twiza import discovery
from twiza.accounts.models import Account, AccountStatus
from twiza.kit.db import lock, reading, unit_of_work
from twiza.profiles import presenting


async def present(cast: Cast, headline: str = "Graphiste : logos et affiches") -> None:
    async with unit_of_work() as session:
        await presenting.present(
            session, cast.youssef.id, "freelancer", headline=headline, city="casablanca", category="design"
        )


@pytest.mark.parametrize(
    "words", ["graphiste", "GRAPHISTÉ", "تصميم", "تصمِيم", "logos affiches", "Casablanca youssef"]
)
async def test_found_by_any_spelling(client: httpx.AsyncClient, cast: Cast, words: str) -> None:
    await present(cast)
    page = await client.get("/freelancers", params={"q": words})
    assert f"/freelancers/{cast.youssef.id}" in page.text


@pytest.mark.parametrize("query", ["q=jardinier", "city=fes", "category=marketing", "q=%25"])
async def test_not_found_by_what_isn_t_said(client: httpx.AsyncClient, cast: Cast, query: str) -> None:
    await present(cast)
    page = await client.get(f"/freelancers?{query}")
    assert page.status_code == 200
    assert f"/freelancers/{cast.youssef.id}" not in page.text


async def test_phone_and_email_are_never_shown(client: httpx.AsyncClient, cast: Cast) -> None:
    await present(cast)
    for path in (
        "/freelancers",
        f"/freelancers/{cast.youssef.id}",
        "/ar/freelancers",
        f"/api/v1/users/{cast.youssef.id}",
        "/api/v1/freelancers",
    ):
        answer = await client.get(path)
        assert answer.status_code == 200, path
        for secret in ("622222222", "22 22 22", "youssef@example.ma", "El Idrissi"):
            assert secret not in answer.text, path


async def test_a_banned_person_vanishes(client: httpx.AsyncClient, cast: Cast) -> None:
    await present(cast)
    async with unit_of_work() as session:
        (await lock(session, Account, cast.youssef.id)).status = AccountStatus.BANNED
    assert (await client.get(f"/freelancers/{cast.youssef.id}")).status_code == 404
    assert f"/freelancers/{cast.youssef.id}" not in (await client.get("/freelancers")).text


@pytest.mark.parametrize(
    "path", ["/freelancers/nobody", "/freelancers/018f0000-0000-7000-8000-000000000000", "/freelancers/'"]
)
async def test_strangers_meet_a_404(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_a_pro_isn_t_a_freelancer(client: httpx.AsyncClient, cast: Cast) -> None:
    assert (await client.get(f"/freelancers/{cast.hassan.id}")).status_code == 404
    assert (await client.get(f"/freelancers/{cast.youssef.id}")).status_code == 200


async def test_pages_of_results_neither_repeat_nor_miss(committed: None) -> None:
    from tests.cast import _person
    from twiza.accounts.models import HatKind

    async with unit_of_work() as session:
        session.add_all(
            [
                _person(f"Libre{n}", "Test", f"+2126770000{n:02}", HatKind.FREELANCER)
                for n in range(discovery.people.PAGE * 2 + 3)
            ]
        )
    seen: list[str] = []
    after = None
    async with reading() as connection:
        while True:
            found = await discovery.search_people(
                connection, discovery.Filters(HatKind.FREELANCER), after=after
            )
            seen += [person.name for person in found.people]
            after = found.next
            if after is None:
                break
    assert len(seen) == len(set(seen)) == discovery.people.PAGE * 2 + 3


@pytest.mark.parametrize(
    "said", ["Électricité ŒUVRE", "سبّاك أإآ مرآة", "كهربائي ـــ مُؤَهَّل", "İstanbul ẞ", "plombier"]
)
async def test_python_and_the_database_fold_alike(database: str, said: str) -> None:
    async with reading() as connection:
        folded = await connection.scalar(text("SELECT fold(:said)"), {"said": said})
    assert " ".join(folded.split()) == discovery.fold(said)


@pytest.mark.parametrize(
    ("prefix", "headline", "said"),
    [
        ("", "Plombier : fuites", '" dir="auto">Plombier'),
        ("/ar", "Plombier : fuites", '" lang="fr" dir="auto">Plombier'),
        ("", "سباك في الدار البيضاء", '" lang="ar" dir="auto">سباك'),
        ("/ar", "سباك في الدار البيضاء", '" dir="auto">سباك'),
        ("/en", "7/7 سباك", '" lang="ar" dir="auto">7'),
    ],
)
async def test_a_person_s_words_are_read_in_their_own_language_and_direction(
    client: httpx.AsyncClient, cast: Cast, prefix: str, headline: str, said: str
) -> None:
    await present(cast, headline)
    async with unit_of_work() as session:
        (await lock(session, Account, cast.youssef.id)).bio = headline
    # Lists are shared for a while; this one is asked for the first time.
    listing = (await client.get(f"{prefix}/freelancers?anew={cast.youssef.id}")).text
    profile = (await client.get(f"{prefix}/freelancers/{cast.youssef.id}")).text
    assert said in listing
    assert profile.count(said.lstrip('"')) == 2
    assert f'class="said-lines{said}' in profile
