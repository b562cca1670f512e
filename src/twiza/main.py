"""The web application, put together: areas, middleware, error handlers, start and stop."""

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from twiza.kit import clock, db
from twiza.kit.errors import DomainError
from twiza.web import failures

AREAS = (
    "assets",
    "preferences",
    "home.pages",
    "content.pages",
    "content.seo",
    "auth.pages",
    "social.pages",
    "profile.pages",
    "settings.pages",
    "people.pages",
    "notifications.pages",
    "admin.pages",
    "styleguide.pages",
    "files.pages",
    "live.pages",
    "health.pages",
)


@lru_cache
def app() -> FastAPI:
    from twiza.web.language import LanguageFromAddress
    from twiza.web.security_headers import SecurityHeaders

    made = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan)
    for area in AREAS:
        try:
            module = importlib.import_module(f"twiza.web.{area}")
        except ImportError as error:
            print("not yet", area, error)
            continue
        made.router.routes.extend(module.routes)
    made.add_exception_handler(DomainError, failures.domain_error)
    made.add_exception_handler(HTTPException, failures.http_error)
    made.add_exception_handler(Exception, failures.unexpected)
    try:
        from twiza.api import include_api

        include_api(made)
    except ImportError as error:
        print("no api yet", error)
    made.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=5)
    try:
        from twiza.web.session import SessionMiddleware

        made.add_middleware(SessionMiddleware)
    except ImportError as error:
        print("no session yet", error)
    made.add_middleware(SecurityHeaders)
    made.add_middleware(LanguageFromAddress)
    try:
        from twiza.web.request_id import RequestId

        made.add_middleware(RequestId)
    except ImportError:
        pass
    return made


@asynccontextmanager
async def _lifespan(_app: FastAPI) -> AsyncIterator[None]:
    clock.check_zone_data()
    yield
    await db.dispose()
