"""Administrators and gigs: finding them, taking them off with a reason, and the editor of categories."""

from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
from sqlalchemy import delete, select, update

from tests.cast import Cast, sign_in
from tests.gigs import writing
from twiza.accounts.models import Account, AdminAct
from twiza.gigs.models import Gig
from twiza.kit.db import reading, unit_of_work
from twiza.profiles import lists
from twiza.profiles.places import Category

NAMES = {"name_fr": "Voix", "name_ar": "صوت", "name_en": "Voice"}


@pytest.fixture
async def gig(cast: Cast) -> Gig:
    async with unit_of_work() as session:
        return await writing.published(session, cast.youssef.id)


@pytest.fixture
async def categories(committed: None) -> AsyncIterator[None]:
    """Categories outlive tests, so what a test did to them is undone."""
    async with reading() as connection:
        before = (await connection.execute(select(Category.id, Category.name_fr, Category.position))).all()
    yield
    async with unit_of_work() as session:
        await session.execute(delete(Category).where(Category.id.not_in([row.id for row in before])))
        for row in before:
            kept = {"name_fr": row.name_fr, "position": row.position, "hidden": False}
            await session.execute(update(Category).where(Category.id == row.id).values(**kept))
    lists.forget()


async def permit(account: Account, *permissions: str) -> None:
    async with unit_of_work() as session:
        changed = {"is_admin": True, "permissions": list(permissions)}
        await session.execute(update(Account).where(Account.id == account.id).values(**changed))


async def category(slug: str) -> Category:
    async with unit_of_work() as session:
        return (await session.scalars(select(Category).where(Category.slug == slug))).one()


@pytest.mark.parametrize("words", ["charte", "CHARTÉ", "youssef", "el idrissi"])
async def test_gigs_are_found_by_title_and_owner(
    client: httpx.AsyncClient, cast: Cast, gig: Gig, words: str
) -> None:
    await sign_in(client, cast.salma)
    assert writing.TITLE in (await client.get("/admin/gigs", params={"q": words})).text
    assert writing.TITLE in (await client.get("/admin/gigs", params={"q": str(gig.id)})).text
    for nothing in ({"q": "zzzz"}, {"q": "%"}, {"status": "draft"}, {"off": "1"}):
        assert writing.TITLE not in (await client.get("/admin/gigs", params=nothing)).text


async def test_a_gig_is_taken_off_with_a_reason_and_put_back(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast, gig: Gig
) -> None:
    await sign_in(client, cast.salma)
    at = f"/admin/gigs/{gig.id}"
    silent = await client.post(f"{at}/deactivate", data={"reason": " "})
    assert silent.status_code == 422
    assert 'id="f-reason-error"' in silent.text
    assert (await other_client.get(f"/gigs/{gig.id}")).status_code == 200
    done = await client.post(f"{at}/deactivate", data={"reason": "Copie d’un autre site"})
    assert done.headers["location"] == at
    assert (await other_client.get(f"/gigs/{gig.id}")).status_code == 404
    assert "Copie d’un autre site" in (await client.get(at)).text
    assert (await client.post(f"{at}/deactivate", data={"reason": "Encore"})).status_code == 409
    assert (await client.post(f"{at}/reactivate")).status_code == 303
    assert (await other_client.get(f"/gigs/{gig.id}")).status_code == 200
    async with reading() as connection:
        acts = (await connection.execute(select(AdminAct.verb, AdminAct.reason).order_by(AdminAct.id))).all()
    assert ("deactivate-gig", "Copie d’un autre site") in [tuple(act) for act in acts]


async def test_only_support_sees_and_moves_gigs(client: httpx.AsyncClient, cast: Cast, gig: Gig) -> None:
    at = f"/admin/gigs/{gig.id}"
    await sign_in(client, cast.amina)
    for path in ("/admin/gigs", at, "/admin/categories"):
        assert (await client.get(path)).status_code == 404
    assert (await client.post(f"{at}/deactivate", data={"reason": "Pour voir"})).status_code == 404
    await permit(cast.karim, "finance")
    await sign_in(client, cast.karim)
    for path in ("/admin/gigs", at, "/admin/categories"):
        assert (await client.get(path)).status_code == 403
    assert (await client.post(f"{at}/deactivate", data={"reason": "Pour voir"})).status_code == 403
    assert (await client.post("/admin/categories", data={**NAMES, "slug": "voix"})).status_code == 403


