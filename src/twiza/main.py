"""The web application, put together: areas, middleware, error handlers, start and stop."""

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from twiza.api import include_api
from twiza.kit import bus, clock, db, logs
from twiza.kit.errors import DomainError
from twiza.kit.settings import settings
from twiza.web import failures
from twiza.web.language import LanguageFromAddress
from twiza.web.limits import BodyLimits
from twiza.web.page_cache import PageCache
from twiza.web.request_id import RequestId, RouteName
from twiza.web.security_headers import SecurityHeaders
from twiza.web.session import SessionMiddleware
from twiza.web.shell import Shell

# Each is a module of twiza.web with a list named `routes`; the first that matches an address answers.
AREAS = (
    "assets", "pwa", "preferences", "health.pages", "live.pages", "files.pages",
    "home.pages", "content.pages", "content.seo", "people.pages", "api_docs.pages",
    "auth.pages", "social.pages", "two_step.pages",
    "profile.pages", "settings.pages", "notifications.pages", "admin.pages",
)  # fmt: skip
# The first meets a request first.
MIDDLEWARE = (RequestId, SecurityHeaders, LanguageFromAddress, BodyLimits, PageCache, SessionMiddleware, Shell)


@lru_cache
def app() -> FastAPI:
    """The one application of this process."""
    made = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan)
    include_api(made)
    for area in [*AREAS, *([] if settings().is_production else ["styleguide.pages"])]:
        try:
            made.router.routes.extend(importlib.import_module(f"twiza.web.{area}").routes)
        except ImportError as e:
            print("not yet", area, e)
    made.exception_handlers |= {
        DomainError: failures.domain_error,
        HTTPException: failures.http_error,
        Exception: failures.unexpected,
    }
    made.add_middleware(RouteName)
    made.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=5)
    for middleware in reversed(MIDDLEWARE):
        made.add_middleware(middleware)
    return made


@asynccontextmanager
async def _lifespan(_app: FastAPI) -> AsyncIterator[None]:
    logs.configure()
    clock.check_zone_data()
    await bus.start()
    try:
        yield
    finally:
        await bus.stop()
        await db.dispose()
