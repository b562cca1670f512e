"""A tap confirms or declines: only from the pro who was asked, only on our message, and first-confirmed-wins decides."""

import asyncio
import hashlib
import hmac
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import delete, func, select

from tests.bookings import telling
from tests.cast import Cast
from tests.notifications.booked import HASSAN, KARIM, Asked, agree, ask, booking, deliver, open_plumbers
from tests.notifications.conftest import VERIFY_TOKEN
from tests.notifications.test_whatsapp import bring
from twiza.bookings import confirming
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import BookingStatus, Duration
from twiza.kit import clock
from twiza.kit.db import unit_of_work
from twiza.kit.outgoing import Channel
from twiza.notifications.channels.whatsapp import handling, receiving
from twiza.notifications.channels.whatsapp.models import WhatsAppReceived, WhatsAppSent
from twiza.stand_ins.whatsapp import WhatsApp, chosen, tapped, wrote

S = BookingStatus
YOUSSEF = "212692222222"


@pytest.fixture(autouse=True)
def by_day() -> Iterator[None]:
    """At noon nothing is held back for the morning."""
    noon = clock.now().replace(hour=12, minute=5, second=0, microsecond=0)
    with clock.travel(noon):
        yield


@pytest.fixture
async def asked(cast: Cast, whatsapp: WhatsApp) -> Asked:
    await open_plumbers(cast)
    return await ask(cast, whatsapp)


async def replies(whatsapp: WhatsApp, to: str = HASSAN) -> list[str]:
    """What was answered within the conversation."""
    await deliver(Channel.WHATSAPP)
    mine = [one.body for one in whatsapp.taken if one.to == to and one.body["type"] != "template"]
    return [(body.get("text") or body["interactive"]["body"]).get("body", "") for body in mine]


async def test_confirm_takes_one_hour_and_offers_more(asked: Asked, whatsapp: WhatsApp) -> None:
    tap = whatsapp.message(HASSAN, tapped(asked.payload("confirm"), asked.sent.wamid))
    assert await bring(tap) == ["confirm"]

    found = await booking(asked.booking)
    assert (found.status, found.duration) == (S.CONFIRMED, Duration.H1)
    await deliver(Channel.WHATSAPP)
    (offer,) = [one for one in whatsapp.taken if one.body["type"] == "interactive"]
    assert offer.payloads == [asked.payload(verb) for verb in ("h2", "h3", "h4", "h8")]
    assert "/bookings/BK-" in offer.body["interactive"]["body"]["text"]


async def test_the_list_makes_it_longer(cast: Cast, asked: Asked, whatsapp: WhatsApp) -> None:
    await bring(whatsapp.message(HASSAN, tapped(asked.payload("confirm"), asked.sent.wamid)))
    await deliver(Channel.WHATSAPP)
    (offer,) = [one for one in whatsapp.taken if one.body["type"] == "interactive"]

    assert await bring(whatsapp.message(HASSAN, chosen(asked.payload("h3"), offer.wamid))) == ["h3"]

    found = await booking(asked.booking)
    assert found.duration is Duration.H3
    assert found.ends_at - found.starts_at == timedelta(hours=3)
    async with unit_of_work() as session:
        assert await telling.broken(session) == []
    assert await bring(whatsapp.message(HASSAN, chosen(asked.payload("h2"), offer.wamid))) == [
        "refused: not_longer"
    ]


async def test_after_half_an_hour_the_list_is_closed(asked: Asked, whatsapp: WhatsApp) -> None:
    await bring(whatsapp.message(HASSAN, tapped(asked.payload("confirm"), asked.sent.wamid)))
    await deliver(Channel.WHATSAPP)
    (offer,) = [one for one in whatsapp.taken if one.body["type"] == "interactive"]
    with clock.travel(clock.now() + timedelta(minutes=31)):
        assert await bring(whatsapp.message(HASSAN, chosen(asked.payload("h2"), offer.wamid))) == [
            "refused: too_late"
        ]
    assert (await booking(asked.booking)).duration is Duration.H1


async def test_only_durations_that_are_free_are_offered(cast: Cast, asked: Asked, whatsapp: WhatsApp) -> None:
    async with unit_of_work() as session:
        (other,) = await telling.ask(session, cast.karim, [cast.hassan], telling.at(12))
        await confirming.confirm(session, other.id, by=Actor.person(cast.hassan.id), duration=Duration.H1)
    await bring(whatsapp.message(HASSAN, tapped(asked.payload("confirm"), asked.sent.wamid)))
    await deliver(Channel.WHATSAPP)
    (offer,) = [one for one in whatsapp.taken if one.body["type"] == "interactive"]
    assert offer.payloads == [asked.payload("h2"), asked.payload("h3")]


