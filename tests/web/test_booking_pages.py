"""The room of a booking and the two lists: every button of both sides, without a script."""

import re
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select, update

from tests.cast import Cast, sign_in
from tests.gigs.writing import picture
from tests.web import booking
from twiza.bookings import confirming, declining
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import BookingStatus, Duration
from twiza.bookings.models import Booking, Proposal, RequestFile
from twiza.kit import clock, storage
from twiza.kit.db import reading, unit_of_work

NUMBER_OF_HASSAN = "06 33 33 33 33"
NUMBER_OF_AMINA = "06 11 11 11 11"


async def status_of(one: Booking) -> str:
    async with reading() as connection:
        return str(await connection.scalar(select(Booking.status).where(Booking.id == one.id)))


async def moved(one: Booking, by: timedelta) -> None:
    """As if so much time had passed: the visit is nearer, or over."""
    async with unit_of_work() as session:
        shifted = {"starts_at": Booking.starts_at - by, "ends_at": Booking.ends_at - by}
        await session.execute(update(Booking).where(Booking.id == one.id).values(**shifted))


@pytest.fixture
async def amina(client: httpx.AsyncClient, cast: Cast) -> httpx.AsyncClient:
    await sign_in(client, cast.amina)
    return client


@pytest.fixture
async def hassan(other_client: httpx.AsyncClient, cast: Cast) -> httpx.AsyncClient:
    await sign_in(other_client, cast.hassan)
    return other_client


async def test_from_the_list_of_the_pro_to_the_job_done(
    amina: httpx.AsyncClient, hassan: httpx.AsyncClient, cast: Cast
) -> None:
    made = await booking.asked(cast)
    waiting = (await hassan.get("/pro/bookings")).text
    assert booking.DESCRIPTION in waiting
    assert f'action="{made.path}/confirm"' in waiting
    assert booking.ADDRESS not in waiting
    assert "jusqu’à 15:00" in waiting, "two in the afternoon, for an hour"
    nothing = await hassan.post(f"{made.path}/confirm")
    assert nothing.status_code == 422
    assert "Choisissez la durée." in nothing.text
    done = await hassan.post(f"{made.path}/confirm", data={"duration": "H2"})
    assert (done.status_code, done.headers["location"]) == (303, made.path)

    room = (await hassan.get(made.path)).text
    assert booking.ADDRESS in room
    assert NUMBER_OF_AMINA in room
    assert "https://wa.me/212611111111" in room
    seen = (await amina.get(made.path)).text
    assert NUMBER_OF_HASSAN in seen
    assert "de 14:00 à 16:00" in seen
    assert f'action="{made.path}/complete"' not in room, "not before it has begun"
    early = await hassan.post(f"{made.path}/complete")
    assert early.status_code == 409

    await moved(made.first, timedelta(days=10))
    assert (await hassan.post(f"{made.path}/complete")).status_code == 303
    room = (await amina.get(made.path)).text
    assert "Travail terminé" in room
    assert NUMBER_OF_HASSAN not in room
    assert NUMBER_OF_AMINA not in (await hassan.get(made.path)).text
    past = (await amina.get("/client/bookings")).text
    assert f"/client/bookings/new?pro={cast.hassan.id}" in past


@pytest.mark.parametrize("key", ["reference", "id"])
async def test_strangers_find_nothing(client: httpx.AsyncClient, cast: Cast, key: str) -> None:
    made = await booking.asked(cast)
    path = f"/bookings/{getattr(made.first, key)}"
    await sign_in(client, cast.karim)
    assert (await client.get(path)).status_code == 404
    assert (await client.get(f"{path}/room")).status_code == 404
    for verb in ("confirm", "decline", "cancel", "complete", "propose", "agree"):
        data = {"duration": "H1", "starts_at": "2027-01-01T10:00Z", "amount": "100", "reason": "Non"}
        assert (await client.post(f"{path}/{verb}", data=data)).status_code == 404
    assert await status_of(made.first) == BookingStatus.PENDING
    assert (await client.get("/pro/bookings")).status_code == 404


async def test_each_side_has_its_own_buttons(
    amina: httpx.AsyncClient, hassan: httpx.AsyncClient, cast: Cast
) -> None:
    made = await booking.asked(cast)
    refused = await amina.post(f"{made.path}/confirm", data={"duration": "H1"})
    assert refused.status_code == 403
    assert f'action="{made.path}/confirm"' not in refused.text
    assert (await amina.post(f"{made.path}/decline")).status_code == 403
    assert (await hassan.post(f"{made.path}/decline", data={"back": "list"})).headers[
        "location"
    ] == "/pro/bookings"
    assert await status_of(made.first) == BookingStatus.DECLINED


