"""Cities and neighbourhoods in the back office: added, renamed, ordered, hidden; denied to all others."""

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import delete, select, update

from tests.cast import Cast, sign_in
from tests.web.booking import open_pros
from tests.web.test_admin_gigs import permit
from twiza.accounts.models import Account, AdminAct
from twiza.kit.db import reading, unit_of_work
from twiza.profiles import City, lists
from twiza.pros import neighbourhoods
from twiza.pros.models import Neighbourhood

NAMES = {"name_fr": "Oujda", "name_ar": "وجدة", "name_en": "Oujda"}


@pytest.fixture
async def places(cast: Cast) -> AsyncIterator[None]:
    """Cities outlive a test; what it changed of them is put back."""
    lists.forget()
    neighbourhoods.forget()
    yield
    async with unit_of_work() as session:
        added = select(City.id).where(City.slug == "oujda")
        await session.execute(delete(Neighbourhood).where(Neighbourhood.city_id.in_(added)))
        await session.execute(delete(City).where(City.slug == "oujda"))
        await session.execute(update(City).where(City.slug == "fes").values(name_fr="Fès", position=4))
        await session.execute(update(City).where(City.slug == "casablanca").values(hidden=False))
    lists.forget()
    neighbourhoods.forget()


async def city(slug: str) -> City:
    async with unit_of_work() as session:
        return (await session.execute(select(City).where(City.slug == slug))).scalar_one()


async def part(slug: str) -> Neighbourhood:
    async with unit_of_work() as session:
        return (await session.execute(select(Neighbourhood).where(Neighbourhood.slug == slug))).scalar_one()


async def shown(client: httpx.AsyncClient) -> dict[str, list[str]]:
    """Every city of the API with the slugs of its neighbourhoods."""
    items = (await client.get("/api/v1/cities")).json()["items"]
    return {one["slug"]: [each["slug"] for each in one["neighbourhoods"]] for one in items}


async def test_a_city_and_its_parts_are_added_renamed_and_hidden(
    client: httpx.AsyncClient, cast: Cast, places: None
) -> None:
    await sign_in(client, cast.salma)
    for path in ("/admin/cities", "/admin/cities/new"):
        assert (await client.get(path)).status_code == 200
    added = await client.post("/admin/cities", data={**NAMES, "slug": "oujda", "position": "٧"})
    assert added.headers["location"] == "/admin/cities"
    oujda = await city("oujda")
    assert oujda.position == 7
    at = f"/admin/cities/{oujda.id}"
    lazaret = {"name_fr": "Lazaret", "name_ar": "لازاري", "name_en": "Lazaret", "position": "0"}
    assert (await client.get(f"{at}/neighbourhoods/new")).status_code == 200
    made = await client.post(f"{at}/neighbourhoods", data={**lazaret, "slug": "lazaret"})
    assert made.headers["location"] == "/admin/cities?open=oujda#oujda"
    assert (await shown(client))["oujda"] == ["lazaret"]
    quarter = await part("lazaret")
    here = f"{at}/neighbourhoods/{quarter.id}"
    assert 'value="لازاري"' in (await client.get(here)).text
    hidden = await client.post(here, data={**lazaret, "name_fr": "Le Lazaret", "hidden": "1"})
    assert hidden.status_code == 303
    assert (await part("lazaret")).name_fr == "Le Lazaret"
    assert (await shown(client))["oujda"] == []
    fes = await city("fes")
    renamed = {"name_fr": "Fès-Meknès", "name_ar": "فاس", "name_en": "Fez", "position": "2"}
    assert (await client.post(f"/admin/cities/{fes.id}", data=renamed)).status_code == 303
    assert "Fès-Meknès" in (await client.get("/admin/cities")).text
    async with reading() as connection:
        verbs = set(await connection.scalars(select(AdminAct.verb)))
    assert {"add-city", "change-city", "add-neighbourhood", "change-neighbourhood"} <= verbs


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name_ar": " "}, "name_ar"),
        ({"name_fr": "x" * 61}, "name_fr"),
        ({"slug": "Oujda Centre"}, "slug"),
        ({"slug": "casablanca"}, "slug"),
        ({"position": "-1"}, "position"),
    ],
)
async def test_a_city_that_makes_no_sense_is_told_by_field(
    client: httpx.AsyncClient, cast: Cast, places: None, changes: dict[str, str], field: str
) -> None:
    await sign_in(client, cast.salma)
    typed = {**NAMES, "slug": "oujda", "position": "1", **changes}
    answer = await client.post("/admin/cities", data=typed)
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text


