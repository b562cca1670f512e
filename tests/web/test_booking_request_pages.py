"""Asking pros for an hour through the form: nothing typed is lost, limits are told before, each fault beside its field."""

import re
from html import unescape

import httpx
from sqlalchemy import func, select, update

from tests.cast import Cast, sign_in
from tests.gigs.writing import picture
from tests.kit.test_lasting import wav
from tests.outbox import last_code
from tests.web import booking
from tests.web.test_auth_pages import PHONE, sign_up
from twiza.accounts.models import Account
from twiza.bookings.models import Booking, RequestFile
from twiza.kit.db import reading, unit_of_work

KEPT = re.compile(r'name="kept" value="([^"]+)" checked')


async def bookings() -> int:
    async with reading() as connection:
        return await connection.scalar(select(func.count()).select_from(Booking)) or 0


def new(pro: Account, hour: int = 14) -> str:
    return f"/client/bookings/new?pro={pro.id}&category=plomberie&at={at(hour)}"


def at(hour: int = 14) -> str:
    return f"{booking.thursday(hour):%Y-%m-%dT%H:%MZ}"


async def form(cast: Cast, *pros: Account, **more: str) -> dict[str, str | list[str]]:
    """As a browser would send it."""
    return {
        "city": "casablanca",
        "category": "plomberie",
        "from": str(cast.hassan.id),
        "at": at(),
        "pro": [str(pro.id) for pro in pros],
        "description": booking.DESCRIPTION,
        "neighbourhood_id": await booking.neighbourhood(),
        "address": booking.ADDRESS,
        "floor": "3",
        "landmark": "",
        **more,
    }


async def test_up_to_three_pros_are_asked_with_photos(client: httpx.AsyncClient, cast: Cast) -> None:
    pros = await booking.open_pros(cast, 3)
    await sign_in(client, cast.amina)
    page = (await client.get(new(cast.hassan))).text
    assert re.search(rf'value="{cast.hassan.id}" checked', page)
    for other in pros[1:]:
        assert f'value="{other.id}"' in page
    assert "150\u00a0MAD à 400\u00a0MAD" in page
    assert re.search(r"eudi \d+ \S+ à 14:00", page), "the hour has its whole date"
    assert booking.PHONE_OF_HASSAN not in page
    sent = await client.post(
        "/client/bookings/new",
        data=await form(cast, *pros[:3]),
        files=[("files", ("fuite.jpg", picture(), "image/jpeg"))],
    )
    assert (sent.status_code, sent.headers["location"]) == (303, "/client/bookings")
    assert await bookings() == 3
    async with reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(RequestFile)) == 1
    assert "3 sur 3 en attente" in (await client.get("/client/bookings")).text


