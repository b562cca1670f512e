"""What machines ask gets a short true answer, and the numbers only those who may see them."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from twiza.kit import clock, db
from twiza.kit.settings import settings
from twiza.kit.tasks import periodic
from twiza.main import app


async def test_a_living_process_says_so(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


async def test_ready_means_a_migrated_database(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    async with db.unit_of_work() as session:
        head = await session.scalar(
            text("UPDATE alembic_version SET version_num = 'older' RETURNING old.version_num")
        )
    try:
        answer = await client.get("/health/ready")
    finally:
        async with db.unit_of_work() as session:
            await session.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head})
    assert (answer.status_code, answer.json()["database"]) == (503, "waiting for migrations")


async def _sweep() -> None: ...


async def test_the_worker_is_reported_but_not_required(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/ready")).json()["worker"] == "not seen yet"
    await periodic.tick([periodic.every(minutes=1)(_sweep)])
    assert (await client.get("/health/ready")).json()["worker"] == "working"
    with clock.travel(timedelta(minutes=10)):
        answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["worker"]) == (200, "silent")


@pytest.fixture
async def no_database(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Nobody answers where the database should be."""
    await db.dispose()
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("DATABASE_URL", "postgresql://twiza@127.0.0.1:1/twiza")
        settings.cache_clear()
        yield
        await db.dispose()
    settings.cache_clear()


@pytest.mark.usefixtures("no_database")
async def test_without_a_database_it_lives_but_is_not_ready(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).status_code == 200
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["database"]) == (503, "unreachable")


async def test_the_numbers_of_this_machine(client: httpx.AsyncClient) -> None:
    async with db.unit_of_work() as session:
        await session.execute(
            text(
                "INSERT INTO pgqueuer_log (job_id, status, priority, entrypoint)"
                " VALUES (1, 'successful', 0, 'sample.note'), (2, 'exception', 0, 'sample.note')"
            )
        )
    await client.get("/health/live")
    told = (await client.get("/metrics")).text
    assert 'twiza_requests_total{route="/health/live",status="200"}' in told
    assert 'twiza_request_seconds_bucket{le="0.005",route="/health/live"}' in told
    assert 'twiza_tasks_total{outcome="successful",task="sample.note"} 1.0' in told
    assert 'twiza_tasks_total{outcome="exception",task="sample.note"} 1.0' in told
    for name in (
        "twiza_sockets_open",
        "twiza_outbox_age_seconds",
        "twiza_tasks_waiting",
        "twiza_tasks_given_up",
    ):
        assert f"\n{name} 0.0" in told


async def test_strangers_do_not_learn_that_there_are_numbers(client: httpx.AsyncClient) -> None:
    # A proxy on this machine asks for somebody else.
    assert (await client.get("/metrics", headers={"x-forwarded-for": "203.0.113.7"})).status_code == 404
    elsewhere = httpx.ASGITransport(app=app(), client=("203.0.113.7", 4711))
    async with httpx.AsyncClient(transport=elsewhere, base_url=settings().public_url) as stranger:
        assert (await stranger.get("/metrics")).status_code == 404


async def test_a_token_opens_the_numbers_from_anywhere(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as guarded:
        guarded.setenv("TWIZA_METRICS_TOKEN", "a-long-token-of-prometheus")
        settings.cache_clear()
        right = {"authorization": "Bearer a-long-token-of-prometheus", "x-forwarded-for": "203.0.113.7"}
        assert (await client.get("/metrics", headers=right)).status_code == 200
        assert (await client.get("/metrics")).status_code == 404
        assert (await client.get("/metrics", headers={"authorization": "Bearer x"})).status_code == 404
    settings.cache_clear()


async def test_an_api_route_is_counted_under_its_whole_template(client: httpx.AsyncClient) -> None:
    await client.get("/api/v1/users/aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa?token=secret")
    told = (await client.get("/metrics")).text
    assert 'route="/api/v1/users/{' in told
    assert "aaaaaaaa" not in told
    assert "secret" not in told