async def test_two_neighbourhoods_of_a_city_have_two_addresses(
    client: httpx.AsyncClient, cast: Cast, places: None
) -> None:
    await sign_in(client, cast.salma)
    casablanca, rabat = await city("casablanca"), await city("rabat-sale")
    typed = {**NAMES, "slug": "maarif", "position": "1"}
    refused = await client.post(f"/admin/cities/{casablanca.id}/neighbourhoods", data=typed)
    assert refused.status_code == 422
    assert 'id="f-slug-error"' in refused.text
    maarif = await part("maarif")
    assert (await client.get(f"/admin/cities/{rabat.id}/neighbourhoods/{maarif.id}")).status_code == 404
    wrong = await client.post(
        f"/admin/cities/{casablanca.id}/neighbourhoods/{maarif.id}", data={**NAMES, "name_en": ""}
    )
    assert wrong.status_code == 422


async def test_a_hidden_city_is_kept_by_those_who_have_it_and_offered_to_nobody_else(
    client: httpx.AsyncClient, cast: Cast, places: None
) -> None:
    casablanca = await city("casablanca")
    await open_pros(cast)
    async with unit_of_work() as session:
        lives_there = update(Account).where(Account.id == cast.amina.id).values(city_id=casablanca.id)
        await session.execute(lives_there)
    await sign_in(client, cast.salma)
    at = f"/admin/cities/{casablanca.id}"
    names = {"name_fr": "Casablanca", "name_ar": "الدار البيضاء", "name_en": "Casablanca", "position": "1"}
    assert (await client.post(at, data={**names, "hidden": "1"})).status_code == 303
    assert "checked" in (await client.get(at)).text
    assert "casablanca" not in await shown(client)
    assert (await client.get("/pros/casablanca/plomberie")).status_code == 404
    assert 'value="casablanca"' not in (await client.get("/pros")).text
    # Whoever works there keeps their page and can be asked.
    assert (await client.get(f"/pro/{cast.hassan.id}")).status_code == 200
    asking = {"pro": str(cast.hassan.id), "category": "plomberie"}
    assert (await client.get("/client/bookings/new", params=asking)).status_code == 200
    # Whoever lives there doesn't lose it by saving something else; nobody else may choose it.
    said = {"first_name": "Amina", "last_name": "Alami", "city": "casablanca"}
    await sign_in(client, cast.amina)
    assert '<option value="casablanca" selected' in (await client.get("/client/profile")).text
    assert (await client.post("/client/profile", data=said)).status_code == 303
    await sign_in(client, cast.youssef)
    refused = await client.post("/client/profile", data={**said, "first_name": "Youssef"})
    assert (refused.status_code, '<option value="casablanca"' in refused.text) == (422, False)
    offered = {"city": "casablanca", "whatsapp": "0661200071", "category": "plomberie"}
    assert 'id="f-city-error"' in (await client.post("/pro/start", data=offered)).text


async def test_only_content_names_places(client: httpx.AsyncClient, cast: Cast, places: None) -> None:
    casablanca = await city("casablanca")
    posts = (
        "/admin/cities",
        f"/admin/cities/{casablanca.id}",
        f"/admin/cities/{casablanca.id}/neighbourhoods",
    )
    await sign_in(client, cast.amina)
    assert (await client.get("/admin/cities")).status_code == 404
    for path in posts:
        assert (await client.post(path, data={**NAMES, "slug": "oujda"})).status_code == 404
    await permit(cast.karim, "support")
    await sign_in(client, cast.karim)
    assert (await client.get("/admin/cities")).status_code == 403
    for path in posts:
        assert (await client.post(path, data={**NAMES, "slug": "oujda"})).status_code == 403
    assert "oujda" not in await shown(client)
