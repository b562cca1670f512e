"""WhatsApp messages leave once, as approved templates, for those who agreed; what comes back is noted in any order."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.notifications.test_delivering import kept
from twiza.accounts.events import AccountBanned, AccountDeleted, SignedOutEverywhere
from twiza.kit import clock, ids, outgoing
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Conflict
from twiza.kit.events import record
from twiza.kit.outgoing import OutgoingStatus
from twiza.notifications import calling, delivering, sweeping
from twiza.notifications.channels.push import devices
from twiza.notifications.channels.push.models import Platform
from twiza.notifications.channels.whatsapp import consenting, handling, receiving, signatures, templates
from twiza.notifications.channels.whatsapp.models import WhatsAppConsent, WhatsAppReceived, WhatsAppSent
from twiza.notifications.channels.whatsapp.writing import template_part
from twiza.stand_ins.whatsapp import WhatsApp, wrote

pytestmark = pytest.mark.usefixtures("committed")
AMINA, KARIM = "212611111111", "212644444444"


async def write(cast: Cast, **more: object) -> UUID:
    values = {"pro": "Hassan O.", "category": "Plomberie", "at": "24 nov. 2026, 10:00"}
    part = template_part(templates.CONFIRMED, "fr", values, {"reference": "BK-ABC234"})
    async with unit_of_work() as session:
        return await outgoing.send(
            session,
            channel="whatsapp",
            to=f"+{AMINA}",
            text=templates.CONFIRMED.text("fr", values),
            account_id=cast.amina.id,
            payload={"kind": "booking_confirmed", "template": part},
            **more,
        )


async def sent() -> list[WhatsAppSent]:
    async with unit_of_work() as session:
        return list((await session.scalars(select(WhatsAppSent).order_by(WhatsAppSent.wamid))).all())


async def bring(call: object) -> list[str]:
    """The webhook brings this, and the worker handles it: the outcomes."""
    async with unit_of_work() as session:
        await receiving.take_in(session, call)
        waiting = select(WhatsAppReceived.id).where(WhatsAppReceived.handled_at.is_(None))
        new = list((await session.scalars(waiting.order_by(WhatsAppReceived.id))).all())
    for one in new:
        await handling.handle(one)
    async with unit_of_work() as session:
        outcomes = select(WhatsAppReceived.outcome).where(WhatsAppReceived.id.in_(new))
        return list((await session.scalars(outcomes.order_by(WhatsAppReceived.id))).all())


def test_the_signature_is_metas(whatsapp: WhatsApp) -> None:
    raw = b'{"object":"whatsapp_business_account"}'
    proof = "sha256=f6491327cb5b041cdf4fe69b94711c7b68bb0aef719854bae676a59788a2b6b6"
    assert signatures.signature("appsecret", raw) == proof
    assert signatures.is_signed(raw, proof)
    for forged in ("", "sha256=", proof[:-1], proof.upper(), proof.removeprefix("sha256="), "sha1=abc", "é"):
        assert not signatures.is_signed(raw, forged)
    assert not signatures.is_signed(raw + b" ", proof)


async def test_a_template_leaves_once_and_its_id_is_kept(cast: Cast, whatsapp: WhatsApp) -> None:
    message = await write(cast)

    await asyncio.gather(*(delivering.deliver(message) for _ in range(4)))

    assert whatsapp.requests == 1
    (one,) = whatsapp.taken
    assert one.body["to"] == AMINA
    assert one.body["template"]["language"] == {"code": "fr"}
    assert [kept_one.wamid for kept_one in await sent()] == [one.wamid]
    assert (await kept(message)).status is OutgoingStatus.SENT


async def test_without_keys_it_stays_in_the_outbox(cast: Cast) -> None:
    message = await write(cast)
    await delivering.deliver(message)
    assert (await kept(message)).status is OutgoingStatus.KEPT


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        ((429, 4), OutgoingStatus.QUEUED),
        ((500, 131000), OutgoingStatus.QUEUED),
        ((503, 131016), OutgoingStatus.QUEUED),
        ((400, 131056), OutgoingStatus.QUEUED),
        ((400, 130429), OutgoingStatus.QUEUED),
        ((400, 131026), OutgoingStatus.FAILED),
        ((400, 132001), OutgoingStatus.FAILED),
        ((401, 190), OutgoingStatus.FAILED),
    ],
)
async def test_what_meta_says_decides_whether_to_try_again(
    cast: Cast, whatsapp: WhatsApp, failure: tuple[int, int], status: OutgoingStatus
) -> None:
    whatsapp.failures, whatsapp.retry_after = [failure], 300
    message = await write(cast)
    await delivering.deliver(message)
    found = await kept(message)
    assert found.status is status
    if status is OutgoingStatus.QUEUED:
        assert found.next_try_at > clock.now() + timedelta(seconds=290)
        with clock.travel(timedelta(seconds=301)):
            await delivering.deliver(message)
        assert (await kept(message)).status is OutgoingStatus.SENT
    assert len(whatsapp.taken) == (1 if status is OutgoingStatus.QUEUED else 0)


async def test_silence_leaves_it_uncertain_until_its_delivery_tells(
    cast: Cast, whatsapp: WhatsApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "TIMEOUT", 0.3)
    whatsapp.silent = True
    message = await write(cast)
    await delivering.deliver(message)
    assert (await kept(message)).status is OutgoingStatus.UNCERTAIN
    assert await sent() == []

    assert await bring(whatsapp.status(whatsapp.taken[0], "delivered")) == ["delivered"]

    assert (await kept(message)).status is OutgoingStatus.SENT
    assert [one.wamid for one in await sent()] == [whatsapp.taken[0].wamid]
    with clock.travel(timedelta(hours=1)):
        await sweeping.deliver_waiting()
    assert whatsapp.requests == 1


async def test_an_answer_without_an_id_is_not_trusted(cast: Cast, whatsapp: WhatsApp) -> None:
    whatsapp.without_id = True
    message = await write(cast)
    await delivering.deliver(message)
    assert (await kept(message)).status is OutgoingStatus.UNCERTAIN


async def test_a_worker_killed_between_sending_and_recording_sends_no_second_copy(
    cast: Cast, whatsapp: WhatsApp
) -> None:
    message = await write(cast)
    claimed = await delivering.claim(message)
    assert claimed is not None
    assert await delivering.hand_over(claimed)
    await delivering.TRANSPORTS[claimed.channel](claimed)

    await bring(whatsapp.status(whatsapp.taken[0], "sent"))
    with clock.travel(delivering.LEASE + sweeping.GRACE + timedelta(seconds=1)):
        await sweeping.deliver_waiting()

    assert whatsapp.requests == 1
    assert (await kept(message)).status is OutgoingStatus.SENT


async def test_words_of_delivery_come_in_any_order_and_repeat(cast: Cast, whatsapp: WhatsApp) -> None:
    await delivering.deliver(await write(cast))
    (one,) = whatsapp.taken

    assert await bring(whatsapp.status(one, "read")) == ["read"]
    assert await bring(whatsapp.status(one, "delivered")) == ["delivered"]
    assert await bring(whatsapp.status(one, "sent")) == ["sent"]
    assert await bring(whatsapp.status(one, "read")) == [], "brought before"

    (found,) = await sent()
    assert found.status == "read"
    assert found.read_at is not None
    assert found.delivered_at is not None


async def test_what_could_not_be_delivered_has_failed_after_all(cast: Cast, whatsapp: WhatsApp) -> None:
    message = await write(cast)
    await delivering.deliver(message)
    errors = [{"code": 131026, "title": "Message undeliverable"}]
    await bring(whatsapp.status(whatsapp.taken[0], "failed", errors=errors))
    assert (await kept(message)).status is OutgoingStatus.FAILED
    assert (await kept(message)).error == "131026 Message undeliverable"


@pytest.mark.parametrize(
    "call",
    [
        None,
        [],
        "x",
        {},
        {"object": "page", "entry": [{"changes": [{"value": {}}]}]},
        {"object": "whatsapp_business_account"},
        {"object": "whatsapp_business_account", "entry": [{"changes": "x"}, 7]},
        {
            "object": "whatsapp_business_account",
            "entry": [{"changes": [{"value": {"messages": [{"id": "w"}]}}]}],
        },
        {
            "object": "whatsapp_business_account",
            "entry": [
                {
                    "changes": [
                        {"value": {"metadata": {"phone_number_id": "another"}, "messages": [{"id": "w"}]}}
                    ]
                }
            ],
        },
    ],
)
async def test_calls_of_another_shape_or_number_change_nothing(whatsapp: WhatsApp, call: object) -> None:
    assert await bring(call) == []


@pytest.mark.parametrize(
    "piece",
    [
        {},
        {"type": "text"},
        {"type": "text", "text": {"body": 7}},
        {"type": "image", "image": {"id": "1"}},
        {"type": "button", "button": {}},
        {"type": "interactive", "interactive": {"button_reply": {"id": None}}},
        {"type": "button", "button": {"payload": "bk:1:confirm"}, "context": "x"},
    ],
)
async def test_messages_of_any_shape_are_survived(
    cast: Cast, whatsapp: WhatsApp, piece: dict[str, object]
) -> None:
    async with unit_of_work() as session:
        await consenting.agree(session, cast.amina.id, source="tests")
    assert await bring(whatsapp.message(AMINA, piece))
    assert await bring(whatsapp.message("", piece))


async def agreement(account_id: UUID) -> WhatsAppConsent | None:
    async with unit_of_work() as session:
        return await consenting.agreed(session, account_id)


async def test_agreeing_keeps_when_where_and_which_words(cast: Cast) -> None:
    assert await agreement(cast.amina.id) is None
    async with unit_of_work() as session:
        await consenting.agree(session, cast.amina.id, source="/client/settings/whatsapp")
    found = await agreement(cast.amina.id)
    assert found is not None
    assert (found.phone, found.source) == (f"+{AMINA}", "/client/settings/whatsapp")
    assert found.words.startswith("J’accepte")
    assert found.agreed_at <= clock.now()


async def test_nobody_agrees_for_a_number_they_did_not_prove(cast: Cast) -> None:
    async with unit_of_work() as session:
        account = await session.merge(cast.karim)
        account.phone_verified_at = None
        await session.flush()
        with pytest.raises(Conflict):
            await consenting.agree(session, cast.karim.id, source="x")


async def test_another_number_needs_another_agreement(cast: Cast) -> None:
    async with unit_of_work() as session:
        await consenting.agree(session, cast.amina.id, source="x")
        account = await session.merge(cast.amina)
        account.phone = "+212699999999"
    assert await agreement(cast.amina.id) is None


@pytest.mark.parametrize("word", ["STOP", "stop.", "Arrêt", "ARRETEZ", "توقف", "إيقاف", "unsubscribe"])
async def test_stop_ends_it_and_start_begins_again(cast: Cast, whatsapp: WhatsApp, word: str) -> None:
    async with unit_of_work() as session:
        await consenting.agree(session, cast.amina.id, source="x")

    assert await bring(whatsapp.message(AMINA, wrote(word))) == ["stopped"]
    assert await agreement(cast.amina.id) is None

    assert await bring(whatsapp.message(AMINA, wrote("Start"))) == ["started"]
    assert await agreement(cast.amina.id) is not None


async def test_the_answer_to_stop_still_arrives(cast: Cast, whatsapp: WhatsApp) -> None:
    async with unit_of_work() as session:
        await consenting.agree(session, cast.amina.id, source="x")
    await bring(whatsapp.message(AMINA, wrote("STOP")))
    await deliver_all()
    (answer,) = whatsapp.taken
    assert answer.body["text"]["body"].startswith("Vous ne recevrez plus")


async def deliver_all() -> None:
    with clock.travel(timedelta(minutes=1)):
        await sweeping.deliver_waiting()


async def test_an_unknown_sender_is_ignored_and_starts_nothing(cast: Cast, whatsapp: WhatsApp) -> None:
    for word in ("Bonjour", "START", "STOP"):
        assert await bring(whatsapp.message(KARIM, wrote(word))) == ["unknown sender"]
    assert await agreement(cast.karim.id) is None
    await deliver_all()
    assert whatsapp.taken == []


async def test_free_words_are_answered_once_a_day(cast: Cast, whatsapp: WhatsApp) -> None:
    async with unit_of_work() as session:
        await consenting.agree(session, cast.amina.id, source="x")
    for _ in range(3):
        await bring(whatsapp.message(AMINA, wrote("Vous êtes là ?")))
    await deliver_all()
    assert len(whatsapp.taken) == 1


async def test_a_hidden_number_is_known_by_the_id_that_came_with_it(cast: Cast, whatsapp: WhatsApp) -> None:
    async with unit_of_work() as session:
        await consenting.agree(session, cast.amina.id, source="x")
    await bring(whatsapp.message(AMINA, wrote("Bonjour"), user_id="MA.1001"))
    assert await bring(whatsapp.message("", wrote("STOP"), user_id="MA.9999")) == ["unknown sender"]
    assert await bring(whatsapp.message("", wrote("STOP"), user_id="MA.1001")) == ["stopped"]


async def test_a_number_that_changed_hands_is_written_to_no_more(cast: Cast, whatsapp: WhatsApp) -> None:
    async with unit_of_work() as session:
        await consenting.agree(session, cast.amina.id, source="x")
    moved = {"type": "system", "system": {"type": "user_changed_number", "wa_id": "212600000000"}}
    assert await bring(whatsapp.message(AMINA, moved)) == ["number changed"]
    assert await agreement(cast.amina.id) is None


def test_templates_are_submitted_as_meta_wants_them() -> None:
    entries = templates.for_approval()
    names = {template.name for template in templates.BY_KIND.values()}
    assert len(entries) == 3 * len(names)
    for entry in entries:
        body, buttons = entry["components"]
        template = next(one for one in templates.BY_KIND.values() if one.name == entry["name"])
        for number in range(1, len(template.parameters) + 1):
            assert f"{{{{{number}}}}}" in body["text"]
        assert not body["text"].startswith("{{")
        assert not body["text"].endswith("}}")
        assert len(body["text"]) <= 1024
        assert all(len(button["text"]) <= 25 for button in buttons["buttons"])


async def test_a_word_of_delivery_about_nothing_of_ours_is_left_alone(whatsapp: WhatsApp) -> None:
    from twiza.stand_ins.whatsapp import Sent

    foreign = Sent("wamid.foreign", {"to": AMINA, "biz_opaque_callback_data": str(ids.new())})
    assert await bring(whatsapp.status(foreign, "read")) == ["not ours"]


async def received() -> int:
    async with unit_of_work() as session:
        return len((await session.scalars(select(WhatsAppReceived.id))).all())


async def test_what_was_received_is_kept_for_a_season(cast: Cast, whatsapp: WhatsApp) -> None:
    await bring(whatsapp.message(AMINA, wrote("Bonjour")))
    with clock.travel(sweeping.RECEIVED_KEPT - timedelta(hours=1)):
        await sweeping.forget_received()
    assert await received() == 1
    with clock.travel(sweeping.RECEIVED_KEPT + timedelta(hours=1)):
        await sweeping.forget_received()
    assert await received() == 0


async def test_who_leaves_takes_along_what_they_wrote_and_agreed_to(cast: Cast, whatsapp: WhatsApp) -> None:
    async with unit_of_work() as session:
        await consenting.agree(session, cast.amina.id, source="x")
        phone = "fGx1:amina-phone"
        await devices.register(session, cast.amina.id, platform=Platform.ANDROID, token=phone)
    await bring(whatsapp.message(AMINA, wrote("Bonjour")))
    await bring(whatsapp.message(KARIM, wrote("Bonjour")))
    async with unit_of_work() as session:
        record(session, AccountDeleted(cast.amina.id))
    async with unit_of_work() as session:
        assert (await session.scalars(select(WhatsAppConsent.account_id))).all() == []
        assert await devices.of(session, cast.amina.id) == []
    assert await received() == 1, "Karim’s stays"


async def test_a_lost_phone_and_a_banned_person_hear_nothing_more(cast: Cast) -> None:
    async with unit_of_work() as session:
        await consenting.agree(session, cast.amina.id, source="x")
        for person, token in ((cast.amina, "fGx1:amina-phone"), (cast.karim, "fGx1:karim-phone")):
            await devices.register(session, person.id, platform=Platform.ANDROID, token=token)
    async with unit_of_work() as session:
        record(session, SignedOutEverywhere(cast.karim.id))
        record(session, AccountBanned(cast.amina.id, cast.salma.id, "Faux profil"))
    assert await agreement(cast.amina.id) is None
    async with unit_of_work() as session:
        assert await devices.of(session, cast.amina.id) == []
        assert await devices.of(session, cast.karim.id) == []
