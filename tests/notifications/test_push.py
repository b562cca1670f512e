"""A push reaches each device once; dead devices are let go, and only they."""

import asyncio
import base64
from datetime import timedelta
from uuid import UUID

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from tests.cast import Cast
from tests.notifications.conftest import configure
from tests.notifications.test_delivering import kept
from twiza.kit import clock, ids, outgoing
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Invalid
from twiza.kit.outgoing import OutgoingStatus
from twiza.notifications import calling, delivering, sweeping
from twiza.notifications.channels.push import devices, fcm, sealing, vapid
from twiza.notifications.channels.push.models import DeviceToken, Platform
from twiza.stand_ins.fcm import Firebase, refusal
from twiza.stand_ins.web_push import Browser, PushService

pytestmark = pytest.mark.usefixtures("committed")
PHONE_TOKEN = "fGx1:APA91b-amina"


def bytes_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_sealing_is_what_the_standard_says() -> None:
    """The example of RFC 8291, section 5."""
    ours = int.from_bytes(bytes_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    sealed = sealing.seal(
        b"When I grow up, I want to be a watermelon",
        bytes_of("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        bytes_of("BTBZMqHH6r4Tts7J_aSIgg"),
        salt=bytes_of("DGv6ra1nlYgDCS1FRnbzlw"),
        ours=ec.derive_private_key(ours, ec.SECP256R1()),
    )
    assert sealed == bytes_of(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_only_its_browser_opens_what_was_sealed() -> None:
    amina, karim = Browser("amina"), Browser("karim")
    sealed = sealing.seal("Réservé".encode(), amina.public, amina.auth)
    assert amina.opened(sealed).decode() == "Réservé"
    with pytest.raises(ValueError, match="not sealed"):
        karim.opened(sealed)
    with pytest.raises(ValueError, match="not sealed"):
        amina.opened(sealed[:-1] + bytes([sealed[-1] ^ 1]))


async def phone_of(cast: Cast, token: str = PHONE_TOKEN) -> UUID:
    async with unit_of_work() as session:
        device = await devices.register(session, cast.amina.id, platform=Platform.ANDROID, token=token)
    return device.id


async def browser_of(cast: Cast, service: PushService, name: str = "b1") -> UUID:
    browser = service.subscribe(name)
    async with unit_of_work() as session:
        device = await devices.register(
            session, cast.amina.id, platform=Platform.WEB, token=service.endpoint(browser), **browser.keys
        )
    return device.id


async def write(cast: Cast, device: UUID, **more: object) -> UUID:
    async with unit_of_work() as session:
        return await outgoing.send(
            session,
            channel="push",
            to=str(device),
            subject="Hassan O. a confirmé",
            text="Plomberie, 24 nov.",
            account_id=cast.amina.id,
            payload={"notice": str(ids.new()), "kind": "booking_confirmed", "urgent": True},
            **{"language": "ar", **more},
        )


async def device(device_id: UUID) -> DeviceToken:
    async with unit_of_work() as session:
        return (await session.execute(select(DeviceToken).where(DeviceToken.id == device_id))).scalar_one()


async def test_a_browser_gets_words_and_ids_sealed_for_it(cast: Cast, push_service: PushService) -> None:
    message = await write(cast, await browser_of(cast, push_service))

    await delivering.deliver(message)

    (shown,) = push_service.browsers["b1"].shown
    told = orjson.loads(shown)
    notice = (await kept(message)).payload["notice"]
    assert told == {
        "title": "Hassan O. a confirmé",
        "body": "Plomberie, 24 nov.",
        "notice": notice,
        "kind": "booking_confirmed",
        "path": f"/ar/notifications/{notice}",
        "lang": "ar",
        "dir": "rtl",
    }
    (headers,) = push_service.headers
    assert headers["topic"] == notice.replace("-", "")
    assert headers["urgency"] == "high"
    assert (await kept(message)).status is OutgoingStatus.SENT


async def test_a_phone_gets_words_and_ids(cast: Cast, firebase: Firebase) -> None:
    first, second = [await write(cast, await phone_of(cast)) for _ in range(2)]

    await delivering.deliver(first)
    await delivering.deliver(second)

    one, two = firebase.taken
    assert one["token"] == PHONE_TOKEN
    assert one["notification"] == {"title": "Hassan O. a confirmé", "body": "Plomberie, 24 nov."}
    assert one["data"]["path"].startswith("/ar/notifications/")
    assert one["android"]["priority"] == "HIGH"
    assert one["android"]["collapse_key"] != two["android"]["collapse_key"]
    assert len(firebase.tokens) == 1, "one token serves an hour of messages"


async def test_without_keys_it_stays_in_the_outbox(cast: Cast) -> None:
    message = await write(cast, await phone_of(cast))
    await delivering.deliver(message)
    assert (await kept(message)).status is OutgoingStatus.KEPT


async def test_keys_of_browsers_alone_leave_the_apps_messages_in_the_outbox(
    cast: Cast, push_service: PushService
) -> None:
    message = await write(cast, await phone_of(cast))
    await delivering.deliver(message)
    assert (await kept(message)).status is OutgoingStatus.KEPT


async def test_eight_workers_push_once(cast: Cast, firebase: Firebase) -> None:
    message = await write(cast, await phone_of(cast))
    await asyncio.gather(*(delivering.deliver(message) for _ in range(8)))
    assert firebase.requests == 1


@pytest.mark.parametrize(
    ("answer", "gone"),
    [
        (lambda: refusal(404, "UNREGISTERED", "Requested entity was not found.", code=True), True),
        (lambda: refusal(403, "SENDER_ID_MISMATCH", "SenderId mismatch", code=True), True),
        (
            lambda: refusal(
                400,
                "INVALID_ARGUMENT",
                "The registration token is not a valid FCM registration token",
                code=True,
            ),
            True,
        ),
        (lambda: refusal(400, "INVALID_ARGUMENT", "Invalid", code=True, field="message.token"), True),
        (
            lambda: refusal(400, "INVALID_ARGUMENT", "Invalid", code=True, field="message.data[0].value"),
            False,
        ),
        (lambda: refusal(400, "INVALID_ARGUMENT", "Request contains an invalid argument."), False),
        (lambda: refusal(404, "NOT_FOUND", "Requested entity was not found."), False),
        (lambda: refusal(403, "PERMISSION_DENIED", "Permission denied on resource project."), False),
    ],
)
async def test_a_phone_is_let_go_only_when_firebase_speaks_of_it(
    cast: Cast, firebase: Firebase, answer: object, gone: bool
) -> None:
    phone = await phone_of(cast)
    firebase.dead[PHONE_TOKEN] = answer()
    message = await write(cast, phone)

    await delivering.deliver(message)

    assert (await kept(message)).status is OutgoingStatus.FAILED
    assert ((await device(phone)).revoked_at is not None) is gone
    assert ((await device(phone)).revoked_why != "") is gone


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_is_gone_is_let_go(cast: Cast, push_service: PushService, status: int) -> None:
    browser = await browser_of(cast, push_service)
    push_service.answers = [status]
    message, later = await write(cast, browser), await write(cast, browser)

    await delivering.deliver(message)
    await delivering.deliver(later)

    assert (await device(browser)).revoked_why == f"Web Push {status}"
    assert push_service.requests == 1, "nothing is sent to a dead device"
    assert (await kept(later)).status is OutgoingStatus.FAILED


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_busy_services_are_asked_again_when_they_say(
    cast: Cast, push_service: PushService, firebase: Firebase, status: int
) -> None:
    push_service.answers, push_service.retry_after = [status], "600"
    firebase.failures, firebase.retry_after = [status], "700"
    phone, browser = await phone_of(cast), await browser_of(cast, push_service)
    messages = [await write(cast, phone), await write(cast, browser)]
    for message in messages:
        await delivering.deliver(message)
        waiting = await kept(message)
        assert waiting.status is OutgoingStatus.QUEUED
        assert waiting.next_try_at > clock.now() + timedelta(seconds=590)
    assert (await device(phone)).revoked_at is None

    with clock.travel(timedelta(seconds=701)):
        for message in messages:
            await delivering.deliver(message)
    assert [(await kept(message)).status for message in messages] == [OutgoingStatus.SENT] * 2
    assert len(firebase.taken) == 1
    assert len(push_service.browsers["b1"].shown) == 1


async def test_silence_after_the_hand_over_is_never_followed_by_a_second_copy(
    cast: Cast, push_service: PushService, firebase: Firebase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "TIMEOUT", 0.3)
    phone, browser = await phone_of(cast), await browser_of(cast, push_service)
    messages = [await write(cast, phone), await write(cast, browser)]
    # The token is asked for first; only the message itself is met with silence.
    firebase.silent = push_service.silent = True
    for message in messages:
        await delivering.deliver(message)
        assert (await kept(message)).status is OutgoingStatus.UNCERTAIN
    with clock.travel(timedelta(hours=1)):
        await sweeping.deliver_waiting()
    assert (firebase.requests, push_service.requests) == (1, 1)


async def test_a_worker_killed_between_hand_over_and_record_sends_no_second_copy(
    cast: Cast, firebase: Firebase
) -> None:
    message = await write(cast, await phone_of(cast))
    claimed = await delivering.claim(message)
    assert claimed is not None
    assert await delivering.hand_over(claimed)
    await delivering.TRANSPORTS[claimed.channel](claimed)

    with clock.travel(delivering.LEASE + sweeping.GRACE + timedelta(seconds=1)):
        await sweeping.deliver_waiting()

    assert firebase.requests == 1
    assert (await kept(message)).status is OutgoingStatus.UNCERTAIN


async def test_a_token_that_google_forgot_is_asked_for_again(cast: Cast, firebase: Firebase) -> None:
    phone = await phone_of(cast)
    await delivering.deliver(await write(cast, phone))
    firebase.tokens.clear()
    message = await write(cast, phone)
    await delivering.deliver(message)
    assert (await kept(message)).status is OutgoingStatus.QUEUED
    with clock.travel(timedelta(seconds=11)):
        await delivering.deliver(message)
    assert (await kept(message)).status is OutgoingStatus.SENT


async def test_no_token_is_no_message(cast: Cast, firebase: Firebase) -> None:
    firebase.token_failures = [503]
    message = await write(cast, await phone_of(cast))
    await delivering.deliver(message)
    assert (await kept(message)).status is OutgoingStatus.QUEUED
    assert firebase.requests == 0


async def test_another_key_than_ours_gets_no_token(
    cast: Cast, firebase: Firebase, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = Firebase(address=firebase.address)
    configure(monkeypatch, fcm_service_account=stranger.key_file)
    message = await write(cast, await phone_of(cast))
    await delivering.deliver(message)
    assert (await kept(message)).status is OutgoingStatus.FAILED
    assert "invalid_grant" in ((await kept(message)).error or "")


async def test_another_vapid_key_than_the_browser_knows_is_refused(
    cast: Cast, push_service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await browser_of(cast, push_service)
    configure(monkeypatch, vapid_private_key=vapid.new_key())
    message = await write(cast, browser)
    await delivering.deliver(message)
    assert (await kept(message)).status is OutgoingStatus.FAILED
    assert push_service.browsers["b1"].shown == []
    assert (await device(browser)).revoked_at is None


async def test_a_device_serves_whoever_signed_in_there_last(cast: Cast, firebase: Firebase) -> None:
    before = await phone_of(cast)
    waiting = await write(cast, before)
    async with unit_of_work() as session:
        now = await devices.register(session, cast.karim.id, platform=Platform.IOS, token=PHONE_TOKEN)

    await delivering.deliver(waiting)

    assert firebase.taken == [], "what was meant for Amina isn't shown on Karim's phone"
    assert (await device(before)).revoked_at is not None
    async with unit_of_work() as session:
        assert [one.id for one in await devices.of(session, cast.karim.id)] == [now.id]
        await devices.remove(session, cast.amina.id, token=PHONE_TOKEN)
        assert len(await devices.of(session, cast.karim.id)) == 1, "nobody switches off somebody else's"


async def test_registering_again_changes_nothing_and_many_devices_push_out_the_oldest(cast: Cast) -> None:
    assert await phone_of(cast) == await phone_of(cast)
    oldest = await phone_of(cast)
    for n in range(devices.MOST_DEVICES):
        await phone_of(cast, f"fGx1:another-{n}")
    async with unit_of_work() as session:
        live = await devices.of(session, cast.amina.id)
    assert len(live) == devices.MOST_DEVICES
    assert oldest not in {one.id for one in live}


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://evil.example/push",
        "http://169.254.169.254/latest/meta-data",
        "https://updates.push.services.mozilla.com.evil.example/x",
        "https://updates.push.services.mozilla.com@evil.example/x",
        "https://user@db5p.notify.windows.com/x",
        "https://db5p.notify.windows.com:8443/x",
        "http://db5p.notify.windows.com/x",
        "file:///etc/passwd",
        "https://[",
    ],
)
async def test_a_browser_may_not_have_us_call_anybody(cast: Cast, endpoint: str) -> None:
    keys = Browser("x").keys
    async with unit_of_work() as session:
        with pytest.raises(Invalid):
            await devices.register(session, cast.amina.id, platform=Platform.WEB, token=endpoint, **keys)


@pytest.mark.parametrize("keys", [{}, {"p256dh": "AAAA", "auth": "AAAA"}, {"p256dh": "é", "auth": "é"}])
async def test_keys_that_seal_nothing_are_refused(cast: Cast, keys: dict[str, str]) -> None:
    real = "https://wns2-db5p.notify.windows.com/w/?token=x"
    async with unit_of_work() as session:
        with pytest.raises(Invalid):
            await devices.register(session, cast.amina.id, platform=Platform.WEB, token=real, **keys)
        good = Browser("x").keys
        await devices.register(session, cast.amina.id, platform=Platform.WEB, token=real, **good)


def test_retry_after_is_seconds_or_a_date() -> None:
    assert calling.retry_after("120") == timedelta(minutes=2)
    assert calling.retry_after("99999999") == calling.LONGEST_WAIT
    assert calling.retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == timedelta(0)
    assert calling.retry_after("soon") is None
    assert calling.retry_after("") is None


@pytest.mark.parametrize("given", ["/nowhere/key.json", "{", "{}", '{"private_key": "x"}'])
def test_a_key_file_that_is_none_says_so(given: str) -> None:
    with pytest.raises(ValueError, match="key file"):
        fcm.read_account(given)