async def test_decline_declines(asked: Asked, whatsapp: WhatsApp) -> None:
    tap = whatsapp.message(HASSAN, tapped(asked.payload("decline"), asked.sent.wamid))
    assert await bring(tap) == ["decline"]
    assert (await booking(asked.booking)).status is S.DECLINED
    assert len(await replies(whatsapp)) == 1


async def test_a_tap_repeated_by_meta_counts_once(asked: Asked, whatsapp: WhatsApp) -> None:
    tap = whatsapp.message(HASSAN, tapped(asked.payload("confirm"), asked.sent.wamid))
    assert await bring(tap) == ["confirm"]
    assert await bring(tap) == []
    assert len(await replies(whatsapp)) == 1


async def test_two_workers_at_one_tap_act_once(asked: Asked, whatsapp: WhatsApp) -> None:
    tap = whatsapp.message(HASSAN, tapped(asked.payload("confirm"), asked.sent.wamid))
    async with unit_of_work() as session:
        await receiving.take_in(session, tap)
        (one,) = await session.scalars(select(WhatsAppReceived.id))
    await asyncio.gather(*(handling.handle(one) for _ in range(4)))
    assert (await booking(asked.booking)).status is S.CONFIRMED
    assert len(await replies(whatsapp)) == 1


async def test_tapping_twice_tells_that_it_is_done(asked: Asked, whatsapp: WhatsApp) -> None:
    for outcome in (["confirm"], ["refused: wrong_state"]):
        tap = whatsapp.message(HASSAN, tapped(asked.payload("confirm"), asked.sent.wamid))
        assert await bring(tap) == outcome
    assert len(await replies(whatsapp)) == 2


async def test_the_second_pro_learns_that_it_is_taken(cast: Cast, asked: Asked, whatsapp: WhatsApp) -> None:
    other = next(
        one for one in whatsapp.taken if one.to == YOUSSEF and any(":confirm" in p for p in one.payloads)
    )
    payload = next(p for p in other.payloads if p.endswith(":confirm"))
    await bring(whatsapp.message(HASSAN, tapped(asked.payload("confirm"), asked.sent.wamid)))

    (outcome,) = await bring(whatsapp.message(YOUSSEF, tapped(payload, other.wamid)))

    assert outcome.startswith("refused: ")
    assert len(await replies(whatsapp, YOUSSEF)) == 1
    async with unit_of_work() as session:
        assert await telling.broken(session) == []


async def test_an_expired_request_says_so(asked: Asked, whatsapp: WhatsApp) -> None:
    later = (await booking(asked.booking)).expires_at + timedelta(minutes=1)
    with clock.travel(later):
        (outcome,) = await bring(whatsapp.message(HASSAN, tapped(asked.payload("confirm"), asked.sent.wamid)))
    assert outcome == "refused: expired"
    assert (await booking(asked.booking)).status is S.PENDING


async def pending(asked: Asked, whatsapp: WhatsApp, call: object, outcome: str) -> None:
    """Nothing changed, and nobody was answered."""
    before = len(whatsapp.taken)
    assert await bring(call) == [outcome]
    assert (await booking(asked.booking)).status is S.PENDING
    await deliver(Channel.WHATSAPP)
    assert len(whatsapp.taken) == before


async def test_a_tap_of_somebody_else_changes_nothing(cast: Cast, asked: Asked, whatsapp: WhatsApp) -> None:
    await agree(cast.karim.id)
    tap = whatsapp.message(KARIM, tapped(asked.payload("confirm"), asked.sent.wamid))
    await pending(asked, whatsapp, tap, "not from the pro who was asked")
    # Another pro who was asked for the same job isn't this one either.
    tap = whatsapp.message(YOUSSEF, tapped(asked.payload("confirm"), asked.sent.wamid))
    await pending(asked, whatsapp, tap, "not from the pro who was asked")
    tap = whatsapp.message("212600000001", tapped(asked.payload("confirm"), asked.sent.wamid))
    await pending(asked, whatsapp, tap, "unknown sender")


@pytest.mark.parametrize("context", ["", "wamid.of-nobody"])
async def test_a_tap_on_no_message_of_ours_changes_nothing(
    asked: Asked, whatsapp: WhatsApp, context: str
) -> None:
    tap = whatsapp.message(HASSAN, tapped(asked.payload("confirm"), context))
    await pending(asked, whatsapp, tap, "not an answer to a message of ours")