async def test_a_length_that_does_not_fit_is_explained_and_refused(
    hassan: httpx.AsyncClient, cast: Cast
) -> None:
    made = await booking.asked(cast, at=booking.thursday(17))
    page = (await hassan.get(made.path)).text
    assert re.search(r'value="H4" disabled><b>4\sh</b><small>fermé dès 19:00', page)
    assert re.search(r'value="H2"><b>2\sh</b><small>jusqu’à 19:00', page)
    refused = await hassan.post(f"{made.path}/confirm", data={"duration": "H4"})
    assert refused.status_code == 409
    assert await status_of(made.first) == BookingStatus.PENDING


async def test_the_client_sees_whom_else_was_asked_and_the_pro_does_not(
    amina: httpx.AsyncClient, hassan: httpx.AsyncClient, cast: Cast
) -> None:
    made = await booking.asked(cast, others=2)
    waiting = (await amina.get("/client/bookings")).text
    assert "3 sur 3 en attente" in waiting
    await booking.do(declining.decline, made.bookings[1], by=Actor.person(made.pros[1].id))
    assert "2 sur 3 en attente" in (await amina.get("/client/bookings")).text
    assert "Brahim A." in (await amina.get(made.path)).text
    for path in (made.path, "/pro/bookings"):
        assert "Brahim" not in (await hassan.get(path)).text
    assert (await hassan.get(f"/bookings/{made.bookings[1].reference}")).status_code == 404


async def test_once_nobody_is_left_the_next_three_are_one_tap_away(
    amina: httpx.AsyncClient, hassan: httpx.AsyncClient, cast: Cast
) -> None:
    pros = await booking.open_pros(cast, 2)
    made = await booking.ask(cast, pros[:1])
    path = f"/client/bookings/{made.request.id}/next"
    assert (await amina.post(path)).status_code == 303
    assert len(await siblings(made)) == 1, "nobody new as long as somebody may come"
    assert (await hassan.post(f"{made.path}/decline")).status_code == 303
    assert f'action="{path}"' in (await amina.get("/client/bookings")).text
    assert f'action="{path}"' in (await amina.get(made.path)).text
    assert (await hassan.post(path)).status_code == 404
    assert (await amina.post(path)).status_code == 303
    assert {one.pro_id for one in await siblings(made)} == {pro.id for pro in pros}


async def siblings(made: booking.Asked) -> list[Booking]:
    async with unit_of_work() as session:
        found = await session.scalars(select(Booking).where(Booking.request_id == made.request.id))
        return list(found)


async def test_after_a_yes_what_else_waits_is_withdrawn_in_one_tap(
    amina: httpx.AsyncClient, hassan: httpx.AsyncClient, cast: Cast
) -> None:
    won = await booking.asked(cast, others=1)
    later = await booking.ask(cast, won.pros[1:], at=booking.thursday(9))
    by = Actor.person(cast.hassan.id)
    await booking.do(confirming.confirm, won.first, by=by, duration=Duration.H1)
    path = f"/client/bookings/{won.first.id}/withdraw"
    assert f'action="{path}"' in (await amina.get("/client/bookings")).text
    assert f'action="{path}"' in (await amina.get(won.path)).text
    assert (await hassan.post(path)).status_code == 403
    assert await status_of(later.first) == BookingStatus.PENDING
    assert (await amina.post(path)).status_code == 303
    assert await status_of(later.first) == BookingStatus.CANCELLED_BY_CLIENT
    assert await status_of(won.first) == BookingStatus.CONFIRMED


