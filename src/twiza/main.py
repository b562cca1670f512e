"""The web application, put together: areas, middleware, error handlers, start and stop."""

import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from types import ModuleType
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from twiza.api import api_mount
from twiza.kit import bus, clock, db, logs
from twiza.kit.errors import DomainError
from twiza.kit.settings import settings
from twiza.web import failures
from twiza.web.failures import Unexpected
from twiza.web.language import LanguageFromAddress
from twiza.web.limits import BodyLimits
from twiza.web.page_cache import PageCache
from twiza.web.request_id import RequestId, RouteName
from twiza.web.security_headers import SecurityHeaders
from twiza.web.session import SessionMiddleware
from twiza.web.shell import Shell

# Each is a module of twiza.web with a list named `routes`; the first that matches an address answers.
AREAS = (
    "assets", "pwa", "preferences", "health.pages", "live.pages", "files.pages", "home.pages", "content.pages",
    "content.seo", "calendar.pages", "bookings.pages", "pro.pages", "people.pages", "pros.pages", "search.pages",
    "gigs.pages", "api_docs.pages", "reviews.pages", "orders.pages", "payout.pages", "auth.pages", "social.pages",
    "two_step.pages", "dashboard.pages", "profile.pages", "freelancer.pages", "settings.pages", "account_data.pages",
    "notifications.pages", "messages.pages", "trust.pages", "kyc.pages", "admin.pages", "webhooks.pages",
)  # fmt: skip
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


def load() -> list[ModuleType]:
    """The pages' modules: nearly all that a start waits for, and all that needs no database."""
    areas = AREAS if settings().is_production else (*AREAS, "styleguide.pages")
    return [importlib.import_module(f"twiza.web.{area}") for area in areas]


@asynccontextmanager
async def _lifespan(_app: Starlette) -> AsyncIterator[None]:
    logs.configure()
    clock.check_zone_data()
    await bus.start()
    # What was made until now stays: the collector need not look through it again and again.
    gc.freeze()
    try:
        yield
    finally:
        await bus.stop()
        await db.dispose()
