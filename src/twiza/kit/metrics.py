"""What we count, for Prometheus: requests and sockets per process, tasks and the outbox from the database."""

import os
from functools import lru_cache
from pathlib import Path
from shutil import rmtree

from sqlalchemy import text

from twiza.kit.db import reading
from twiza.kit.settings import settings


def _share_among_processes() -> None:
    """With several web processes, whichever is asked answers for all, through files they share."""
    if settings().web_workers < 2:
        return
    folder = settings().data_dir / "metrics"
    ours = folder / str(os.getppid())
    ours.mkdir(parents=True, exist_ok=True)
    for left in folder.iterdir():
        if not Path("/proc", left.name).exists():
            rmtree(left, ignore_errors=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(ours)


# The library decides at its import whether processes share their numbers.
_share_among_processes()

from prometheus_client import (  # noqa: E402
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    registry,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric  # noqa: E402
from prometheus_client.multiprocess import MultiProcessCollector  # noqa: E402

_REQUESTS = Counter("twiza_requests", "Requests by route template and status", ["route", "status"])
_LATENCY = Histogram(
    "twiza_request_seconds",
    "Time to answer, by route template",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
SOCKETS = Gauge("twiza_sockets_open", "Open WebSocket connections", multiprocess_mode="livesum")

_TASK_OUTCOMES = text("""
    SELECT entrypoint, status::text, sum(count) FROM (
        SELECT entrypoint, status, count FROM pgqueuer_statistics
        UNION ALL
        SELECT entrypoint, status, 1 FROM pgqueuer_log WHERE NOT aggregated
    ) AS told WHERE status IN ('successful', 'exception', 'canceled') GROUP BY 1, 2
""")
_DEPTHS = text("""
    SELECT
        (SELECT count(*) FROM pgqueuer WHERE status = 'queued' AND execute_after <= now()),
        (SELECT coalesce(extract(epoch FROM now() - min(execute_after)), 0) FROM pgqueuer
            WHERE status = 'queued' AND execute_after <= now()),
        (SELECT count(*) FROM failed_task),
        (SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0) FROM live_outbox)
""")


def request_ended(route: str, status: int, seconds: float) -> None:
    """Count an answer."""
    requests, latency = _kept_for(route, status)
    requests.inc()
    latency.observe(seconds)


# Finding a counter by its labels costs more than counting; routes and statuses are few.
@lru_cache(maxsize=4096)
def _kept_for(route: str, status: int) -> tuple[Counter, Histogram]:
    return _REQUESTS.labels(route, str(status)), _LATENCY.labels(route)


async def exposition() -> bytes:
    """Everything we count, as Prometheus reads it."""
    told = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(told)
    told.register(_Fixed(await _from_database()))
    shared = generate_latest(told)
    return shared if "PROMETHEUS_MULTIPROC_DIR" in os.environ else generate_latest(registry.REGISTRY) + shared


async def _from_database() -> list[Metric]:
    outcomes = CounterMetricFamily("twiza_tasks", "Tasks by name and outcome", labels=["task", "outcome"])
    async with reading() as connection:
        for name, outcome, count in await connection.execute(_TASK_OUTCOMES):
            outcomes.add_metric([name, outcome], float(count))
        waiting, oldest, failed, outbox = (await connection.execute(_DEPTHS)).one()
    return [
        outcomes,
        GaugeMetricFamily("twiza_tasks_waiting", "Tasks due and not begun", value=float(waiting)),
        GaugeMetricFamily(
            "twiza_tasks_oldest_seconds", "How long the oldest of them waits", value=float(oldest)
        ),
        GaugeMetricFamily("twiza_tasks_given_up", "Tasks given up, kept for an admin", value=float(failed)),
        GaugeMetricFamily(
            "twiza_outbox_age_seconds", "Age of the oldest unsent live message", value=float(outbox)
        ),
    ]


class _Fixed:
    """Numbers read beforehand, since collectors can't wait for a database."""

    def __init__(self, told: list[Metric]) -> None:
        self.told = told

    def collect(self) -> list[Metric]:
        return self.told