async def test_a_category_is_added_renamed_ordered_and_hidden(
    client: httpx.AsyncClient, cast: Cast, categories: None
) -> None:
    await sign_in(client, cast.salma)
    parent = await category("video-photo")
    added = await client.post(
        "/admin/categories", data={**NAMES, "slug": "voix", "parent": str(parent.id), "position": "٣"}
    )
    assert added.headers["location"] == "/admin/categories"
    voice = await category("voix")
    assert (voice.parent_id, voice.kind, voice.icon, voice.position) == (
        parent.id,
        parent.kind,
        parent.icon,
        3,
    )
    shown = (await client.get("/api/v1/categories")).json()["items"]
    under = next(one for one in shown if one["slug"] == "video-photo")["children"]
    assert "voix" in {one["slug"] for one in under}
    changed = {**NAMES, "name_fr": "Voix et chant", "position": "0", "hidden": "1"}
    assert (await client.post(f"/admin/categories/{voice.id}", data=changed)).status_code == 303
    assert (await category("voix")).name_fr == "Voix et chant"
    shown = (await client.get("/api/v1/categories")).json()["items"]
    under = next(one for one in shown if one["slug"] == "video-photo")["children"]
    assert "voix" not in {one["slug"] for one in under}
    async with reading() as connection:
        verbs = (await connection.scalars(select(AdminAct.verb))).all()
    assert {"add-category", "change-category"} <= set(verbs)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name_ar": " "}, "name_ar"),
        ({"name_fr": "x" * 61}, "name_fr"),
        ({"slug": "Voix Off"}, "slug"),
        ({"slug": "design"}, "slug"),
        ({"slug": ""}, "slug"),
        ({"position": "-1"}, "position"),
        ({"position": "9" * 5000}, "position"),
        ({"parent": "01a1fec6-dfdf-7700-aa1f-d648e624440e"}, "parent"),
    ],
)
async def test_a_category_that_makes_no_sense_is_told_by_field(
    client: httpx.AsyncClient, cast: Cast, categories: None, changes: dict[str, str], field: str
) -> None:
    await sign_in(client, cast.salma)
    typed = {**NAMES, "slug": "voix", "position": "1", **changes}
    answer = await client.post("/admin/categories", data=typed)
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text


async def test_a_hidden_category_isnt_offered_but_gigs_keep_it(
    client: httpx.AsyncClient, cast: Cast, gig: Gig, categories: None
) -> None:
    await sign_in(client, cast.salma)
    logos = await category("logo-identite")
    names = {"name_fr": logos.name_fr, "name_ar": logos.name_ar, "name_en": logos.name_en}
    await client.post(f"/admin/categories/{logos.id}", data={**names, "position": "0", "hidden": "1"})
    await sign_in(client, cast.youssef)
    assert "logo-identite" not in (await client.get("/freelancer/gigs/new")).text
    async with reading() as connection:
        assert await connection.scalar(select(Gig.category_id).where(Gig.id == gig.id)) == logos.id
    said = {
        "title": writing.TITLE,
        "description": writing.DESCRIPTION,
        "category": "logo-identite",
        "language": "fr",
    }
    kept = await client.post(f"/freelancer/gigs/{gig.id}/edit?step=details", data={**said, "go": "next"})
    assert kept.status_code == 303


async def test_addresses_of_nothing(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.salma)
    nobody = UUID(int=7)
    for path in (f"/admin/gigs/{nobody}", f"/admin/categories/{nobody}"):
        assert (await client.get(path)).status_code == 404
    assert (await client.post(f"/admin/gigs/{nobody}/deactivate", data={"reason": "x"})).status_code == 404
