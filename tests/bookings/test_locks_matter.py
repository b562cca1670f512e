"""Each lock is there for a reason: with it the second of two is told no, without it the race is lost.

The first transaction acts and stays open until the second has either finished or waits for a lock; so nothing here
depends on chance.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from tests.bookings import telling
from tests.bookings.racing import Try, confirm, deadlocks, decline, race, statuses
from tests.bookings.telling import S
from tests.cast import Cast
from twiza.accounts import banning
from twiza.accounts.models import Account
from twiza.bookings import locking, settling
from twiza.bookings.kinds import Duration
from twiza.bookings.models import Booking, BookingRequest, ClientProfile
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.event_log import EventRow
from twiza.pros import locking as pros
from twiza.pros import scheduling
from twiza.pros.models import ProProfile

_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
_hold_people = locking.hold_people


async def after(first: Try, second: Try) -> str:
    """How the second ends that begins once the first has acted, and before the first commits."""
    async with unit_of_work() as session:
        await first(session)
        await session.flush()
        racing = asyncio.create_task(race([second]))
        await done_or_waiting(racing)
    (outcome,) = await racing
    return outcome


async def done_or_waiting(racing: asyncio.Task[Any]) -> None:
    async with reading() as connection:
        while not racing.done() and not (await connection.execute(_WAITING)).scalar_one():
            await asyncio.sleep(0.005)


async def broken() -> list[str]:
    async with reading() as connection:
        return await telling.broken(connection)


async def unanswered() -> int:
    wanted = select(func.count()).select_from(EventRow).where(EventRow.name == "RequestUnanswered")
    async with reading() as connection:
        return await connection.scalar(wanted) or 0


@pytest.fixture
async def crowd(cast: Cast) -> list[Account]:
    """Three pros, plumbers who are always open; then three clients."""
    async with unit_of_work() as session:
        everybody = await telling.people(session, 6)
        await telling.open_all(session, *everybody[:3])
    return everybody


async def asked(client: Account, *pro: Account, hour: int = 9, **more: Any) -> list[Booking]:
    async with unit_of_work() as session:
        return await telling.ask(session, client, pro, telling.at(hour), **more)


def ask(client: Account, pro: Account, hour: int = 9) -> Try:
    return lambda s: telling.ask(s, client, [pro], telling.at(hour))


# The locks taken away, one by one: the same reads, held by nobody.


async def pros_unheld(session: AsyncSession, pro_ids: Any) -> dict[UUID, ProProfile]:
    found = await session.scalars(select(ProProfile).where(ProProfile.account_id.in_(list(pro_ids))))
    return {profile.account_id: profile for profile in found}


async def client_unheld(session: AsyncSession, client_id: UUID, as_pros: Any) -> Any:
    client = await session.get(ClientProfile, client_id) or ClientProfile(account_id=client_id, tier=0)
    return client, await pros.hold(session, as_pros)


async def only_the_client_held(session: AsyncSession, client_id: UUID, as_pros: Any) -> Any:
    return await locking.hold_client(session, client_id), await pros_unheld(session, as_pros)


async def client_unheld_as_pro(session: AsyncSession, client_id: UUID, as_pros: Any) -> Any:
    return await _hold_people(session, client_id, set(as_pros) - {client_id})


def no_pro_held(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(locking, "hold_people", only_the_client_held)
    patch.setattr(pros, "hold", pros_unheld)


async def bookings_unheld(session: AsyncSession, which: Any, values: Any = None) -> Any:
    return (await session.scalars(select(Booking).where(which).order_by(Booking.id), values)).all()


async def only_the_subject_held(session: AsyncSession, which: Any, values: Any = None) -> Any:
    found = await bookings_unheld(session, which, values)
    if len(found) == 1:
        await session.refresh(found[0], with_for_update={"key_share": True})
    return found


async def requests_unheld(session: AsyncSession, request_ids: Any) -> Any:
    return (await session.scalars(select(BookingRequest).where(BookingRequest.id.in_(request_ids)))).all()


Patch = Callable[[pytest.MonkeyPatch], None]
LOCKS: dict[str, Patch] = {
    "client": lambda patch: patch.setattr(locking, "hold_people", client_unheld),
    "pro": no_pro_held,
    "client as pro": lambda patch: patch.setattr(locking, "hold_people", client_unheld_as_pro),
    "bookings": lambda patch: patch.setattr(locking, "hold_bookings", bookings_unheld),
    "others": lambda patch: patch.setattr(locking, "hold_bookings", only_the_subject_held),
    "requests": lambda patch: patch.setattr(locking, "hold_requests", requests_unheld),
}


async def a_fourth_request(crowd: list[Account]) -> bool:
    await asked(crowd[3], crowd[0], crowd[1])
    outcome = await after(ask(crowd[3], crowd[2], 11), ask(crowd[3], crowd[0], 14))
    return outcome == "too_many_pending" and await broken() == []


async def a_sibling_slips_in(crowd: list[Account]) -> bool:
    (booking,) = await asked(crowd[3], crowd[0])
    outcome = await after(confirm(booking), ask(crowd[3], crowd[1]))
    return outcome == "already_booked" and await broken() == []


async def a_rival_slips_in(crowd: list[Account]) -> bool:
    (booking,) = await asked(crowd[3], crowd[0])
    outcome = await after(confirm(booking, Duration.H2), ask(crowd[4], crowd[0], 10))
    return outcome == "not_free" and await broken() == []


async def the_week_closes(crowd: list[Account]) -> bool:
    (booking,) = await asked(crowd[3], crowd[0])
    close: Try = lambda s: scheduling.set_week(s, crowd[0].id, {})  # noqa: E731
    return await after(close, confirm(booking)) == "duration_does_not_fit"


async def two_doors(crowd: list[Account]) -> bool:
    (one,) = await asked(crowd[0], crowd[1])
    (two,) = await asked(crowd[1], crowd[0])
    outcome = await after(confirm(one), confirm(two))
    return outcome == "slot_taken" and await broken() == []


async def declined_and_confirmed(crowd: list[Account]) -> bool:
    (booking,) = await asked(crowd[3], crowd[0])
    outcome = await after(decline(booking), confirm(booking))
    return outcome == "wrong_state" and await broken() == []


async def a_sibling_is_declined(crowd: list[Account]) -> bool:
    mine, sibling = await asked(crowd[3], crowd[0], crowd[1])
    outcome = await after(decline(sibling), confirm(mine))
    told = await statuses(sibling)
    return outcome == "won" and told == [S.DECLINED] and await broken() == []


async def the_last_two_decline(crowd: list[Account]) -> bool:
    one, two = await asked(crowd[3], crowd[0], crowd[1])
    outcome = await after(decline(one), decline(two))
    return outcome == "won" and await unanswered() == 1


Story = Callable[[list[Account]], Awaitable[bool]]
REASONS: list[tuple[str, Story]] = [
    ("client", a_fourth_request),
    ("client", a_sibling_slips_in),
    ("pro", a_rival_slips_in),
    ("pro", the_week_closes),
    ("pro", two_doors),
    ("client as pro", two_doors),
    ("bookings", declined_and_confirmed),
    ("bookings", a_sibling_is_declined),
    ("others", a_sibling_is_declined),
    ("requests", the_last_two_decline),
]
_NAMES = [f"{lock} {story.__name__}" for lock, story in REASONS]


@pytest.mark.parametrize(("lock", "story"), REASONS, ids=_NAMES)
async def test_without_this_lock_the_race_is_lost(
    crowd: list[Account], monkeypatch: pytest.MonkeyPatch, lock: str, story: Story
) -> None:
    LOCKS[lock](monkeypatch)
    assert not await story(crowd)


@pytest.mark.parametrize("story", sorted({story for _, story in REASONS}, key=lambda one: one.__name__))
async def test_with_all_locks_it_is_won(crowd: list[Account], story: Story) -> None:
    before = await deadlocks()
    assert await story(crowd)
    assert await deadlocks() == before


async def crossed(crowd: list[Account]) -> tuple[Booking, Booking]:
    """Two clients have asked the same two pros; each confirmation closes one booking of the other's client and pro."""
    one, _ = await asked(crowd[3], crowd[0], crowd[1])
    _, two = await asked(crowd[4], crowd[0], crowd[1])
    return one, two