async def test_what_cancelling_costs_is_told_before(
    amina: httpx.AsyncClient, hassan: httpx.AsyncClient, cast: Cast
) -> None:
    made = await booking.confirmed(cast)
    assert "Gratuit si vous annulez au plus tard" in (await amina.get(made.path)).text
    theirs = (await hassan.get(made.path)).text
    assert "une deuxième annulation de suite" in theirs
    silent = await hassan.post(f"{made.path}/cancel", data={"reason": " "})
    assert silent.status_code == 422
    assert re.search(r'id="f-reason"[^>]*aria-invalid="true"', silent.text)
    assert await status_of(made.first) == BookingStatus.CONFIRMED

    hours_left = (made.first.starts_at - clock.now()) // timedelta(hours=1)
    await moved(made.first, timedelta(hours=hours_left - 5))
    assert "Vous ne pourriez plus réserver jusqu’au" in (await amina.get(made.path)).text
    assert (await amina.post(f"{made.path}/cancel", data={"reason": "Fuite réparée"})).status_code == 303
    assert await status_of(made.first) == BookingStatus.CANCELLED_BY_CLIENT_LATE
    standing = (await amina.get("/client/bookings/standing")).text
    assert made.first.reference in standing
    assert "Compte encore" in standing
    assert "Vous pourrez de nouveau réserver à partir du" in (await amina.get("/client/bookings")).text
    asked = (await amina.get(f"/client/bookings/new?pro={cast.hassan.id}")).text
    assert "Vous pourrez de nouveau réserver à partir du" in asked
    assert "Envoyer la demande" not in asked
    assert "Rien à signaler" in (await hassan.get("/client/bookings/standing")).text


async def test_another_hour_is_proposed_and_accepted(
    amina: httpx.AsyncClient, hassan: httpx.AsyncClient, cast: Cast
) -> None:
    made = await booking.confirmed(cast)
    new = f"{booking.thursday(8):%Y-%m-%dT%H:%MZ}"
    offered = (await amina.get(made.path)).text
    # Two hours don't fit before the break or the evening; an hour later does, for the visit itself is no obstacle.
    for hour, is_offered in (
        (8, True),
        (10, True),
        (11, False),
        (14, False),
        (15, True),
        (17, True),
        (18, False),
    ):
        assert (f'value="{booking.thursday(hour):%Y-%m-%dT%H:%MZ}"' in offered) is is_offered, hour
    nothing = await amina.post(f"{made.path}/propose", data={"starts_at": "bientôt"})
    assert nothing.status_code == 422
    assert (await amina.post(f"{made.path}/propose", data={"starts_at": new})).status_code == 303
    async with reading() as connection:
        proposal = await connection.scalar(select(Proposal.id))
    data = {"proposal": str(proposal)}
    room = (await amina.get(made.path)).text
    assert f'action="{made.path}/withdraw"' in room
    assert f'action="{made.path}/accept"' not in room
    assert (await amina.post(f"{made.path}/accept", data=data)).status_code == 403
    assert f'action="{made.path}/accept"' in (await hassan.get(made.path)).text
    assert (await hassan.post(f"{made.path}/accept", data=data)).status_code == 303
    assert "de 08:00 à 10:00" in (await amina.get(made.path)).text
    late = await hassan.post(f"{made.path}/accept", data=data)
    assert late.status_code == 409
    assert "Rien n’a été modifié" in late.text


async def test_the_agreed_price_is_noted_by_both(
    amina: httpx.AsyncClient, hassan: httpx.AsyncClient, cast: Cast
) -> None:
    made = await booking.confirmed(cast)
    wrong = await amina.post(f"{made.path}/agree", data={"amount": "beaucoup"})
    assert wrong.status_code == 422
    assert 'value="beaucoup"' in wrong.text
    assert (await amina.post(f"{made.path}/agree", data={"amount": "٣٥٠"})).status_code == 303
    assert (await hassan.post(f"{made.path}/agree", data={"amount": "400"})).status_code == 303
    room = (await hassan.get(made.path)).text
    assert "350\u00a0MAD" in room
    assert "400\u00a0MAD" in room


async def test_photos_of_the_job_open_for_the_two_alone(
    amina: httpx.AsyncClient, hassan: httpx.AsyncClient, cast: Cast
) -> None:
    made = await booking.asked(cast)
    async with unit_of_work() as session:
        file = await storage.put(session, picture(), owner=cast.amina.id, name="fuite.jpg")
        other = await storage.put(session, picture(), owner=cast.amina.id, name="autre.jpg")
        session.add(RequestFile(request_id=made.request.id, file_id=file.id))
    path = f"{made.path}/files/{file.id}"
    assert f'src="{path}"' in (await hassan.get("/pro/bookings")).text
    for who in (amina, hassan):
        assert (await who.get(path)).status_code == 303
    assert (await hassan.get(f"{made.path}/files/{other.id}")).status_code == 404
    await sign_in(hassan, cast.karim)
    assert (await hassan.get(path)).status_code == 404


