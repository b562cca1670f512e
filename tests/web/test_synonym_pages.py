"""/admin/synonyms: groups are added, changed and removed, and the search follows at once."""

import httpx
import pytest
from sqlalchemy import select

from tests.cast import Cast, sign_in
from tests.discovery.offers import offer, titles
from twiza.accounts.models import Account, AdminAct, Permission
from twiza.discovery import synonyms
from twiza.discovery.models import SynonymGroup
from twiza.kit.db import lock, unit_of_work

LIST = "/admin/synonyms"


@pytest.fixture(autouse=True)
def forgotten() -> None:
    synonyms.forget()


async def the_group() -> SynonymGroup:
    async with unit_of_work() as session:
        return (await session.scalars(select(SynonymGroup))).one()


async def test_words_are_found_by_each_other_from_the_next_search_on(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    async with unit_of_work() as session:
        await offer(session, cast.youssef.id, "Plomberie et fuites")
    assert await titles("سباكة") == []
    await sign_in(client, cast.salma)
    added = await client.post(LIST, data={"terms": "plombier, Plomberie، سباكة\nplombi"})
    assert added.status_code == 303
    assert await titles("سباكة") == await titles("plombi") == ["Plomberie et fuites"]

    group = await the_group()
    assert group.terms == ["plombier", "Plomberie", "سباكة", "plombi"]
    page = await client.get(LIST, params={"q": "سبّاكة"})
    assert "Plomberie" in page.text
    await client.post(f"{LIST}/{group.id}", data={"terms": "plombier, plomberie"})
    assert await titles("سباكة") == []
    await client.post(f"{LIST}/{group.id}/remove")
    assert await synonyms.synonyms() == synonyms.Synonyms({}, {})
    async with unit_of_work() as session:
        verbs = list(await session.scalars(select(AdminAct.verb).order_by(AdminAct.id)))
    assert verbs == ["add-synonyms", "change-synonyms", "remove-synonyms"]


@pytest.mark.parametrize(
    "terms", ["", "seul", "!!!, ???", "a" * 61 + ", b", ",".join(f"mot{n}" for n in range(61))]
)
async def test_what_makes_no_group_is_told_beside_the_field(
    client: httpx.AsyncClient, cast: Cast, terms: str
) -> None:
    await sign_in(client, cast.salma)
    page = await client.post(LIST, data={"terms": terms})
    assert page.status_code == 422
    assert "field__error" in page.text


async def test_others_find_nothing_here(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    assert (await client.get(LIST)).status_code == 404
    assert (await client.post(LIST, data={"terms": "a, b"})).status_code == 404


async def test_an_administrator_of_something_else_may_not(client: httpx.AsyncClient, cast: Cast) -> None:
    async with unit_of_work() as session:
        (await lock(session, Account, cast.salma.id)).permissions = [Permission.FINANCE]
    await sign_in(client, cast.salma)
    assert (await client.post(LIST, data={"terms": "a, b"})).status_code == 403
