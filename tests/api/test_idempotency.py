"""Idempotency-Key: the same creating call, however often and however fast it is sent, creates once."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Annotated
from uuid import UUID

import httpx
from fastapi import APIRouter, File, Form, Response, UploadFile
from pydantic import BaseModel
from sqlalchemy import func, select, update

from tests.api.calling import caller, is_problem
from tests.cast import Cast
from twiza.accounts.models import Account, SocialIdentity
from twiza.api import idempotency
from twiza.api.answers import answer
from twiza.api.deps import OptionalViewer, Session
from twiza.api.idempotency import OnceOnly
from twiza.api.models import IdempotencyKey
from twiza.kit import clock, db
from twiza.kit.errors import Conflict, NotFound

router = APIRouter()


class Act(BaseModel):
    verb: str
    slow: bool = False
    fail: bool = False


@router.post("/acts", status_code=201)
async def create_act(act: Act, once: OnceOnly, session: Session, viewer: OptionalViewer) -> Response:
    async def make() -> UUID:
        if act.slow:
            await asyncio.sleep(0.3)
        owner = viewer.id if viewer else await session.scalar(select(Account.id).limit(1))
        made = SocialIdentity(account_id=owner, issuer=act.verb, subject=secrets.token_hex(8))
        session.add(made)
        await session.flush()
        if act.fail:
            raise Conflict
        return made.id

    async def show(made: UUID | None) -> Response:
        found = await session.scalar(select(SocialIdentity).where(SocialIdentity.id == made))
        if found is None or found.email == "hidden":
            raise NotFound
        return answer({"id": found.id, "verb": found.issuer, "email": found.email}, status=201)

    return await once.run(make, show)


@router.post("/uploads", status_code=201)
async def upload(
    once: OnceOnly, note: Annotated[str, Form()], file: Annotated[UploadFile, File()]
) -> Response:
    async def make() -> None:
        return None

    async def show(_made: UUID | None) -> Response:
        return answer({"note": note, "bytes": len(await file.read())}, status=201)

    return await once.run(make, show)


@asynccontextmanager
async def calling(account: Account | None = None) -> AsyncIterator[httpx.AsyncClient]:
    async with caller(account, routers=[router]) as client:
        yield client


async def made() -> int:
    async with db.reading() as connection:
        return await connection.scalar(select(func.count()).select_from(SocialIdentity)) or 0


KEY = {"Idempotency-Key": "k-1"}
MORE = {"verb": "greet"}


async def test_without_a_key_each_call_creates(cast: Cast) -> None:
    async with calling(cast.amina) as client:
        for _ in range(2):
            assert (await client.post("/acts", json=MORE)).status_code == 201
    assert await made() == 2


async def test_the_same_call_again_is_answered_and_creates_nothing(cast: Cast) -> None:
    async with calling(cast.amina) as client:
        first = await client.post("/acts", json=MORE, headers=KEY)
        again = await client.post("/acts", json=MORE, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert await made() == 1


async def test_a_replay_shows_the_object_as_it_may_be_seen_today(cast: Cast) -> None:
    async with calling(cast.amina) as client:
        first = await client.post("/acts", json=MORE, headers=KEY)
        await _change(first.json()["id"], "seen")
        again = await client.post("/acts", json=MORE, headers=KEY)
        assert again.json()["email"] == "seen"
        await _change(first.json()["id"], "hidden")
        is_problem(await client.post("/acts", json=MORE, headers=KEY), 404, "not_found")


async def _change(row_id: str, email: str) -> None:
    async with db.unit_of_work() as session:
        await session.execute(
            update(SocialIdentity).where(SocialIdentity.id == UUID(row_id)).values(email=email)
        )


async def test_another_body_under_the_key_is_refused(cast: Cast) -> None:
    async with calling(cast.amina) as client:
        await client.post("/acts", json=MORE, headers=KEY)
        body = is_problem(
            await client.post("/acts", json={"verb": "other"}, headers=KEY), 422, "invalid_input"
        )
        assert body["errors"][0]["field"] == "Idempotency-Key"
        assert (await client.post("/acts?x=1", json=MORE, headers=KEY)).status_code == 422
    assert await made() == 1


async def test_a_key_belongs_to_one_caller(cast: Cast) -> None:
    for account in (cast.amina, cast.karim, None):
        async with calling(account) as client:
            response = await client.post("/acts", json=MORE, headers=KEY)
            assert response.status_code == 201
            assert "idempotent-replayed" not in response.headers
    assert await made() == 3


async def test_a_failed_call_may_be_sent_again(cast: Cast) -> None:
    async with calling(cast.amina) as client:
        assert (await client.post("/acts", json={**MORE, "fail": True}, headers=KEY)).status_code == 409
        response = await client.post("/acts", json=MORE, headers=KEY)
    assert response.status_code == 201
    assert "idempotent-replayed" not in response.headers
    assert await made() == 1


async def test_twenty_at_once_create_one(cast: Cast) -> None:
    async with calling(cast.amina) as client:
        calls = [client.post("/acts", json={**MORE, "slow": True}, headers=KEY) for _ in range(20)]
        answers = await asyncio.gather(*calls)
        told = [answered.status_code for answered in answers]
        assert set(told) <= {201, 409}
        assert told.count(201) >= 1
        for answered in answers:
            if answered.status_code == 409:
                is_problem(answered, 409, "under_way")
        ids = {answered.json()["id"] for answered in answers if answered.status_code == 201}
        again = await client.post("/acts", json={**MORE, "slow": True}, headers=KEY)
    assert ids == {again.json()["id"]}
    assert await made() == 1


async def test_after_a_day_a_key_is_free_again(cast: Cast) -> None:
    async with calling(cast.amina) as client:
        await client.post("/acts", json=MORE, headers=KEY)
        with clock.travel(timedelta(hours=23)):
            assert (await client.post("/acts", json=MORE, headers=KEY)).headers[
                "idempotent-replayed"
            ] == "true"
        with clock.travel(timedelta(hours=25)):
            response = await client.post("/acts", json={"verb": "other"}, headers=KEY)
            assert response.status_code == 201
            assert "idempotent-replayed" not in response.headers
    assert await made() == 2


async def test_old_keys_are_forgotten(cast: Cast) -> None:
    async with calling(cast.amina) as client:
        await client.post("/acts", json=MORE, headers=KEY)
    count = select(func.count()).select_from(IdempotencyKey)
    for moment, left in ((timedelta(hours=23), 1), (timedelta(hours=25), 0)):
        with clock.travel(moment):
            await idempotency.forget_old_keys()
        async with db.reading() as connection:
            assert await connection.scalar(count) == left


async def test_forms_with_files_are_told_apart_by_content(cast: Cast) -> None:
    async with calling(cast.amina) as client:
        sent = {"data": {"note": "x"}, "headers": KEY}
        first = await client.post("/uploads", files={"file": ("a.txt", b"one")}, **sent)
        assert first.json() == {"note": "x", "bytes": 3}
        again = await client.post("/uploads", files={"file": ("a.txt", b"one")}, **sent)
        assert again.headers["idempotent-replayed"] == "true"
        other = await client.post("/uploads", files={"file": ("a.txt", b"two")}, **sent)
        assert other.status_code == 422


async def test_a_key_has_a_sensible_length(cast: Cast) -> None:
    async with calling(cast.amina) as client:
        for key in ("", "x" * 256):
            response = await client.post("/acts", json=MORE, headers={"Idempotency-Key": key})
            body = is_problem(response, 422, "invalid_input")
            assert body["errors"][0]["field"] == "Idempotency-Key"
    assert await made() == 0