async def test_each_fault_stands_beside_its_field_and_nothing_is_lost(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    pros = await booking.open_pros(cast, 3)
    await sign_in(client, cast.amina)
    wrong = [
        (await form(cast, cast.hassan, description=""), "description"),
        (await form(cast, cast.hassan, neighbourhood_id=""), "neighbourhood_id"),
        (await form(cast, cast.hassan, at=""), "starts_at"),
        (await form(cast, cast.hassan, at="2020-01-01T10:00Z"), "starts_at"),
        (await form(cast), "pro_ids"),
        (await form(cast, *pros), "pro_ids"),
    ]
    for data, field in wrong:
        page = await client.post("/client/bookings/new", data=data)
        assert page.status_code == 422, field
        assert f'href="#f-{field}"' in page.text
        assert f'id="f-{field}-error"' in page.text
        assert booking.ADDRESS in page.text
    assert await bookings() == 0


async def test_an_hour_that_is_gone_says_so(client: httpx.AsyncClient, cast: Cast) -> None:
    await booking.confirmed(cast)
    await sign_in(client, cast.karim)
    page = await client.post("/client/bookings/new", data=await form(cast, cast.hassan))
    assert page.status_code == 409
    assert "La demande n’a pas été envoyée" in page.text
    assert booking.DESCRIPTION in page.text


async def test_another_hour_is_chosen_without_losing_what_was_typed(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await booking.open_pros(cast, 1)
    page = await client.post(
        "/client/bookings/new", data=await form(cast, cast.hassan, at=at(16), switch="1")
    )
    assert page.status_code == 200
    assert booking.DESCRIPTION in page.text
    assert re.search(r"eudi \d+ \S+ à 16:00", page.text)
    assert await bookings() == 0


async def test_a_visitor_signs_in_and_finds_the_form_as_it_was(client: httpx.AsyncClient, cast: Cast) -> None:
    await booking.open_pros(cast)
    assert (await client.get(new(cast.hassan))).status_code == 200
    data = await form(cast, cast.hassan)
    asked = await client.post("/client/bookings/new", data=data)
    assert asked.headers["location"].startswith("/auth/login")
    await sign_in(client, cast.amina)
    assert booking.DESCRIPTION in (await client.get("/auth/continue")).text
    again = await client.post("/auth/continue")
    assert (again.status_code, again.headers["location"]) == (307, "/client/bookings/new")
    assert (await client.post("/client/bookings/new", data=data)).status_code == 303
    assert await bookings() == 1


async def test_a_fourth_waiting_request_is_told_before_anybody_tries(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    made = await booking.asked(cast, others=2)
    await sign_in(client, cast.amina)
    page = (await client.get(new(made.pros[0], 16))).text
    assert "Vous avez déjà 3 demandes en attente" in page
    assert "Envoyer la demande" not in page
    tried = await client.post("/client/bookings/new", data=await form(cast, cast.hassan, at=at(16)))
    assert tried.status_code == 409
    assert await bookings() == 3


async def test_whoever_has_no_verified_phone_is_shown_the_way(client: httpx.AsyncClient, cast: Cast) -> None:
    await booking.open_pros(cast)
    await sign_in(client, cast.karim)
    async with unit_of_work() as session:
        unproved = update(Account).where(Account.id == cast.karim.id).values(phone_verified_at=None)
        await session.execute(unproved)
    page = await client.post("/client/bookings/new", data=await form(cast, cast.hassan))
    assert page.status_code == 403
    assert "/auth/phone" in page.text
    assert booking.DESCRIPTION in page.text


async def test_one_can_t_ask_oneself(client: httpx.AsyncClient, cast: Cast) -> None:
    await booking.open_pros(cast)
    await sign_in(client, cast.hassan)
    page = await client.post("/client/bookings/new", data=await form(cast, cast.hassan))
    assert page.status_code == 403
    assert await bookings() == 0


async def test_what_can_t_be_booked_says_so(client: httpx.AsyncClient, cast: Cast) -> None:
    await booking.open_pros(cast)
    for path in (
        "/client/bookings/new",
        f"/client/bookings/new?pro={cast.karim.id}&category=plomberie",
        f"/client/bookings/new?pro={cast.hassan.id}&category=electricite",
        "/client/bookings/new?city=casablanca&category=rien",
    ):
        assert (await client.get(path)).status_code == 404, path


async def test_as_soon_as_possible_is_the_first_hour_of_those_who_take_urgent_jobs(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await booking.open_pros(cast)
    path = "/client/bookings/new?city=casablanca&category=plomberie&urgent=1"
    nobody = (await client.get(path)).text
    assert str(cast.hassan.id) not in nobody
    await booking.take_urgent(cast.hassan)
    page = (await client.get(path)).text
    assert f'value="{cast.hassan.id}"' in page
    assert 'name="urgent" value="1"' in page
    assert re.search(r'name="at" value="[0-9T:-]+Z"', page)


async def test_neither_an_hour_nor_a_pro_begins_with_the_first_at_which_somebody_is_free(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await booking.open_pros(cast)
    page = (await client.get("/client/bookings/new?city=casablanca&category=plomberie")).text
    assert f'value="{cast.hassan.id}"' in page
    assert 'name="urgent"' not in page
    assert re.search(r'name="at" value="[0-9T:-]+Z"', page)


async def test_what_a_visitor_typed_survives_signing_up(client: httpx.AsyncClient, cast: Cast) -> None:
    await booking.open_pros(cast)
    data = await form(cast, cast.hassan)
    assert (await client.post("/client/bookings/new", data=data)).status_code == 303
    assert (await sign_up(client)).headers["location"] == "/auth/verify"
    done = await client.post("/auth/verify", data={"code": await last_code(PHONE)})
    assert done.headers["location"] == "/auth/continue"
    assert booking.DESCRIPTION in (await client.get("/auth/continue")).text
    again = await client.post("/auth/continue")
    assert (again.status_code, again.headers["location"]) == (307, "/client/bookings/new")
    assert (await client.post("/client/bookings/new", data=data)).status_code == 303
    assert await bookings() == 1


async def test_files_of_a_refused_form_needn_t_be_chosen_again(client: httpx.AsyncClient, cast: Cast) -> None:
    await booking.open_pros(cast)
    await sign_in(client, cast.amina)
    sent = [
        ("files", ("fuite.jpg", picture(), "image/jpeg")),
        ("files", ("facture.pdf", b"%PDF-1.7 nothing to see", "application/pdf")),
        ("voice", ("note.wav", wav(3), "audio/wav")),
    ]
    data = await form(cast, cast.hassan, description="")
    refused = await client.post("/client/bookings/new", data={**data, "seconds": "3"}, files=sent)
    assert refused.status_code == 422
    assert 'id="f-files-error"' in refused.text
    kept = KEPT.findall(refused.text)
    assert len(kept) == 2, "the photo and the note; the paper was refused"
    assert kept[1].endswith(".3")
    picture_of_it = re.search(r'<img src="(/files/[^"]+)"', unescape(refused.text))
    assert picture_of_it
    assert (await client.get(picture_of_it[1])).status_code == 200
    again = await client.post("/client/bookings/new", data={**data, "kept": kept})
    assert KEPT.findall(again.text) == kept, "a second refusal loses nothing either"
    done = await client.post(
        "/client/bookings/new", data={**await form(cast, cast.hassan), "kept": [kept[0]]}
    )
    assert done.status_code == 303
    async with reading() as connection:
        attached = (await connection.scalars(select(RequestFile.file_id))).all()
    assert [str(one) for one in attached] == [kept[0].partition(".")[0]]


async def test_nobody_carries_on_the_files_of_somebody_else(client: httpx.AsyncClient, cast: Cast) -> None:
    await booking.open_pros(cast)
    await sign_in(client, cast.amina)
    data = await form(cast, cast.hassan, description="")
    hers = await client.post(
        "/client/bookings/new", data=data, files=[("files", ("fuite.jpg", picture(), "image/jpeg"))]
    )
    kept = KEPT.findall(hers.text)
    await sign_in(client, cast.karim)
    assert KEPT.findall((await client.post("/client/bookings/new", data={**data, "kept": kept})).text) == []
    taken = {**await form(cast, cast.hassan), "kept": kept}
    assert (await client.post("/client/bookings/new", data=taken)).status_code == 422
    assert await bookings() == 0


async def test_another_hour_keeps_the_files_too(client: httpx.AsyncClient, cast: Cast) -> None:
    await booking.open_pros(cast)
    data = await form(cast, cast.hassan, at=at(16), switch="1")
    photo = [("files", ("fuite.jpg", picture(), "image/jpeg"))]
    stranger = await client.post("/client/bookings/new", data=data, files=photo)
    assert 'id="f-files-error"' in stranger.text, "a visitor has to choose them again, and is told"
    await sign_in(client, cast.amina)
    page = await client.post("/client/bookings/new", data=data, files=photo)
    assert (page.status_code, len(KEPT.findall(page.text))) == (200, 1)


async def test_files_that_signing_in_lost_are_asked_for_before_anything_is_sent(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await booking.open_pros(cast)
    data = await form(cast, cast.hassan)
    photo = [("files", ("fuite.jpg", picture(), "image/jpeg"))]
    assert (await client.post("/client/bookings/new", data=data, files=photo)).status_code == 303
    await sign_in(client, cast.amina)
    assert 'name="had_files" value="1"' in (await client.get("/auth/continue")).text
    page = await client.post("/client/bookings/new", data={**data, "had_files": "1"})
    assert (page.status_code, await bookings()) == (422, 0)
    assert 'id="f-files-error"' in page.text


async def test_a_voice_note_lasts_two_minutes_at_most(client: httpx.AsyncClient, cast: Cast) -> None:
    await booking.open_pros(cast)
    await sign_in(client, cast.amina)
    data = await form(cast, cast.hassan, seconds="10")
    longest = await client.post(
        "/client/bookings/new", data=data, files=[("voice", ("note.wav", wav(130), "audio/wav"))]
    )
    assert longest.status_code == 422, "whatever the form says of it"
    assert 'id="f-voice-error"' in longest.text
    assert "2:00" in longest.text
    assert await bookings() == 0
    short = [("voice", ("note.wav", wav(100), "audio/wav"))]
    assert (await client.post("/client/bookings/new", data=data, files=short)).status_code == 303


async def test_all_that_is_missing_is_told_at_once(client: httpx.AsyncClient, cast: Cast) -> None:
    await booking.open_pros(cast)
    await sign_in(client, cast.amina)
    empty = await form(cast, at="", description=" ", neighbourhood_id="")
    refused = await client.post("/client/bookings/new", data=empty)
    assert refused.status_code == 422
    for name in ("starts_at", "pro_ids", "description", "neighbourhood_id"):
        assert f'id="f-{name}-error"' in refused.text, name
