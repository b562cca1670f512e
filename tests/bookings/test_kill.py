"""kill -9 of the web, of the worker and of PostgreSQL in the middle of a storm of confirmations: nothing is half done.

Half of what a storm presses comes before the kill, half after everything stands again; whatever was answered with a
yes is in the database, with all that belongs to it, and with nothing twice.
"""

import asyncio
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import httpx
import pytest

from tests.bookings import telling
from tests.bookings.house import House, standing_house
from tests.kit.postgres.looking import eventually

VICTIMS = ("web", "worker", "postgres")
AT_ONCE = 8
# Which of the answers to a storm is the last one before the kill.
FELLED_BY = 8
# A booking, and what its pro is known by.
Press = tuple[str, str]
ONCE = {
    "a confirmation without its line of history, its event, its notice or its letter, or with two of them": """
      SELECT b.reference FROM booking b WHERE b.status = 'CONFIRMED' AND (
        (SELECT count(*) FROM booking_event e WHERE e.booking_id = b.id AND e.type = 'CONFIRMED') <> 1
        OR (SELECT count(*) FROM event e WHERE e.name = 'BookingConfirmed'
              AND e.data ->> 'booking_id' = b.id::text) <> 1
        OR (SELECT count(*) FROM notification n WHERE n.kind = 'booking_confirmed' AND n.account_id = b.client_id
              AND n.params ->> 'reference' = b.reference) <> 1
        OR (SELECT count(*) FROM outgoing o WHERE o.channel = 'email' AND o.account_id = b.client_id
              AND o.body LIKE '%/' || b.reference || '%') <> 1)""",
    "an event of a confirmation that isn't one": """
      SELECT e.id FROM event e LEFT JOIN booking b ON b.id::text = e.data ->> 'booking_id'
        AND b.confirmed_at IS NOT NULL WHERE e.name = 'BookingConfirmed' AND b.id IS NULL""",
    "a booking that gave way without its event, or with two": """
      SELECT b.reference FROM booking b WHERE b.status = 'CANCELLED_AUTO_FIRST_CONFIRMED' AND 1 <>
        (SELECT count(*) FROM event e WHERE e.name = 'BookingGaveWay' AND e.data ->> 'booking_id' = b.id::text)""",
    "a task that was given up": "SELECT task FROM failed_task",
}
_BROKEN = " UNION ALL ".join(
    f"SELECT $said${said}$said$ WHERE EXISTS ({statement})"
    for said, statement in {**telling.INVARIANTS, **ONCE}.items()
)


@dataclass
class Told:
    """What those who pressed were answered."""

    won: list[str] = field(default_factory=list[str])
    lost: int = 0
    unheard: list[Press] = field(default_factory=list[Press])

    @property
    def answers(self) -> int:
        return len(self.won) + self.lost


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Sequence[list[Press]]]]:
    folder = tmp_path_factory.mktemp("house")
    with standing_house(folder, "tests.bookings.storm_world", str(len(VICTIMS))) as (house, storms):
        yield house, storms


@pytest.mark.parametrize("victim", VICTIMS)
def test_nothing_is_half_done(prepared: tuple[House, Sequence[list[Press]]], victim: str) -> None:
    house, storms = prepared
    presses = storms[VICTIMS.index(victim)]
    random.shuffle(presses)
    told = Told()
    asyncio.run(storm(house, presses, told, victim))
    assert told.won, "the storm was over before it began"
    house.stand()
    check(house, told)
    # Those who heard nothing press again, and so does everybody else; now all are answered.
    before = len(told.won)
    again = told.unheard + [press for press in presses if press[0] not in told.won]
    told.unheard = []
    asyncio.run(storm(house, again, told))
    assert told.unheard == []
    assert victim == "worker" or len(told.won) >= before
    check(house, told)
    eventually(lambda: not house.sql("SELECT id FROM live_outbox"))


async def storm(house: House, presses: Sequence[Press], told: Told, victim: str | None = None) -> None:
    """Eight press at once, each the next booking as soon as it is answered; in their midst somebody falls."""
    waiting = list(presses)
    fallen = asyncio.Event()

    async def press_on() -> None:
        async with httpx.AsyncClient(base_url=house.address, timeout=20) as client:
            while waiting and not (fallen.is_set() and victim != "worker"):
                await press(client, waiting.pop(), told)

    async def fell() -> None:
        while told.answers < FELLED_BY:
            await asyncio.sleep(0.002)
        await asyncio.to_thread(house.kill, victim or "")
        fallen.set()

    await asyncio.gather(*(press_on() for _ in range(AT_ONCE)), *([fell()] if victim else []))


async def press(client: httpx.AsyncClient, one: Press, told: Told) -> None:
    """A yes, a no with its code, or nothing that anybody could rely on."""
    booking, known_by = one
    try:
        answer = await client.patch(
            f"/api/v1/bookings/{booking}/confirm",
            json={"duration": random.choice(("H1", "H2"))},
            headers={"authorization": f"Bearer {known_by}"},
        )
    except httpx.HTTPError:
        told.unheard.append(one)
        return
    if answer.status_code == 200:
        told.won.append(booking)
    elif answer.status_code == 409:
        told.lost += 1
    else:
        assert answer.status_code >= 500, answer.text
        told.unheard.append(one)


def check(house: House, told: Told) -> None:
    """Asked of the database alone, and of the mail server."""
    assert house.sql(_BROKEN) == []
    kept = house.sql("SELECT id::text FROM booking WHERE status = 'CONFIRMED'")
    assert set(told.won) <= {row["id"] for row in kept}
    assert [letter for letter, many in house.letters.arrived.items() if many > 1] == []