async def test_a_tap_on_the_message_of_another_booking_changes_nothing(
    asked: Asked, whatsapp: WhatsApp
) -> None:
    other = next(one for one in whatsapp.taken if one.to == YOUSSEF)
    tap = whatsapp.message(HASSAN, tapped(asked.payload("confirm"), other.wamid))
    await pending(asked, whatsapp, tap, "not an answer to a message of ours")


@pytest.mark.parametrize(
    "payload", ["", "bk:", "bk:1:confirm", "confirm", "bk:{id}:h5", "bk:{id}:complete", "bk:{id}:confirm "]
)
async def test_a_button_that_is_none_of_ours_changes_nothing(
    asked: Asked, whatsapp: WhatsApp, payload: str
) -> None:
    tap = whatsapp.message(HASSAN, tapped(payload.replace("{id}", str(asked.booking)), asked.sent.wamid))
    await pending(asked, whatsapp, tap, "not a button of ours")


async def test_a_pro_whose_number_is_hidden_taps_by_id(asked: Asked, whatsapp: WhatsApp) -> None:
    await bring(whatsapp.message(HASSAN, wrote("Salut"), user_id="MA.77"))
    tap = tapped(asked.payload("confirm"), asked.sent.wamid)
    assert await bring(whatsapp.message("", tap, user_id="MA.77")) == ["confirm"]
    assert (await booking(asked.booking)).status is S.CONFIRMED


async def test_a_tap_counts_after_a_worker_died_before_remembering(
    cast: Cast, asked: Asked, whatsapp: WhatsApp
) -> None:
    async with unit_of_work() as session:
        await session.execute(delete(WhatsAppSent))
    await bring(whatsapp.status(asked.sent, "delivered"))
    assert await bring(whatsapp.message(HASSAN, tapped(asked.payload("confirm"), asked.sent.wamid))) == [
        "confirm"
    ]


async def test_the_webhook_takes_only_what_meta_signed(
    asked: Asked, whatsapp: WhatsApp, client: httpx.AsyncClient
) -> None:
    raw, headers = whatsapp.signed(
        whatsapp.message(HASSAN, tapped(asked.payload("confirm"), asked.sent.wamid))
    )
    proof = headers["x-hub-signature-256"]
    for forged in ({}, {"x-hub-signature-256": "sha256=" + "0" * 64}, {"x-hub-signature-256": proof[7:]}):
        answer = await client.post("/webhooks/whatsapp", content=raw, headers=forged)
        assert answer.status_code == 403
    answer = await client.post(
        "/webhooks/whatsapp", content=raw.replace(b"confirm", b"decline"), headers=headers
    )
    assert answer.status_code == 403
    assert await received() == 0

    # Meta is no page of ours: another origin, no cookie, and it is heard all the same, as often as it likes.
    for _ in range(3):
        foreign = {**headers, "origin": "https://graph.facebook.com"}
        answer = await client.post("/webhooks/whatsapp", content=raw, headers=foreign)
        assert answer.status_code == 200
    assert await received() == 1
    assert (await booking(asked.booking)).status is S.PENDING, "the worker acts, not the webhook"


async def received() -> int:
    async with unit_of_work() as session:
        return await session.scalar(select(func.count()).select_from(WhatsAppReceived)) or 0


async def test_signed_nonsense_is_refused_softly(whatsapp: WhatsApp, client: httpx.AsyncClient) -> None:
    for raw, status in ((b"{", 400), (b"[]", 200), (b'"x"', 200), (b"\xff", 400)):
        proof = hmac.new(whatsapp.secret.encode(), raw, hashlib.sha256).hexdigest()
        answer = await client.post(
            "/webhooks/whatsapp", content=raw, headers={"x-hub-signature-256": f"sha256={proof}"}
        )
        assert answer.status_code == status


async def test_the_webhook_is_set_up_by_whoever_knows_our_word(
    whatsapp: WhatsApp, client: httpx.AsyncClient
) -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY_TOKEN}
    answer = await client.get("/webhooks/whatsapp", params=asked)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")
    for wrong in ({"hub.verify_token": "guess"}, {"hub.verify_token": ""}, {"hub.mode": "unsubscribe"}):
        answer = await client.get("/webhooks/whatsapp", params={**asked, **wrong})
        assert (answer.status_code, answer.text) == (403, "")


async def test_without_keys_the_webhook_is_shut(client: httpx.AsyncClient) -> None:
    answer = await client.get(
        "/webhooks/whatsapp", params={"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1"}
    )
    assert answer.status_code == 403
    assert (await client.post("/webhooks/whatsapp", content=b"{}")).status_code == 403
