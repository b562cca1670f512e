"""The web application, put together: areas, middleware, error handlers, start and stop."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from twiza.api import API, api_mount
from twiza.kit import bus, clock, db, logs
from twiza.kit.errors import DomainError
from twiza.kit.settings import settings
from twiza.web import failures
from twiza.web.areas import load
from twiza.web.failures import Unexpected
from twiza.web.language import LanguageFromAddress
from twiza.web.limits import BodyLimits
from twiza.web.page_cache import PageCache
from twiza.web.request_id import RequestId, RouteName
from twiza.web.security_headers import SecurityHeaders
from twiza.web.session import SessionMiddleware
from twiza.web.shell import Shell

# The first meets a request first.
MIDDLEWARE = (
    Middleware(RequestId),
    Middleware(SecurityHeaders),
    Middleware(LanguageFromAddress),
    Middleware(PageCache),
    Middleware(Unexpected),
    Middleware(BodyLimits),
    Middleware(SessionMiddleware),
    Middleware(Shell),
    Middleware(GZipMiddleware, minimum_size=800, compresslevel=5),
    Middleware(RouteName),
)
# Starlette’s types want handlers of any Exception; each of ours is only ever given its own.
HANDLERS: dict[Any, Any] = {DomainError: failures.domain_error, HTTPException: failures.http_error}


@lru_cache
def app() -> Starlette:
    """The one application of this process; the API is a FastAPI of its own inside it."""
    routes = [route for area in load() for route in area.routes]
    made = Starlette(
        routes=[api_mount(), *routes], middleware=MIDDLEWARE, exception_handlers=HANDLERS, lifespan=_lifespan
    )
    # Starlette redirects to the origin a request seems to have: behind a proxy that ends TLS, a false one.
    made.router.redirect_slashes = False
    return made


@asynccontextmanager
async def _lifespan(_app: Starlette) -> AsyncIterator[None]:
    logs.configure()
    clock.check_zone_data()
    await bus.start()
    settling = asyncio.create_task(_settle())
    if settings().is_production:
        # Only whoever starts Twiza at home waits for the first page rather than for all of it.
        await settling
    try:
        yield
    finally:
        settling.cancel()
        await bus.stop()
        await db.dispose()


async def _settle() -> None:
    """Load what pages don't need; what is there then stays, and the collector need not look through it again."""
    await API.load()
    gc.freeze()
