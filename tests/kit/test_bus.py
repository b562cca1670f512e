"""Live messages leave after the commit or never, reach every process, and a broken connection is made good."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import db
from twiza.kit.bus import RESYNC, Payload, PostgresBus
from twiza.kit.bus.publisher import Publisher, send_waiting

pytestmark = pytest.mark.usefixtures("committed")


class Heard:
    """What one page of one process is told."""

    def __init__(self, bus: PostgresBus, topic: str = "account:1") -> None:
        self.told: list[Payload] = []
        self.leave = bus.subscribe(topic, self.told.append)

    async def until(self, *payloads: Payload) -> None:
        async with asyncio.timeout(20):
            while self.told != list(payloads):
                await asyncio.sleep(0.02)


@asynccontextmanager
async def process(*, listening: bool = True) -> AsyncIterator[PostgresBus]:
    """What a process has of the bus: two in one test share nothing but the database."""
    bus = PostgresBus()
    await bus.start(listening=listening)
    try:
        yield bus
    finally:
        await bus.stop()


async def publish(bus: PostgresBus, number: int, topic: str = "account:1") -> None:
    async with db.unit_of_work() as session:
        await bus.publish(session, topic, {"number": number})


async def test_every_process_hears_what_one_has_committed() -> None:
    async with process() as one, process() as two, process(listening=False) as worker:
        here, there = Heard(one), Heard(two)
        await publish(one, 1)
        await here.until({"number": 1})
        await there.until({"number": 1})
        await publish(worker, 2)
        await here.until({"number": 1}, {"number": 2})
        await there.until({"number": 1}, {"number": 2})


async def test_a_rolled_back_message_is_never_told() -> None:
    async with process() as bus:
        heard = Heard(bus)
        with pytest.raises(ZeroDivisionError):
            async with db.unit_of_work() as session:
                await bus.publish(session, "account:1", {"number": 1})
                raise ZeroDivisionError
        await publish(bus, 2)
        await heard.until({"number": 2})


async def test_only_the_topic_that_was_asked_for_is_told_and_no_longer_than_wanted() -> None:
    async with process() as bus:
        one, other = Heard(bus), Heard(bus, "account:2")
        await publish(bus, 1, "account:1")
        await one.until({"number": 1})
        one.leave()
        await publish(bus, 2, "account:1")
        await publish(bus, 3, "account:2")
        await other.until({"number": 3})
        assert one.told == [{"number": 1}]


async def test_what_is_told_at_once_is_not_written_into_the_servers_log_too(session: AsyncSession) -> None:
    persistence = text("SELECT relpersistence FROM pg_class WHERE relname = 'live_outbox'")
    assert (await session.execute(persistence)).scalar_one() == b"u"


async def test_messages_of_one_transaction_keep_their_order() -> None:
    async with process() as bus:
        heard = Heard(bus)
        async with db.unit_of_work() as session:
            for number in range(300):
                await bus.publish(session, "account:1", {"number": number})
        await heard.until(*({"number": number} for number in range(300)))


async def test_what_a_dead_process_left_is_sent_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twiza.kit.bus.publisher._LOOK_EVERY", 0.1)
    dead = PostgresBus()
    await publish(dead, 1)
    async with process() as bus:
        heard = Heard(bus)
        await heard.until({"number": 1})


async def test_who_is_told_to_stop_in_the_moment_of_a_commit_stops() -> None:
    publisher = Publisher()
    publisher.start()
    await asyncio.sleep(0.05)
    publisher.nudge()
    stopping = asyncio.create_task(publisher.stop())
    # It would never come back: Python 3.11's `wait_for` forgets a cancellation that meets the end of its wait.
    await asyncio.wait({stopping}, timeout=10)
    assert stopping.done()


async def test_two_senders_send_each_message_once() -> None:
    async with process() as bus:
        heard = Heard(bus)
        unstarted = PostgresBus()
        async with db.unit_of_work() as session:
            for number in range(500):
                await unstarted.publish(session, "account:1", {"number": number})
        await asyncio.gather(*(send_waiting() for _ in range(4)))
        async with asyncio.timeout(20):
            while len(heard.told) < 500:
                await asyncio.sleep(0.02)
        await publish(bus, 500)
        async with asyncio.timeout(20):
            while {"number": 500} not in heard.told:
                await asyncio.sleep(0.02)
        assert sorted(str(told["number"]) for told in heard.told) == sorted(map(str, range(501)))


async def test_a_broken_connection_comes_back_and_everybody_reads_again() -> None:
    async with process() as bus:
        heard = Heard(bus)
        async with db.reading() as connection:
            cut = await connection.scalars(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'twiza live' AND datname = current_database()"
                )
            )
            assert list(cut) == [True]
        await heard.until(RESYNC)
        await publish(bus, 1)
        await heard.until(RESYNC, {"number": 1})


async def test_a_receiver_that_fails_takes_nobody_with_it() -> None:
    def fail(_payload: Payload) -> None:
        raise ValueError("broken page")

    async with process() as bus:
        bus.subscribe("account:1", fail)
        heard = Heard(bus)
        await publish(bus, 1)
        await heard.until({"number": 1})


async def test_a_message_too_large_for_a_notification_is_refused_at_once() -> None:
    bus = PostgresBus()
    with pytest.raises(ValueError, match="send ids"):
        async with db.unit_of_work() as session:
            await bus.publish(session, "account:1", {"text": "x" * 5_000})


async def test_the_widest_message_that_is_accepted_can_be_sent() -> None:
    async with process() as bus:
        heard = Heard(bus)
        widest = {"numbers": [1] * 2_450}
        async with db.unit_of_work() as session:
            await bus.publish(session, "account:1", widest)
        await heard.until(widest)
