"""Tasks promise: none without its transaction, none lost, none at two places at once, none that kills us for ever."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import select, text

from tests.kit import sample_tasks
from tests.kit.sample_tasks import trace
from twiza.kit import clock, db
from twiza.kit.tasks import enqueue, history, periodic, running
from twiza.kit.tasks.models import FailedTask, PeriodicTick, TaskPickup
from twiza.kit.tasks.running import work

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "trace")


@asynccontextmanager
async def working() -> AsyncIterator[None]:
    """A worker in this process."""
    stop = asyncio.Event()
    running = asyncio.create_task(work(stop, heartbeat=sample_tasks.HEARTBEAT))
    try:
        yield
    finally:
        stop.set()
        await running


# Imports once, then forks: workers start at once.
_WORKERS = multiprocessing.get_context("forkserver")
_WORKERS.set_forkserver_preload(["tests.kit.sample_tasks", "twiza.kit.tasks.running"])


@contextmanager
def worker_process() -> Iterator[BaseProcess]:
    """A worker that can be killed."""
    process = _WORKERS.Process(target=sample_tasks.be_a_worker)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()
        process.close()


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def count(table: str) -> int:
    async with db.reading() as connection:
        return await connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0


async def until_empty(table: str = "pgqueuer") -> None:
    async with asyncio.timeout(20):
        while await count(table):
            await asyncio.sleep(0.05)


async def parked() -> list[FailedTask]:
    async with db.unit_of_work() as session:
        return list(await session.scalars(select(FailedTask)))


async def test_a_rolled_back_transaction_leaves_no_task(path: str) -> None:
    with pytest.raises(ZeroDivisionError):
        async with db.unit_of_work() as session:
            # The very first statement of the session: nothing has begun a transaction before.
            await enqueue(session, sample_tasks.note, path, uuid4())
            raise ZeroDivisionError
    assert await count("pgqueuer") == 0


async def test_a_committed_task_runs_with_its_arguments_as_they_were(path: str) -> None:
    subject = uuid4()
    async with working():
        async with db.unit_of_work() as session:
            await enqueue(session, sample_tasks.note, path, subject)
        await until(lambda: bool(trace(path)))
        await until_empty()
    assert trace(path) == [f"UUID:{subject}"]
    assert await count("task_pickup") == 0


async def test_a_task_can_be_enqueued_by_its_name(path: str) -> None:
    async with db.unit_of_work() as session:
        await enqueue(session, "sample.note", path, uuid4())
    async with working():
        await until(lambda: len(trace(path)) == 1)


async def test_a_delayed_task_waits(path: str) -> None:
    async with working():
        async with db.unit_of_work() as session:
            await enqueue(session, sample_tasks.note, path, uuid4(), delay=timedelta(hours=1))
            await enqueue(session, sample_tasks.flaky, path)
        await until(lambda: trace(path) == ["try"] * 3)
    assert await count("pgqueuer") == 1


async def test_one_key_waits_only_once(path: str) -> None:
    async with db.unit_of_work() as session:
        await enqueue(session, sample_tasks.note, path, uuid4(), dedupe_key="one")
        await enqueue(session, sample_tasks.note, path, uuid4(), dedupe_key="one")
        await enqueue(session, sample_tasks.note, path, uuid4(), dedupe_key="two")
    assert await count("pgqueuer") == 2


async def test_a_failing_task_is_tried_again_until_it_succeeds(path: str) -> None:
    async with db.unit_of_work() as session:
        await enqueue(session, sample_tasks.flaky, path)
    async with working():
        await until(lambda: len(trace(path)) == 3)
        await until_empty()
    assert await parked() == []
    assert await count("task_pickup") == 0


async def test_a_hopeless_task_is_given_up_and_kept_for_an_admin(path: str) -> None:
    async with db.unit_of_work() as session:
        await enqueue(session, sample_tasks.hopeless, path)
    async with working():
        await until_empty()
    (failed,) = await parked()
    assert trace(path) == ["try"] * 3
    assert (failed.task, failed.args, failed.tries) == ("sample.hopeless", [path], 3)
    assert failed.error.startswith("ValueError: the line")
    assert "611" not in failed.error + failed.traceback


async def test_a_task_that_cancels_itself_has_failed(path: str) -> None:
    async with db.unit_of_work() as session:
        await enqueue(session, sample_tasks.self_cancelled, path)
    async with working():
        await until_empty()
    assert [failed.task for failed in await parked()] == ["sample.self_cancelled"]


async def test_the_task_of_a_killed_worker_is_taken_up_by_another(path: str) -> None:
    async with db.unit_of_work() as session:
        await enqueue(session, sample_tasks.slow, path)
    with worker_process() as first:
        await until(lambda: trace(path) == ["begin"])
        first.kill()
        first.join()
    Path(path + ".go").touch()
    with worker_process():
        await until(lambda: trace(path) == ["begin", "begin", "end"])
        await until_empty()
    assert await parked() == []


async def test_a_task_that_kills_its_worker_is_parked_after_three_times(path: str) -> None:
    async with db.unit_of_work() as session:
        await enqueue(session, sample_tasks.deadly, path)
    for deaths in (1, 2, 3):
        with worker_process() as worker:
            await until(lambda: len(trace(path)) == deaths)  # noqa: B023  awaited at once
            worker.join(10)
    with worker_process():
        await until_empty()
    (failed,) = await parked()
    assert trace(path) == ["begin"] * 3
    assert failed.task == "sample.deadly"
    assert "Poisoned" in failed.error


async def test_no_task_runs_at_two_workers_at_once_even_when_one_stalls(path: str) -> None:
    async with db.unit_of_work() as session:
        await enqueue(session, sample_tasks.stalling, path)
    with worker_process():
        await until(lambda: trace(path) == ["begin"])
        with worker_process():
            # The stalled worker's heartbeat is long over when the second one picks the task up, and finds it locked.
            async with asyncio.timeout(20):
                while not await _was_refused():
                    await asyncio.sleep(0.05)
            assert trace(path) == ["begin"]
            Path(path + ".go").touch()
            await until_empty()
    assert trace(path) == ["begin", "end"]


async def _was_refused() -> bool:
    async with db.reading() as connection:
        refused = text(
            "SELECT count(*) FROM pgqueuer_log WHERE traceback->>'exception_message' LIKE 'another worker%'"
        )
        return bool(await connection.scalar(refused))


async def test_twenty_tasks_and_three_workers_make_twenty_runs(path: str) -> None:
    ids = [uuid4() for _ in range(20)]
    with worker_process(), worker_process():
        async with working(), db.unit_of_work() as session:
            for subject in ids:
                await enqueue(session, sample_tasks.note, path, subject)
        await until(lambda: len(trace(path)) >= 20)
        await until_empty()
    assert sorted(trace(path)) == sorted(f"UUID:{subject}" for subject in ids)


async def test_a_stopping_worker_gives_its_task_back(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twiza.kit.tasks.running.GRACE", 0.1)
    async with db.unit_of_work() as session:
        await enqueue(session, sample_tasks.slow, path)
    async with working():
        await until(lambda: trace(path) == ["begin"])
    async with db.unit_of_work() as session:
        (pickup,) = await session.scalars(select(TaskPickup))
        assert (pickup.pickups, pickup.failures) == (0, 0)
    Path(path + ".go").touch()
    async with working():
        await until(lambda: trace(path) == ["begin", "begin", "end"])


async def test_a_worker_outlives_its_connection(path: str) -> None:
    async with working():
        async with db.unit_of_work() as session:
            await enqueue(session, sample_tasks.note, path, uuid4())
        await until(lambda: len(trace(path)) == 1)
        await _cut("twiza worker")
        async with db.unit_of_work() as session:
            await enqueue(session, sample_tasks.note, path, uuid4())
        # The first may come once more: the connection broke before its end was written down.
        await until(lambda: len(set(trace(path))) == 2)


async def test_a_server_that_goes_away_in_the_midst_of_an_operation_is_met_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[int] = []

    async def connected(stop: asyncio.Event, _heartbeat: timedelta) -> None:
        tries.append(len(tries))
        if len(tries) == 1:
            raise asyncpg.InternalClientError(
                "cannot switch to state 12; another operation (2) is in progress"
            )
        stop.set()

    monkeypatch.setattr(running, "_work_connected", connected)
    monkeypatch.setattr(running, "_RECONNECT_AFTER", 0.01)
    await running.work(asyncio.Event())
    assert tries == [0, 1]


async def _cut(application: str) -> None:
    async with db.reading() as connection:
        cut = await connection.scalars(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = :name AND datname = current_database()"
            ),
            {"name": application},
        )
        assert list(cut)


async def test_the_queue_is_as_the_library_wants_it(database: str) -> None:
    from pgqueuer.adapters.persistence.queries import Queries
    from pgqueuer.adapters.persistence.schema_inspect import inspect
    from pgqueuer.adapters.persistence.schema_plan import plan
    from pgqueuer.domain.schema.declaration import target
    from pgqueuer.domain.settings import DBSettings, Durability

    wanted = DBSettings(durability=Durability.balanced)
    connection = await asyncpg.connect(db.plain_dsn())
    try:
        live = await inspect(Queries.from_asyncpg_connection(connection).driver, wanted)
    finally:
        await connection.close()
    assert plan(live, target(wanted), wanted).statements == ()


_swept: list[str] = []


async def _sweep() -> None:
    _swept.append("swept")


async def test_each_tick_is_enqueued_once_however_many_workers() -> None:
    table = [periodic.every(minutes=1)(_sweep)]
    await asyncio.gather(*(periodic.tick(table) for _ in range(5)))
    assert await count("pgqueuer") == 1
    async with working():
        await until_empty()
    assert _swept == ["swept"]
    with clock.travel(timedelta(minutes=1)):
        await asyncio.gather(*(periodic.tick(table) for _ in range(5)))
    assert await count("pgqueuer") == 1
    async with db.unit_of_work() as session:
        (tick,) = await session.scalars(select(PeriodicTick))
        assert tick.due_at.second == 0


async def test_a_tick_is_skipped_while_the_last_one_waits() -> None:
    async def never() -> None: ...

    table = [periodic.every(minutes=1)(never)]
    for minutes in range(3):
        with clock.travel(timedelta(minutes=minutes)):
            await periodic.tick(table)
    assert await count("pgqueuer") == 1


async def test_pruning_forgets_the_log_but_not_the_sums() -> None:
    async with db.unit_of_work() as session:
        for age in ("3 days", "4 days", "1 hour"):
            await session.execute(
                text(
                    "INSERT INTO pgqueuer_statistics (created, count, priority, status, entrypoint)"
                    f" VALUES (now() - interval '{age}', 2, 0, 'successful', 'sample.note')"
                )
            )
        await session.execute(
            text(
                "INSERT INTO pgqueuer_log (created, job_id, status, priority, entrypoint, aggregated)"
                " VALUES (now() - interval '8 days', 1, 'successful', 0, 'sample.note', true)"
            )
        )
    for _ in range(2):
        await history.prune()
    async with db.reading() as connection:
        rows = list(await connection.scalars(text("SELECT count FROM pgqueuer_statistics ORDER BY created")))
    assert rows == [4, 2]
    assert await count("pgqueuer_log") == 0
