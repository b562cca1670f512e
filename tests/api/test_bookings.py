"""Bookings over the API: one from beginning to end, and each bad input with its own clear answer."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import event, select

from tests import statements
from tests.api.calling import caller, is_problem
from tests.bookings import telling
from tests.cast import Cast
from tests.kit.test_lasting import wav
from tests.pros.opening import ALWAYS, open_pro, whatsapp_of
from twiza.api.schemas.shown_bookings import AskedBookings, ListedBooking, WholeBooking
from twiza.bookings.models import Booking, BookingRequest, ClientProfile
from twiza.kit import clock, db
from twiza.kit.db import reading, unit_of_work
from twiza.pros import exceptions
from twiza.pros.hours import midnight_of

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000"
    "0400016f7d0d280000000049454e44ae426082"
)
HOUR = timedelta(hours=1)


@pytest.fixture
async def plumbers(cast: Cast) -> Cast:
    """Hassan and Youssef, plumbers of Casablanca who never sleep."""
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
    return cast


@pytest.fixture
async def amina(cast: Cast) -> AsyncIterator[httpx.AsyncClient]:
    async with caller(cast.amina) as client:
        yield client


@pytest.fixture
async def hassan(cast: Cast) -> AsyncIterator[httpx.AsyncClient]:
    async with caller(cast.hassan) as client:
        yield client


@pytest.fixture
async def youssef(cast: Cast) -> AsyncIterator[httpx.AsyncClient]:
    async with caller(cast.youssef) as client:
        yield client


@pytest.fixture
async def karim(cast: Cast) -> AsyncIterator[httpx.AsyncClient]:
    async with caller(cast.karim) as client:
        yield client


@pytest.fixture
async def salma(cast: Cast) -> AsyncIterator[httpx.AsyncClient]:
    async with caller(cast.salma) as client:
        yield client


def wish(*pros: Any, starts_at: datetime | None = None, **more: Any) -> dict[str, Any]:
    return {
        "pro_ids": [str(pro.id) for pro in pros],
        "category": "plomberie",
        "starts_at": (starts_at or telling.at(9)).isoformat(),
        "description": "Une fuite, appelez le 0612345678",
        "address": "12, rue des Orangers",
        "landmark": "En face de la pharmacie",
        **more,
    }


async def asked(client: httpx.AsyncClient, *pros: Any, **more: Any) -> dict[str, Any]:
    response = await client.post("/bookings", json=wish(*pros, **more))
    assert response.status_code == 201, response.text
    AskedBookings.model_validate(response.json())
    return response.json()


async def counted() -> tuple[int, int]:
    async with reading() as connection:
        bookings = len((await connection.execute(select(Booking.id))).all())
        return bookings, len((await connection.execute(select(BookingRequest.id))).all())


async def test_a_voice_note_is_of_two_minutes_at_most(amina: httpx.AsyncClient) -> None:
    longest = await amina.post("/bookings/files", files={"file": ("note.wav", wav(130), "audio/wav")})
    assert longest.status_code == 422, longest.text
    assert longest.json()["errors"][0]["field"] == "file"
    assert "2:00" in longest.text
    assert (await amina.post("/bookings/files", files={"file": ("note.wav", wav(20))})).status_code == 201


async def test_a_booking_from_the_request_to_the_job_done(
    plumbers: Cast, amina: httpx.AsyncClient, hassan: httpx.AsyncClient, youssef: httpx.AsyncClient
) -> None:
    photo = await amina.post("/bookings/files", files={"file": ("evier.png", PNG)})
    assert photo.status_code == 201, photo.text
    made = await asked(amina, plumbers.hassan, plumbers.youssef, files=[photo.json()["id"]])
    assert made["allowed_actions"] == []
    first, second = made["bookings"]
    assert (first["asked"], first["waiting"], first["allowed_actions"]) == (2, 2, ["cancel"])
    assert first["expires_local"]
    at = f"/bookings/{first['id']}"
    seen = (await hassan.get(at)).json()
    WholeBooking.model_validate(seen)
    assert seen["allowed_actions"] == ["confirm", "decline"]
    assert (seen["address"], seen["contact"], seen["others"], seen["asked"]) == (None, None, [], 1)
    assert "0612345678" not in seen["description"]
    assert len(seen["files"]) == 1
    own = (await amina.get(at)).json()
    assert own["address"]["address"] == "12, rue des Orangers"
    assert [one["id"] for one in own["others"]] == [second["id"]]
    confirmed = (await hassan.patch(f"{at}/confirm", json={"duration": "H2"})).json()
    assert (confirmed["status"], confirmed["duration"]) == ("CONFIRMED", "H2")
    assert confirmed["contact"]["phone"] == plumbers.amina.phone
    assert confirmed["address"]["landmark"] == "En face de la pharmacie"
    assert "0612345678" in confirmed["description"]
    own = (await amina.get(at)).json()
    assert own["contact"]["wa_me"] == f"https://wa.me/{whatsapp_of(plumbers.hassan).lstrip('+')}"
    assert own["free_cancelling_until"]
    lost = (await youssef.get(f"/bookings/{second['id']}")).json()
    assert lost["status"] == "CANCELLED_AUTO_FIRST_CONFIRMED"
    is_problem(
        await youssef.patch(f"/bookings/{second['id']}/confirm", json={"duration": "H1"}), 409, "wrong_state"
    )
    priced = (await amina.patch(f"{at}/price", json={"amount": "350,50"})).json()
    assert (priced["agreed_price_client"], priced["agreed_price_pro"]) == (35050, None)
    is_problem(await hassan.patch(f"{at}/complete"), 409, "not_yet")
    with clock.travel(telling.at(10)):
        done = (await hassan.patch(f"{at}/complete")).json()
    assert (done["status"], done["contact"], done["address"]) == ("COMPLETED", None, None)
    WholeBooking.model_validate(done)
    mine = (await amina.get("/bookings/my", params={"role": "client", "status": "COMPLETED"})).json()
    assert [ListedBooking.model_validate(one).reference for one in mine["items"]] == [first["reference"]]
    assert (await amina.get("/bookings/my", params={"role": "pro"})).json()["items"] == []


async def test_numbers_are_there_only_while_it_is_confirmed(
    plumbers: Cast, amina: httpx.AsyncClient, hassan: httpx.AsyncClient, salma: httpx.AsyncClient
) -> None:
    made = await asked(amina, plumbers.hassan)
    at = f"/bookings/{made['bookings'][0]['id']}"
    numbers = [
        str(plumbers.amina.phone)[4:],
        str(plumbers.hassan.phone)[4:],
        whatsapp_of(plumbers.hassan)[4:],
    ]

    async def shows() -> bool:
        texts = [(await client.get(path)).text for client in (amina, hassan) for path in (at, "/bookings/my")]
        return any(number in text for number in numbers for text in texts)

    assert not await shows()
    await hassan.patch(f"{at}/confirm", json={"duration": "H1"})
    assert await shows()
    looked = await salma.get(at)
    assert looked.json()["your_part"] == "admin"
    assert not any(number in looked.text for number in numbers)
    await hassan.patch(f"{at}/cancel", json={"reason": "Appelez le 0655443322"})
    assert not await shows()
    assert "0655443322" not in (await amina.get(at)).text


async def test_an_hour_is_moved_when_the_other_side_accepts(
    plumbers: Cast, amina: httpx.AsyncClient, hassan: httpx.AsyncClient, karim: httpx.AsyncClient
) -> None:
    made = await asked(amina, plumbers.hassan)
    at = f"/bookings/{made['bookings'][0]['id']}"
    await hassan.patch(f"{at}/confirm", json={"duration": "H2"})
    other = {"starts_at": telling.at(15).isoformat()}
    moved = (await amina.patch(f"{at}/reschedule", json=other)).json()
    proposal = moved["proposals"][0]["id"]
    assert "withdraw-proposal" in moved["allowed_actions"]
    assert "reschedule" not in moved["allowed_actions"]
    answer = f"{at}/proposals/{proposal}"
    is_problem(await amina.patch(f"{answer}/accept"), 403, "forbidden")
    is_problem(await karim.patch(f"{answer}/accept"), 404, "not_found")
    is_problem(await hassan.patch(f"{at}/proposals/{at[-36:]}/accept"), 404, "not_found")
    is_problem(await hassan.patch(f"{at}/reschedule", json=other), 409, "already_proposed")
    assert (await hassan.get(at)).json()["allowed_actions"][:2] == ["accept-proposal", "decline-proposal"]
    moved = (await hassan.patch(f"{answer}/accept")).json()
    assert moved["starts_local"].endswith("15:00")
    is_problem(await hassan.patch(f"{answer}/decline"), 409, "wrong_state")
    bad = {"starts_at": (telling.at(15) + timedelta(minutes=17)).isoformat()}
    is_problem(await hassan.patch(f"{at}/reschedule", json=bad), 422, "not_on_the_hour")


async def test_a_key_sent_twice_asks_once(plumbers: Cast, amina: httpx.AsyncClient) -> None:
    body, headers = wish(plumbers.hassan), {"Idempotency-Key": "une-fois"}
    first = await amina.post("/bookings", json=body, headers=headers)
    again = await amina.post("/bookings", json=body, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.json()["id"] == again.json()["id"]
    assert await counted() == (1, 1)


async def test_bad_hours_each_get_their_own_answer(plumbers: Cast, amina: httpx.AsyncClient) -> None:
    async with unit_of_work() as session:
        week = dict.fromkeys(range(7), ((8 * 60, 12 * 60),))
        baker = (await telling.people(session, 1))[0]
        await open_pro(session, baker, week=week, min_notice_hours=0)
        closed = telling.at(9, days=5)
        midnight = midnight_of(clock.local(closed).date())
        await exceptions.close(session, baker.id, start_at=midnight, end_at=midnight + 24 * HOUR)
    wrong = [
        (telling.at(8) + timedelta(minutes=17), 422, "not_on_the_hour"),
        (telling.at(9, days=-1), 422, "in_the_past"),
        (telling.at(9, days=61), 422, "too_far_ahead"),
        (telling.at(20), 409, "not_free"),
        (closed, 409, "not_free"),
    ]
    for starts_at, status, code in wrong:
        body = is_problem(await amina.post("/bookings", json=wish(baker, starts_at=starts_at)), status, code)
        if status == 422:
            assert body["errors"][0]["field"] == "starts_at"
    naive = wish(baker, starts_at=telling.at(9).replace(tzinfo=None))
    is_problem(await amina.post("/bookings", json=naive), 422, "invalid_input")
    assert await counted() == (0, 0)


async def test_bad_pros_each_get_their_own_answer(
    plumbers: Cast, amina: httpx.AsyncClient, hassan: httpx.AsyncClient
) -> None:
    async with unit_of_work() as session:
        rabat, third, fourth = await telling.people(session, 3)
        await open_pro(session, rabat, city="rabat-sale", week=ALWAYS, min_notice_hours=0)
        await telling.open_all(session, third, fourth)
    hassan_, youssef = plumbers.hassan, plumbers.youssef
    wrong = [
        (wish(hassan_, hassan_), 422, "same_pro_twice"),
        (wish(hassan_, youssef, third, fourth), 422, "too_many_pros"),
        (wish(), 422, "no_pro"),
        (wish(hassan_, rabat), 409, "other_city"),
        (wish(plumbers.karim), 409, "not_offered"),
        (wish(hassan_, category="electricite"), 409, "not_offered"),
        (wish(hassan_, category="nulle-part"), 422, "invalid_input"),
        (wish(hassan_, neighbourhood="nulle-part"), 422, "invalid_input"),
        (wish(hassan_, description=" "), 422, "invalid_input"),
        (wish(hassan_, files=[str(hassan_.id)]), 422, "invalid_input"),
    ]
    for body, status, code in wrong:
        is_problem(await amina.post("/bookings", json=body), status, code)
    is_problem(await hassan.post("/bookings", json=wish(hassan_)), 403, "own_profile")
    assert await counted() == (0, 0)
    await asked(amina, hassan_, youssef, third)
    is_problem(await amina.post("/bookings", json=wish(fourth)), 409, "too_many_pending")
    twice = await amina.post("/bookings", json=wish(hassan_))
    assert twice.status_code == 409
    assert await counted() == (3, 1)


async def test_whoever_may_not_book_is_told_why(
    plumbers: Cast, amina: httpx.AsyncClient, salma: httpx.AsyncClient
) -> None:
    async with unit_of_work() as session:
        profile = ClientProfile(account_id=plumbers.amina.id, tier=1, cooldown_until=clock.now() + 48 * HOUR)
        profile.clean_from = profile.cooldown_until
        session.add(profile)
    body = is_problem(await amina.post("/bookings", json=wish(plumbers.hassan)), 409, "in_cooldown")
    assert "{when}" not in body["detail"]
    async with unit_of_work() as session:
        found = await session.get_one(ClientProfile, plumbers.amina.id)
        found.tier, found.banned_at = 4, clock.now()
    is_problem(await amina.post("/bookings", json=wish(plumbers.hassan)), 409, "booking_banned")
    assert await counted() == (0, 0)


async def test_bad_answers_change_nothing(
    plumbers: Cast,
    amina: httpx.AsyncClient,
    hassan: httpx.AsyncClient,
    youssef: httpx.AsyncClient,
    karim: httpx.AsyncClient,
) -> None:
    made = await asked(amina, plumbers.hassan)
    at = f"/bookings/{made['bookings'][0]['id']}"
    two = {"duration": "H2"}
    is_problem(await youssef.patch(f"{at}/confirm", json=two), 404, "not_found")
    is_problem(await karim.get(at), 404, "not_found")
    is_problem(await amina.patch(f"{at}/confirm", json=two), 403, "forbidden")
    wrong = is_problem(await hassan.patch(f"{at}/confirm", json={"duration": "H5"}), 422, "invalid_input")
    assert wrong["errors"][0]["field"] == "duration"
    is_problem(await hassan.patch(f"{at}/confirm"), 422, "invalid_input")
    is_problem(await hassan.patch(f"{at}/complete"), 409, "wrong_state")
    is_problem(await hassan.patch(f"{at}/price", json={"amount": "350"}), 409, "wrong_state")
    with clock.travel(timedelta(hours=12)):
        is_problem(await hassan.patch(f"{at}/confirm", json=two), 409, "expired")
    assert (await hassan.patch(f"{at}/confirm", json=two)).status_code == 200
    is_problem(await hassan.patch(f"{at}/cancel", json={"reason": ""}), 422, "invalid_input")
    for amount in ("abc", "0", -5, "99999999999"):
        is_problem(await hassan.patch(f"{at}/price", json={"amount": amount}), 422, "invalid_input")
    with clock.travel(telling.at(9)):
        is_problem(await amina.patch(f"{at}/cancel"), 409, "too_late_to_cancel")
    async with caller() as nobody:
        is_problem(await nobody.get(at), 401, "sign_in_required")


async def test_when_nobody_comes_the_next_are_asked(
    plumbers: Cast, amina: httpx.AsyncClient, hassan: httpx.AsyncClient, karim: httpx.AsyncClient
) -> None:
    made = await asked(amina, plumbers.hassan)
    following = f"/bookings/requests/{made['id']}/next"
    is_problem(await amina.post(following, json={}), 409, "wrong_state")
    is_problem(await karim.post(following, json={}), 404, "not_found")
    await hassan.patch(f"/bookings/{made['bookings'][0]['id']}/decline")
    more = (await amina.post(following, json={})).json()
    assert [one["pro"]["id"] for one in more["bookings"]] == [
        str(plumbers.hassan.id),
        str(plumbers.youssef.id),
    ]
    assert [one["status"] for one in more["bookings"]] == ["DECLINED", "PENDING"]


async def test_lists_cost_few_statements_however_long_they_are(
    plumbers: Cast, amina: httpx.AsyncClient, sent: list[str]
) -> None:
    for day in range(2, 4):
        await asked(amina, plumbers.hassan, starts_at=telling.at(9, days=day))
    made = await asked(amina, plumbers.hassan, starts_at=telling.at(9, days=4))
    sent.clear()
    found = (await amina.get("/bookings/my")).json()
    assert (len(found["items"]), len(sent)) == (3, 1)
    sent.clear()
    await amina.get(f"/bookings/{made['bookings'][0]['id']}")
    assert len([one for one in sent if one.lstrip().startswith("SELECT")]) <= 8


async def test_presses_that_come_too_late_ask_for_no_lock(plumbers: Cast, hassan: httpx.AsyncClient) -> None:
    """Six clients want the same hour, and all six buttons are pressed at once."""
    async with unit_of_work() as session:
        clients = await telling.people(session, 6)
        asked = [
            (await telling.ask(session, client, [plumbers.hassan], telling.at(9)))[0] for client in clients
        ]
    with statements.counted() as said:
        pressed = (hassan.patch(f"/bookings/{one.id}/confirm", json={"duration": "H1"}) for one in asked)
        answers = await asyncio.gather(*pressed)
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 5]
    assert sum("FOR NO KEY UPDATE OF pro_profile" in one for one in said) == 1


async def test_whoever_has_committed_waits_for_no_second_connection(
    plumbers: Cast, amina: httpx.AsyncClient, hassan: httpx.AsyncClient
) -> None:
    """All others may be taken by then, and the answer would be a fault though it is done."""
    pool, taken = db.reader().sync_engine.pool, list[object]()

    def note(*told: object) -> None:
        taken.append(told)

    event.listen(pool, "checkout", note)
    try:
        made = await asked(amina, plumbers.hassan)
        assert len(taken) == 1
        path = f"/bookings/{made['bookings'][0]['id']}/confirm"
        assert (await hassan.patch(path, json={"duration": "H1"})).status_code == 200
        assert len(taken) == 2
    finally:
        event.remove(pool, "checkout", note)
