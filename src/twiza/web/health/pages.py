"""/health/live, /health/ready and /metrics."""

import asyncio
import hmac
from datetime import datetime, timedelta
from functools import lru_cache

import structlog
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from twiza.kit import clock, metrics
from twiza.kit.db import reading
from twiza.kit.errors import NotFound
from twiza.kit.settings import settings
from twiza.kit.tasks.models import PeriodicTick

log = structlog.get_logger()
_PATIENCE = 3.0
# Something comes round every minute: a worker that let two pass is gone.
_WORKER_SILENT = timedelta(seconds=150)
_REVISION = text("SELECT version_num FROM alembic_version")
_LAST_TICK = select(func.max(PeriodicTick.due_at))
_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_NO_STORE = {"cache-control": "no-store"}


async def alive(_request: Request) -> Response:
    """The process answers; nothing else is asked of it."""
    return JSONResponse({"status": "alive"}, headers=_NO_STORE)


async def ready(_request: Request) -> Response:
    """The database answers and is migrated; the worker is reported, but pages can be served without it."""
    try:
        async with asyncio.timeout(_PATIENCE), reading() as connection:
            revision = await connection.scalar(_REVISION)
            last_tick: datetime | None = await connection.scalar(_LAST_TICK)
    except (SQLAlchemyError, OSError, TimeoutError) as trouble:
        log.warning("not ready", reason=str(trouble))
        return JSONResponse({"status": "unavailable", "database": "unreachable"}, 503, headers=_NO_STORE)
    migrated = revision == await asyncio.to_thread(_expected_revision)
    found = {
        "status": "ready" if migrated else "unavailable",
        "database": "migrated" if migrated else "waiting for migrations",
        "worker": _worker(last_tick),
    }
    return JSONResponse(found, 200 if migrated else 503, headers=_NO_STORE)


def _worker(last_tick: datetime | None) -> str:
    if last_tick is None:
        return "not seen yet"
    return "working" if clock.now() - last_tick < _WORKER_SILENT else "silent"


@lru_cache
def _expected_revision() -> str:
    from twiza.kit import migrating

    return migrating.head()


async def measures(request: Request) -> Response:
    """Prometheus' numbers, for this machine or who knows the token; others never learn of them."""
    if not _may_measure(request):
        raise NotFound
    return Response(await metrics.exposition(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _may_measure(request: Request) -> bool:
    token = settings().metrics_token.get_secret_value()
    if token:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    # A proxy on this machine also asks from the loopback address, in the name of the whole world.
    passed_on = any(name in request.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip", "via"))
    return not passed_on and request.client is not None and request.client.host in _LOOPBACK


routes = [
    Route("/health/live", alive),
    Route("/health/ready", ready),
    Route("/metrics", measures),
]