async def test_a_request_past_its_time_has_no_buttons_though_the_worker_sleeps(
    hassan: httpx.AsyncClient, cast: Cast
) -> None:
    made = await booking.asked(cast)
    async with unit_of_work() as session:
        over = {"expires_at": clock.now() - timedelta(seconds=1)}
        await session.execute(update(Booking).where(Booking.id == made.first.id).values(**over))
    room = (await hassan.get(made.path)).text
    assert "Le délai de réponse est passé" in room
    assert f'action="{made.path}/confirm"' not in room
    assert made.path not in (await hassan.get("/pro/bookings")).text
    assert (await hassan.post(f"{made.path}/confirm", data={"duration": "H1"})).status_code == 409


async def test_the_two_write_to_each_other_beside_the_booking(
    amina: httpx.AsyncClient, hassan: httpx.AsyncClient, cast: Cast
) -> None:
    made = await booking.asked(cast)
    assert f'action="/messages/{cast.hassan.id}"' in (await amina.get(made.path)).text
    said = {"text": "Avez-vous un joint de 15 ?", "back": made.path}
    sent = await hassan.post(f"/messages/{cast.amina.id}", data=said)
    assert sent.headers["location"].startswith(made.path)
    assert "Avez-vous un joint de 15" in (await amina.get(made.path)).text


async def test_a_confirmed_visit_is_made_longer_by_the_pro_alone(
    amina: httpx.AsyncClient, hassan: httpx.AsyncClient, cast: Cast
) -> None:
    made = await booking.confirmed(cast)
    room = (await hassan.get(made.path)).text
    assert '<option value="H4">' in room
    assert '<option value="H8">' not in room, "the day ends before"
    assert f'action="{made.path}/lengthen"' not in (await amina.get(made.path)).text
    assert (await amina.post(f"{made.path}/lengthen", data={"duration": "H3"})).status_code == 403
    assert (await hassan.post(f"{made.path}/lengthen", data={"duration": "H3"})).status_code == 303
    assert "de 14:00 à 17:00" in (await amina.get(made.path)).text
    assert (await hassan.post(f"{made.path}/lengthen", data={"duration": "H8"})).status_code == 409


async def test_whom_a_pro_leaves_alone_asks_others(
    amina: httpx.AsyncClient, hassan: httpx.AsyncClient, cast: Cast
) -> None:
    made = await booking.confirmed(cast)
    gone = await hassan.post(f"{made.path}/cancel", data={"reason": "Panne"})
    assert gone.status_code == 303
    room = (await amina.get(made.path)).text
    assert f"/client/bookings/{made.first.request_id}/next" in room
    assert "/review" not in room, "there is nothing to say of a visit that was not"
    assert f"/client/bookings/{made.first.request_id}/next" in (await amina.get("/client/bookings")).text


async def test_a_client_reads_of_their_own_cancelling(
    amina: httpx.AsyncClient, hassan: httpx.AsyncClient, cast: Cast
) -> None:
    asked = await booking.asked(cast)
    sure = await booking.ask(cast, asked.pros, at=booking.thursday(17))
    await booking.do(confirming.confirm, sure.first, by=Actor.person(cast.hassan.id), duration=Duration.H1)
    await amina.post(f"{asked.path}/cancel")
    await amina.post(f"{sure.path}/cancel")
    assert "Demande retirée" in (await hassan.get(asked.path)).text
    assert "Annulée par vous" in (await amina.get(sure.path)).text
    assert "Annulée par le client" in (await hassan.get(sure.path)).text


async def test_closing_hours_tells_what_waits_and_what_stands_there(
    amina: httpx.AsyncClient, hassan: httpx.AsyncClient, cast: Cast
) -> None:
    asked = await booking.asked(cast)
    sure = await booking.ask(cast, asked.pros, at=booking.thursday(17))
    await booking.do(confirming.confirm, sure.first, by=Actor.person(cast.hassan.id), duration=Duration.H1)
    day = clock.local(booking.thursday()).date().isoformat()
    closed = {"kind": "close", "day": day, "last_day": "", "from": "", "to": "", "note": ""}
    assert (await hassan.post("/pro/schedule/exceptions", data=closed)).status_code == 303
    told = (await hassan.get("/pro/schedule/exceptions")).text
    assert "1 demande attend encore votre réponse" in told
    assert "1 visite confirmée reste prévue" in told
    room = (await hassan.get(asked.path)).text
    assert "Vos heures sont prises ou fermées" in room
    assert "Confirmer la visite" not in room
