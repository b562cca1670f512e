"""A message reaches its provider once: tried on real sockets, with real commits."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from tests.notifications.conftest import Mailbox, configure
from twiza.kit import clock, outgoing
from twiza.kit.db import unit_of_work
from twiza.kit.outgoing import Outgoing, OutgoingStatus
from twiza.notifications import delivering, sweeping
from twiza.stand_ins.sms import SmsProvider

pytestmark = pytest.mark.usefixtures("committed")
AMINA = "amina@example.ma"
PHONE = "+212611111111"


async def write(**values: object) -> UUID:
    async with unit_of_work() as session:
        return await outgoing.send(
            session, **{"channel": "email", "to": AMINA, "subject": "Bonjour", "text": "Salut", **values}
        )


async def write_sms(**values: object) -> UUID:
    return await write(channel="sms", to=PHONE, subject=None, text="Twiza : 123456", **values)


async def kept(outgoing_id: UUID) -> Outgoing:
    async with unit_of_work() as session:
        return (await session.execute(select(Outgoing).where(Outgoing.id == outgoing_id))).scalar_one()


async def queued_tasks() -> list[tuple[str, bool]]:
    """Each waiting task: its name, and whether it waits for later."""
    async with unit_of_work() as session:
        rows = await session.execute(
            text("SELECT entrypoint, execute_after > now() FROM pgqueuer ORDER BY id")
        )
        return [(row[0], row[1]) for row in rows]


async def test_an_email_is_delivered_and_marked_as_sent(mailbox: Mailbox) -> None:
    message = await write()
    assert await queued_tasks() == [("deliver_outgoing", False)]

    await delivering.deliver(message)

    assert [mail["To"] for mail in mailbox.mails] == [AMINA]
    assert (await kept(message)).status is OutgoingStatus.SENT
    assert (await kept(message)).body == "Salut"


async def test_a_text_message_is_delivered_with_its_id_as_idempotency_key(sms_provider: SmsProvider) -> None:
    message = await write_sms()

    await delivering.deliver(message)

    assert [(one.to, one.text, one.key) for one in sms_provider.taken] == [
        (PHONE, "Twiza : 123456", str(message))
    ]
    assert (await kept(message)).status is OutgoingStatus.SENT


async def test_a_message_of_a_transaction_that_rolls_back_never_existed(mailbox: Mailbox) -> None:
    with pytest.raises(RuntimeError):
        async with unit_of_work() as session:
            message = await outgoing.send(session, channel="email", to=AMINA, text="Salut")
            raise RuntimeError

    await delivering.deliver(message)

    assert mailbox.mails == []
    assert await queued_tasks() == []


async def test_without_keys_a_message_stays_in_the_outbox_and_nothing_is_queued() -> None:
    message = await write_sms()

    await delivering.deliver(message)

    assert (await kept(message)).status is OutgoingStatus.KEPT
    assert await queued_tasks() == []


async def test_keys_taken_away_before_delivery_leave_it_in_the_outbox(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await write()
    monkeypatch.setattr(delivering, "configured", lambda channel: False)

    await delivering.deliver(message)

    assert (await kept(message)).status is OutgoingStatus.KEPT


async def test_the_same_dedupe_key_is_one_message(mailbox: Mailbox) -> None:
    first = await write(dedupe="welcome:1")
    await write(dedupe="welcome:1")

    async with unit_of_work() as session:
        assert list(await session.scalars(select(Outgoing.id))) == [first]
    assert len(await queued_tasks()) == 1


async def test_eight_workers_racing_for_one_message_send_it_once(sms_provider: SmsProvider) -> None:
    message = await write_sms()

    await asyncio.gather(*(delivering.deliver(message) for _ in range(8)))

    assert sms_provider.requests == 1


async def test_a_delivered_message_is_not_sent_again(mailbox: Mailbox) -> None:
    message = await write()

    await delivering.deliver(message)
    await delivering.deliver(message)

    assert len(mailbox.mails) == 1


async def test_a_worker_that_dies_after_its_claim_leaves_the_message_to_the_next(mailbox: Mailbox) -> None:
    message = await write()
    assert await delivering.claim(message) is not None

    await delivering.deliver(message)
    assert mailbox.mails == []

    with clock.travel(delivering.LEASE + sweeping.GRACE + timedelta(seconds=1)):
        await sweeping.deliver_waiting()
    assert len(mailbox.mails) == 1
    assert (await kept(message)).status is OutgoingStatus.SENT


async def test_a_worker_that_slept_through_its_lease_sends_nothing(mailbox: Mailbox) -> None:
    message = await write()
    slow = await delivering.claim(message)
    assert slow is not None

    with clock.travel(delivering.LEASE + timedelta(seconds=1)):
        assert not await delivering.hand_over(slow)
        await delivering.deliver(message)
        assert not await delivering.hand_over(slow)

    assert len(mailbox.mails) == 1


async def test_a_notice_that_may_have_gone_is_never_sent_again_by_itself(mailbox: Mailbox) -> None:
    message = await write()
    claimed = await delivering.claim(message)
    assert claimed is not None
    assert await delivering.hand_over(claimed)

    with clock.travel(delivering.LEASE + sweeping.GRACE + timedelta(seconds=1)):
        await sweeping.deliver_waiting()
        await delivering.deliver(message)

    assert mailbox.mails == []
    assert (await kept(message)).status is OutgoingStatus.UNCERTAIN


async def test_a_code_that_may_have_gone_is_sent_again_while_it_is_valid(sms_provider: SmsProvider) -> None:
    message = await write_sms(secret=True)
    claimed = await delivering.claim(message)
    assert claimed is not None
    assert await delivering.hand_over(claimed)

    with clock.travel(delivering.LEASE + timedelta(seconds=1)):
        await delivering.deliver(message)

    assert len(sms_provider.taken) == 1


async def test_a_server_that_hangs_up_after_taking_a_notice_leaves_it_uncertain(mailbox: Mailbox) -> None:
    mailbox.hang_up_after_taking = True
    message = await write()

    await delivering.deliver(message)

    assert len(mailbox.mails) == 1
    assert (await kept(message)).status is OutgoingStatus.UNCERTAIN


async def test_a_provider_that_takes_a_code_and_falls_silent_gets_the_same_key_again(
    sms_provider: SmsProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twiza.notifications.calling.TIMEOUT", 0.2)
    sms_provider.silent = True
    message = await write_sms(secret=True)
    await delivering.deliver(message)
    assert (await kept(message)).status is OutgoingStatus.QUEUED

    sms_provider.silent = False
    with clock.travel(delivering.WAITS[0] + timedelta(seconds=1)):
        await delivering.deliver(message)

    assert sms_provider.requests == 2
    assert len(sms_provider.taken) == 1
    assert (await kept(message)).status is OutgoingStatus.SENT


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_busy_provider_is_asked_again_later(sms_provider: SmsProvider, status: int) -> None:
    sms_provider.failures = [status]
    message = await write_sms()
    await delivering.deliver(message)

    waiting = await kept(message)
    assert (waiting.status, waiting.attempts) == (OutgoingStatus.QUEUED, 1)
    assert str(status) in (waiting.error or "")
    assert await queued_tasks() == [("deliver_outgoing", False), ("deliver_outgoing", True)]

    await delivering.deliver(message)
    assert sms_provider.requests == 1

    with clock.travel(delivering.WAITS[0] + timedelta(seconds=1)):
        await delivering.deliver(message)
    assert (await kept(message)).status is OutgoingStatus.SENT
    assert (await kept(message)).error is None


async def test_a_provider_that_says_when_is_not_asked_before(sms_provider: SmsProvider) -> None:
    sms_provider.failures, sms_provider.retry_after = [429], 600
    message = await write_sms()

    await delivering.deliver(message)

    assert (await kept(message)).next_try_at > clock.now() + timedelta(seconds=550)


async def test_after_the_last_try_a_message_has_failed(sms_provider: SmsProvider) -> None:
    sms_provider.failures = [503] * 20
    message = await write_sms()

    later = timedelta(0)
    for wait in (*delivering.WAITS, timedelta(hours=3), timedelta(hours=3)):
        with clock.travel(later):
            await delivering.deliver(message)
        later += wait + timedelta(minutes=1)

    assert sms_provider.requests == delivering.MOST_ATTEMPTS
    assert (await kept(message)).status is OutgoingStatus.FAILED


async def test_a_message_that_kills_its_worker_is_given_up(mailbox: Mailbox) -> None:
    message = await write()
    for lives in range(delivering.MOST_ATTEMPTS + 2):
        with clock.travel((delivering.LEASE + timedelta(seconds=1)) * lives):
            await delivering.claim(message)

    assert (await kept(message)).status is OutgoingStatus.FAILED


async def test_wrong_keys_fail_at_once(sms_provider: SmsProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    sms_provider.token = "another"
    message = await write_sms()

    await delivering.deliver(message)

    assert (await kept(message)).status is OutgoingStatus.FAILED
    assert sms_provider.requests == 1


@pytest.mark.parametrize(
    ("answer", "status"),
    [("550 no such mailbox", OutgoingStatus.FAILED), ("451 try again later", OutgoingStatus.QUEUED)],
)
@pytest.mark.parametrize("moment", ["rcpt_answers", "answers"])
async def test_a_mail_server_that_refuses_is_believed(
    mailbox: Mailbox, answer: str, status: OutgoingStatus, moment: str
) -> None:
    setattr(mailbox, moment, [answer])
    message = await write()

    await delivering.deliver(message)

    assert (await kept(message)).status is status
    assert answer[:3] in ((await kept(message)).error or "")


async def test_no_mail_server_means_later(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    message = await write()
    configure(monkeypatch, smtp_url="smtp://127.0.0.1:1")

    await delivering.deliver(message)

    assert (await kept(message)).status is OutgoingStatus.QUEUED


@pytest.mark.parametrize("address", ["not an address", "a@b.ma\nBcc: all@b.ma", "é@b.ma"])
async def test_an_impossible_address_fails_at_once(mailbox: Mailbox, address: str) -> None:
    message = await write(to=address)

    await delivering.deliver(message)

    assert mailbox.mails == []
    assert (await kept(message)).status is OutgoingStatus.FAILED


async def test_a_delivered_secret_is_wiped(sms_provider: SmsProvider) -> None:
    message = await write_sms(secret=True)

    await delivering.deliver(message)

    gone = await kept(message)
    assert (gone.status, gone.body) == (OutgoingStatus.SENT, "")
    assert gone.wiped_at is not None


async def test_a_secret_past_its_time_is_not_sent_and_wiped(sms_provider: SmsProvider) -> None:
    message = await write_sms(secret=True, expires_at=clock.now() + timedelta(minutes=5))
    lasting = await write_sms()

    with clock.travel(timedelta(minutes=6)):
        await delivering.deliver(message)
        await sweeping.wipe_expired_secrets()

    gone = await kept(message)
    assert (gone.status, gone.body) == (OutgoingStatus.EXPIRED, "")
    assert (await kept(lasting)).body != ""
    assert sms_provider.taken == []


async def test_a_secret_that_was_only_kept_is_wiped_too() -> None:
    message = await write_sms(secret=True)

    with clock.travel(timedelta(minutes=31)):
        await sweeping.wipe_expired_secrets()

    assert (await kept(message)).body == ""
