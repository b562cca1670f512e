"""Where arithmetic, letters and addresses end: each edge has a clear answer, and none of them is a fault of ours."""

import zipfile
from io import BytesIO
from typing import Any

import httpx
import pytest
from sqlalchemy import text, update

from tests.bookings import telling
from tests.cast import PASSWORD, Cast, sign_in
from twiza.accounts import deleting, exporting
from twiza.accounts.models import Account
from twiza.bookings import cancelling
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import BookingStatus
from twiza.kit.db import reading, unit_of_work

EDGES = ("9999-12-31T23:00:00-14:00", "0001-01-01T00:00:00+14:00")
CANARY = "Mon camion est en panne, appelez le 06 77 88 99 11"


@pytest.mark.parametrize("edge", EDGES)
async def test_moments_at_the_edges_of_the_calendar(client: httpx.AsyncClient, cast: Cast, edge: str) -> None:
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        booking = (await telling.ask(session, cast.amina, [cast.hassan], telling.at(9)))[0]
        await telling.bring_to(session, booking, BookingStatus.CONFIRMED)
    day, pro = edge[:10], f"/api/v1/pros/{cast.hassan.id}"
    where = {"city": "casablanca", "category": "plomberie"}
    assert (await client.get("/api/v1/pros", params={**where, "at": edge})).status_code == 422
    assert (await client.get(f"{pro}/slots", params={"from": day, "to": day})).status_code == 422
    await sign_in(client, cast.amina)
    wish: dict[str, Any] = {
        "pro_ids": [str(cast.hassan.id)],
        "category": "plomberie",
        "description": "Une fuite",
    }
    assert (await client.post("/api/v1/bookings", json={**wish, "starts_at": edge})).status_code == 422
    moved = await client.patch(f"/api/v1/bookings/{booking.id}/reschedule", json={"starts_at": edge})
    assert moved.status_code == 422
    asked = {"pro": str(cast.hassan.id), "category": "plomberie", "at": edge}
    assert (await client.get("/client/bookings/new", params=asked)).status_code == 200
    await sign_in(client, cast.hassan)
    closed = {"kind": "close", "start_at": EDGES[1], "end_at": EDGES[0]}
    assert (await client.post("/api/v1/pro/exceptions", json=closed)).status_code == 422
    dates = {"name": "x", "starts_on": day, "ends_on": day}
    assert (await client.post("/pro/schedule/timetables", data=dates)).status_code in {303, 404, 422}
    await sign_in(client, cast.salma)
    async with unit_of_work() as session:
        permitted = {"is_admin": True, "permissions": ["owner"]}
        await session.execute(update(Account).where(Account.id == cast.salma.id).values(**permitted))
    for queue in ("reports", "kyc", "disputes"):
        page = await client.get(f"/admin/{queue}", params={"after": f"{edge}_{cast.hassan.id}"})
        assert page.status_code == 200, queue


async def test_what_stands_for_an_id_is_none(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.hassan)
    for spelled in ("{id}", "%7Bid%7D"):
        answer = await client.patch(f"/api/v1/bookings/{spelled}/confirm", json={"duration": "H1"})
        assert answer.status_code == 422, answer.text


async def test_a_form_in_letters_that_no_browser_sends(client: httpx.AsyncClient, cast: Cast) -> None:
    body = '--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n\\ud800\r\n--x--\r\n'
    kind = "multipart/form-data; boundary=x; charset=unicode_escape"
    answer = await client.post("/auth/login", content=body.encode(), headers={"content-type": kind})
    assert answer.status_code == 400
    api = await client.post("/api/v1/auth/login", content=b"{}", headers={"content-type": kind})
    assert (api.status_code, api.headers["content-type"]) == (400, "application/problem+json")


async def test_why_somebody_cancelled_is_masked_for_the_other_and_leaves_with_them(cast: Cast) -> None:
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        booking = (await telling.ask(session, cast.amina, [cast.hassan], telling.at(9)))[0]
        await telling.bring_to(session, booking, BookingStatus.CONFIRMED)
    async with unit_of_work() as session:
        await cancelling.cancel(session, booking.id, by=Actor.person(cast.hassan.id), reason=CANARY)
    packed = BytesIO(b"".join([piece async for piece in await exporting.export(cast.amina.id)]))
    with zipfile.ZipFile(packed) as archive:
        inside = " ".join(archive.read(file).decode() for file in archive.namelist())
    assert "Mon camion" in inside
    assert "06 77 88 99 11" not in inside
    assert await _tables_with("06 77 88 99 11") == {"booking", "notification"}
    async with unit_of_work() as session:
        await deleting.delete_account(session, cast.hassan.id, password=PASSWORD, address="x")
    # Their words in a message that has left are the other's, without the number.
    assert await _tables_with("06 77 88 99 11") == set()
    assert await _tables_with("Mon camion") <= {"outgoing"}


async def _tables_with(words: str) -> set[str]:
    async with reading() as connection:
        names = await connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        found = set[str]()
        for name in names.all():
            holds = text(f'SELECT count(*) FROM "{name}" AS t WHERE t::text LIKE :words')
            if await connection.scalar(holds, {"words": f"%{words}%"}):
                found.add(name)
        return found
