"""What must never become a booking, through the front door: each has an answer of its own, and not a row changes."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from tests.bookings import telling
from tests.cast import Cast, sign_in
from tests.pros.opening import ALWAYS, open_pro
from tests.trust.papers import photos
from twiza.accounts.models import Account
from twiza.bookings.models import ClientProfile
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.settings import settings
from twiza.pros import exceptions
from twiza.pros.hours import midnight_of
from twiza.trust.kyc.models import KycSide

# Tries are counted even when they fail.
_COUNTERS = {"rate_limit"}
DAY = timedelta(days=1)


@pytest.fixture
async def pros(cast: Cast) -> list[Account]:
    """Hassan and three more plumbers of Casablanca who never close; Rabat’s; one who works mornings, but not in five days."""
    async with unit_of_work() as session:
        more = await telling.people(session, 5)
        everybody = [cast.hassan, *more]
        await telling.open_all(session, *everybody[:4])
        await open_pro(session, everybody[4], city="rabat-sale", week=ALWAYS, min_notice_hours=0)
        mornings = dict.fromkeys(range(7), ((8 * 60, 12 * 60),))
        await open_pro(session, everybody[5], week=mornings, min_notice_hours=0)
        midnight = midnight_of(clock.local(telling.at(9, days=5)).date())
        await exceptions.close(session, everybody[5].id, start_at=midnight, end_at=midnight + DAY)
    return everybody


def wish(*pros: Account, hour: int = 9, days: int = 2, minutes: int = 0) -> dict[str, Any]:
    return {
        "pro_ids": [str(pro.id) for pro in pros],
        "category": "plomberie",
        "starts_at": (telling.at(hour, days=days) + timedelta(minutes=minutes)).isoformat(),
        "description": "Une fuite sous l’évier",
    }


async def everything() -> dict[str, str]:
    """Each table's rows, in a few letters."""
    async with reading() as connection:
        names = (await connection.scalars(_TABLES)).all()
        told: dict[str, str] = {}
        for name in set(names) - _COUNTERS:
            rows = (await connection.scalars(text(f'SELECT t::text FROM "{name}" AS t ORDER BY 1'))).all()
            told[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return told


_TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")


@asynccontextmanager
async def refused(*answers: tuple[int, str]) -> AsyncIterator[list[httpx.Response]]:
    """Each of the answers given inside is this status and code, and the database is as it was before."""
    before, given = await everything(), list[httpx.Response]()
    yield given
    assert [(one.status_code, one.json()["code"]) for one in given] == list(answers)
    assert all(one.headers["content-type"] == "application/problem+json" for one in given)
    assert await everything() == before


async def test_hours_that_cannot_be(cast: Cast, pros: list[Account], client: httpx.AsyncClient) -> None:
    await sign_in(client, cast.amina)
    hassan, mornings = pros[0], pros[5]
    bodies = [
        wish(hassan, hour=8, minutes=17),
        wish(hassan, days=-1),
        wish(hassan, days=61),
        wish(mornings, hour=20),
        wish(mornings, days=5),
    ]
    async with refused(
        (422, "not_on_the_hour"),
        (422, "in_the_past"),
        (422, "too_far_ahead"),
        (409, "not_free"),
        (409, "not_free"),
    ) as given:
        given += [await client.post("/api/v1/bookings", json=body) for body in bodies]
    assert [one["field"] for answer in given[:3] for one in answer.json()["errors"]] == ["starts_at"] * 3


async def test_pros_who_cannot_be_asked(cast: Cast, pros: list[Account], client: httpx.AsyncClient) -> None:
    await sign_in(client, cast.amina)
    async with refused((422, "same_pro_twice"), (422, "too_many_pros"), (409, "other_city")) as given:
        for asked in ([pros[0], pros[0]], pros[:4], [pros[0], pros[4]]):
            given.append(await client.post("/api/v1/bookings", json=wish(*asked)))
    asked = await client.post("/api/v1/bookings", json=wish(*pros[:3]))
    assert asked.status_code == 201
    async with refused((409, "already_asked"), (409, "too_many_pending")) as given:
        for body in (wish(pros[0]), wish(pros[3], hour=15)):
            given.append(await client.post("/api/v1/bookings", json=body))


async def test_clients_who_may_not(cast: Cast, pros: list[Account], client: httpx.AsyncClient) -> None:
    await sign_in(client, cast.amina)
    async with unit_of_work() as session:
        session.add(ClientProfile(account_id=cast.amina.id, tier=4, banned_at=clock.now()))
    async with refused((409, "booking_banned")) as given:
        given.append(await client.post("/api/v1/bookings", json=wish(pros[0])))


async def test_answers_that_are_nobodys_to_give(
    cast: Cast, pros: list[Account], client: httpx.AsyncClient, other_client: httpx.AsyncClient
) -> None:
    await sign_in(client, cast.hassan)
    async with unit_of_work() as session:
        await telling.open_all(session, cast.youssef)
        (booking,) = await telling.ask(session, cast.amina, [cast.hassan], telling.at(9))
    await sign_in(other_client, cast.youssef)
    path = f"/api/v1/bookings/{booking.id}/confirm"
    async with refused((404, "not_found"), (422, "invalid_input")) as given:
        given.append(await other_client.patch(path, json={"duration": "H2"}))
        given.append(await client.patch(path, json={"duration": "H5"}))
    assert [one["field"] for one in given[1].json()["errors"]] == ["duration"]


async def test_a_forged_webhook(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWIZA_WHATSAPP_APP_SECRET", "appsecret")
    settings.cache_clear()
    raw = b'{"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": []}]}'
    forged = hmac.new(b"another secret", raw, hashlib.sha256).hexdigest()
    async with refused((403, "bad_signature"), (403, "bad_signature")) as given:
        for proof in ("", f"sha256={forged}"):
            given.append(
                await client.post("/webhooks/whatsapp", content=raw, headers={"x-hub-signature-256": proof})
            )
    monkeypatch.undo()
    settings.cache_clear()


async def test_a_pdf_that_is_named_a_picture(
    cast: Cast, pros: list[Account], client: httpx.AsyncClient
) -> None:
    await sign_in(client, cast.hassan)
    papers = {**photos(), KycSide.CIN_FRONT: b"%PDF-1.7 carte"}
    files = {side.value: ("carte.jpg", kept, "image/jpeg") for side, kept in papers.items()}
    async with refused((422, "not_a_photo")) as given:
        given.append(await client.post("/api/v1/kyc", files=files, data={"consent": "1"}))
    assert [one["field"] for one in given[0].json()["errors"]] == ["cin_front"]
