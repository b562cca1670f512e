"""People one by one: oneself whole, others as everybody may see them, the gone not at all."""

from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest

from tests.api.calling import caller, is_problem
from tests.cast import Cast, sign_in
from twiza.accounts.models import Account, AccountStatus
from twiza.api.schemas.people import Me, Person
from twiza.kit import clock, db


async def changed(account: Account, **values: object) -> None:
    async with db.unit_of_work() as session:
        row = await db.lock(session, Account, account.id)
        for name, value in values.items():
            setattr(row, name, value)


async def test_one_sees_oneself_whole(cast: Cast) -> None:
    async with caller(cast.amina) as client:
        response = await client.get("/users/me")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "private, no-store"
    me = response.json()
    Me.model_validate(me)
    assert set(me) == set(Me.model_fields)
    assert (me["phone"], me["phone_verified"]) == ("+212611111111", True)
    assert me["hats"] == ["client"]
    assert me["allowed_actions"] == ["edit"]
    assert me["created_at"].endswith("Z")
    moment = datetime.fromisoformat(me["created_at"]).astimezone(UTC)
    assert me["created_local"] == clock.local_text(moment)
    for secret in ("password", "totp", "token_version"):
        assert secret not in response.text


async def test_visitors_have_no_self(client: httpx.AsyncClient) -> None:
    for call in (client.get("/api/v1/users/me"), client.patch("/api/v1/users/me", json={"bio": "x"})):
        response = await call
        assert response.status_code == 401
        assert response.json()["code"] == "sign_in_required"


async def test_the_cookie_of_the_site_signs_in_to_the_api(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.hassan)
    response = await client.get("/api/v1/users/me")
    assert response.json()["first_name"] == "Hassan"


async def test_only_what_was_sent_changes(cast: Cast) -> None:
    async with caller(cast.amina) as client:
        first = await client.patch("/users/me", json={"bio": "  Bonjour ", "city": "casablanca"})
        assert first.status_code == 200
        assert (first.json()["bio"], first.json()["city"]["slug"]) == ("Bonjour", "casablanca")
        assert first.json()["last_name"] == "Berrada"
        second = await client.patch(
            "/users/me", json={"bio": None, "city": None, "language": "ar", "first_name": "Mina"}
        )
        assert second.json()["bio"] is None
        assert second.json()["city"] is None
        assert (second.json()["language"], second.json()["first_name"]) == ("ar", "Mina")
        assert (await client.patch("/users/me", json={})).json() == (await client.get("/users/me")).json()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"first_name": ""}, "first_name"),
        ({"first_name": None}, "first_name"),
        ({"last_name": "x" * 61}, "last_name"),
        ({"city": "atlantis"}, "city"),
        ({"language": "de"}, "language"),
        ({"language": None}, "language"),
        ({"phone": "+212600000000"}, "phone"),
        ({"is_admin": True}, "is_admin"),
        ({"bio": "x" * 2001}, "bio"),
    ],
)
async def test_what_can_not_be_changed_is_named(cast: Cast, sent: dict[str, object], field: str) -> None:
    async with caller(cast.amina) as client:
        before = (await client.get("/users/me")).json()
        body = is_problem(await client.patch("/users/me", json=sent), 422, "invalid_input")
        assert [error["field"] for error in body["errors"]] == [field]
        assert (await client.get("/users/me")).json() == before


async def test_others_see_no_phone_no_email_no_last_name(cast: Cast) -> None:
    for looking in (None, cast.karim, cast.amina):
        async with caller(looking) as client:
            response = await client.get(f"/users/{cast.amina.id}")
        person = response.json()
        Person.model_validate(person)
        assert set(person) == set(Person.model_fields)
        assert person["name"] == "Amina B."
        for private in ("Berrada", "@example.ma", "+212", "611111111"):
            assert private not in response.text
        assert person["allowed_actions"] == (["edit"] if looking is cast.amina else [])


async def test_the_gone_are_not_there(cast: Cast) -> None:
    await changed(cast.amina, status=AccountStatus.BANNED)
    await changed(cast.youssef, status=AccountStatus.SUSPENDED)
    await changed(cast.hassan, deleted_at=clock.now())
    async with caller(cast.salma) as client:
        for gone in (cast.amina.id, cast.youssef.id, cast.hassan.id, uuid4()):
            is_problem(await client.get(f"/users/{gone}"), 404, "not_found")
        is_problem(await client.get("/users/not-an-id"), 422, "invalid_input")
        assert (await client.get(f"/users/{cast.karim.id}")).status_code == 200
