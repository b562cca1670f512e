"""Requests, confirmations, cancellations and the clock do just what the plain model says, and all stays in step."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from tests.bookings import telling
from tests.bookings.plain_model import OK, Plain, Visit
from tests.cast import invite
from twiza.bookings import cancelling, completing, confirming, declining, expiring
from twiza.bookings.actors import Actor
from twiza.bookings.events import RequestUnanswered
from twiza.bookings.kinds import Duration
from twiza.bookings.models import Booking
from twiza.kit import clock
from twiza.kit.db import as_json, database_url
from twiza.kit.errors import DomainError
from twiza.kit.events import take_recorded
from twiza.pros.hours import hour_of, moment_of

PLUMBERS = {"hassan": "plomberie", "youssef": "plomberie", "karim": "plomberie", "salma": "electricite"}
PEOPLE = st.sampled_from(["amina", "hassan", "youssef", "salma"])
PROS = st.lists(st.sampled_from(sorted(PLUMBERS)), min_size=1, max_size=3, unique=True).map(tuple)
DURATIONS = st.sampled_from(list(Duration))
WHICH = st.integers(0, 30)


class BookingLife(RuleBasedStateMachine):
    """Five people, four of them pros, in one transaction that is rolled back; every step is a savepoint."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.steps = 0
        self.ids: dict[int, UUID] = {}
        self.requests: dict[UUID, int] = {}

    @initialize()
    def open(self) -> None:
        self.runner.run(self._open())

    async def _open(self) -> None:
        self.engine = create_async_engine(database_url(), poolclass=NullPool, json_serializer=as_json)
        self.session = AsyncSession(self.engine, expire_on_commit=False)
        await self.session.begin()
        cast = await invite(self.session)
        self.accounts = {name: getattr(cast, name) for name in ("amina", *PLUMBERS)}
        for name, trade in PLUMBERS.items():
            await telling.open_all(self.session, self.accounts[name], category=trade)
        take_recorded(self.session)
        first = hour_of(clock.now()) + 1
        self.first = moment_of(first)
        self.model = Plain(PLUMBERS, midnight=24 - first % 24)

    @property
    def moment(self) -> datetime:
        """A second later each time, or what happens next would be seen before what it follows."""
        self.steps += 1
        return self.first + timedelta(hours=self.model.now, seconds=self.steps)

    def attempt(self, expected: str, act: Callable[[], Awaitable[object]]) -> object:
        """The real thing ends as the model said it would."""

        async def go() -> tuple[str, object]:
            with clock.travel(self.moment):
                savepoint = await self.session.begin_nested()
                try:
                    found = await act()
                    await savepoint.commit()
                except DomainError as refusal:
                    await savepoint.rollback()
                    # What waited to be written is of a transaction that failed.
                    self.session.info.clear()
                    return refusal.code, None
                return OK, found

        ended, found = self.runner.run(go())
        assert ended == expected
        return found

    @rule(client=PEOPLE, pros=PROS, ahead=st.integers(0, 40))
    def request(self, client: str, pros: tuple[str, ...], ahead: int) -> None:
        start = int(self.model.now) + ahead
        before = len(self.model.visits)
        statuses = [visit.status for visit in self.model.visits]
        told = len(self.model.unanswered)
        expected = self.model.request(client, pros, start)
        if expected != OK:
            # What lapsed on the way lapsed in a savepoint that is gone.
            for visit, status in zip(self.model.visits, statuses, strict=True):
                visit.status = status
            del self.model.unanswered[told:]
        found = self.attempt(
            expected,
            lambda: telling.ask(
                self.session,
                self.accounts[client].id,
                [self.accounts[pro].id for pro in pros],
                self.first + timedelta(hours=start),
                category=PLUMBERS[pros[0]],
            ),
        )
        for n, booking in enumerate(found if isinstance(found, list) else []):
            self.ids[before + n] = booking.id
            self.requests[booking.request_id] = self.model.visits[before + n].request

    @precondition(lambda self: self.ids)
    @rule(which=WHICH, duration=DURATIONS)
    def confirm(self, which: int, duration: Duration) -> None:
        visit, booking_id = self._one(which)
        by = Actor.person(self.accounts[visit.pro].id)
        self.attempt(
            self.model.confirm(visit, duration.hours),
            lambda: confirming.confirm(self.session, booking_id, by=by, duration=duration),
        )

    @precondition(lambda self: any(visit.status == "PENDING" for visit in self.model.visits))
    @rule(which=WHICH, duration=DURATIONS)
    def answer_somebody_who_waits(self, which: int, duration: Duration) -> None:
        """Most of what is picked blindly is over: this one isn't."""
        waiting = [n for n, visit in enumerate(self.model.visits) if visit.status == "PENDING"]
        self.confirm(waiting[which % len(waiting)], duration)

    @precondition(lambda self: self.ids)
    @rule(which=WHICH)
    def decline(self, which: int) -> None:
        visit, booking_id = self._one(which)
        by = Actor.person(self.accounts[visit.pro].id)
        self.attempt(self.model.decline(visit), lambda: declining.decline(self.session, booking_id, by=by))

    @precondition(lambda self: self.ids)
    @rule(which=WHICH, as_pro=st.booleans())
    def cancel(self, which: int, as_pro: bool) -> None:
        visit, booking_id = self._one(which)
        by = Actor.person(self.accounts[visit.pro if as_pro else visit.client].id)
        verb = self.model.cancel_as_pro if as_pro else self.model.cancel_as_client
        self.attempt(
            verb(visit), lambda: cancelling.cancel(self.session, booking_id, by=by, reason="Un empêchement")
        )

    @precondition(lambda self: self.ids)
    @rule(which=WHICH)
    def complete(self, which: int) -> None:
        visit, booking_id = self._one(which)
        by = Actor.person(self.accounts[visit.pro].id)
        self.attempt(self.model.complete(visit), lambda: completing.complete(self.session, booking_id, by=by))

    @rule(hours=st.integers(1, 14), clock_sleeps=st.booleans())
    def time_passes(self, hours: int, clock_sleeps: bool) -> None:
        """Some seconds more than whole hours, so that no border is met by the test's own slowness."""
        self.model.now += hours + 20 / 3600
        if clock_sleeps:
            return
        for n, visit in enumerate(self.model.visits):
            booking_id = self.ids[n]
            self.attempt(
                self.model.expire(visit), lambda found=booking_id: expiring.expire(self.session, found)
            )

    @invariant()
    def they_agree(self) -> None:
        if not hasattr(self, "model"):
            return
        found, broken = self.runner.run(self._looked())
        assert broken == []
        for n, visit in enumerate(self.model.visits):
            booking = found[self.ids[n]]
            assert booking.status == visit.status, (n, visit)
            assert (booking.ends_at - booking.starts_at) == timedelta(hours=visit.hours)
        told = [e for e in take_recorded(self.session) if isinstance(e, RequestUnanswered)]
        assert sorted(self.requests[event.request_id] for event in told) == sorted(self.model.unanswered)
        self.model.unanswered.clear()

    async def _looked(self) -> tuple[dict[UUID, Booking], list[str]]:
        await self.session.flush()
        statement = select(Booking).execution_options(populate_existing=True)
        found = {booking.id: booking for booking in await self.session.scalars(statement)}
        return found, await telling.broken(self.session)

    def _one(self, which: int) -> tuple[Visit, UUID]:
        place = which % len(self.ids)
        return self.model.visits[place], self.ids[place]

    def teardown(self) -> None:
        async def end() -> None:
            await self.session.rollback()
            await self.session.close()
            await self.engine.dispose()

        if hasattr(self, "session"):
            self.runner.run(end())
        self.runner.close()


def test_bookings_live_as_the_model_says(database: str) -> None:
    assert database
    chosen = settings(
        max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(BookingLife, settings=chosen)