async def test_siblings_and_rivals_in_one_statement_in_the_order_of_ids(crowd: list[Account]) -> None:
    one, two = await crossed(crowd)
    before = await deadlocks()
    assert await race([confirm(one), confirm(two)]) == {"won": 2}
    assert await deadlocks() == before
    assert await broken() == []


async def test_siblings_first_and_rivals_afterwards_would_wait_for_each_other(
    crowd: list[Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = await crossed(crowd)
    both_hold_siblings = asyncio.Barrier(2)
    hold = locking.hold_bookings

    async def one_after_the_other(session: AsyncSession, which: Any, values: Any) -> Any:
        subject, siblings, rivals = which.clauses
        found = [*await hold(session, subject, values), *await hold(session, siblings, values)]
        await both_hold_siblings.wait()
        return [*found, *await hold(session, rivals, values)]

    monkeypatch.setattr(locking, "hold_bookings", one_after_the_other)
    before = await deadlocks()
    ends = await asyncio.gather(race([confirm(one)]), race([confirm(two)]), return_exceptions=True)
    assert {isinstance(end, DBAPIError) for end in ends} == {True, False}, ends
    assert await deadlocks() == before + 1


async def test_without_the_client_held_the_constraint_still_speaks_our_language(
    crowd: list[Account], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two trades at one hour: the database refuses the second, and the person reads a 409."""
    async with unit_of_work() as session:
        await telling.open_all(session, cast.hassan, category="electricite")
    (one,) = await asked(crowd[3], crowd[0])
    (two,) = await asked(crowd[3], cast.hassan, category="electricite")
    LOCKS["client"](monkeypatch)
    assert await after(confirm(one), confirm(two)) == "slot_taken"
    assert await broken() == []


async def test_a_request_that_lapses_while_its_confirmation_waits_for_a_lock(
    crowd: list[Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    (booking,) = await asked(crowd[3], crowd[0])
    told = [booking.expires_at - telling.HOUR / 3600]
    monkeypatch.setattr(clock, "now", lambda: told[0])

    async def hold(session: AsyncSession) -> None:
        await pros.hold(session, [crowd[0].id])

    async with unit_of_work() as session:
        await hold(session)
        racing = asyncio.create_task(race([confirm(booking)]))
        await done_or_waiting(racing)
        told[0] = _second_after(told[0])
    assert await racing == Counter(expired=1)


def _second_after(moment: datetime) -> datetime:
    return moment + telling.HOUR / 3600


async def test_a_ban_waits_for_the_request_that_is_being_made(cast: Cast, crowd: list[Account]) -> None:
    """The request saw an open account; the settling that follows the ban finds it all the same."""
    async with unit_of_work() as session:
        made = await telling.ask(session, crowd[3], [crowd[0]], telling.at(9))
        async with unit_of_work() as other:
            await banning.ban(other, crowd[0].id, by=cast.salma.id, reason="Fraude")
        racing = asyncio.create_task(settling.settle_account(crowd[0].id))
        await done_or_waiting(racing)
    await racing
    assert await statuses(*made) == [S.DECLINED]
