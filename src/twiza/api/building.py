"""The API put together: its areas, what stands around them, and what answers for their errors."""

import importlib
from collections.abc import Sequence
from pathlib import Path

from fastapi import APIRouter
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from twiza.api import problems
from twiza.api.document import Api
from twiza.api.hot import answers
from twiza.api.idempotency import REPLAYED
from twiza.api.language import Speaks
from twiza.kit.errors import DomainError
from twiza.kit.settings import settings

# An area is a module here with a `router`. An address is held against each route in turn: the busiest come first,
# and so do those whose addresses are exact where another's are open.
FIRST = (
    "gig_search", "gigs", "people", "pro_search", "places", "orders", "order_troubles", "bookings",
    "offers", "payout", "messages", "reports", "booking_reports", "kyc", "freelancer_profile",
    "pro_profile", "pro_schedule", "users", "reviews", "devices", "account_data", "auth",
)  # fmt: skip


def areas() -> Sequence[str]:
    there = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    return [*FIRST, *(name for name in there if name not in FIRST)]


def routes_of(area: str) -> APIRouter | None:
    """The routes of this module, when it has some."""
    return getattr(importlib.import_module(f"twiza.api.{area}"), "router", None)


def routers() -> Sequence[APIRouter]:
    return [found for area in areas() if (found := routes_of(area)) is not None]


def build(wanted: Sequence[APIRouter]) -> Api:
    """The API as an application."""
    layers = [_cors(), Middleware(Speaks)]
    api = Api(layers, answers(wanted, layers))
    for one in wanted:
        api.include_router(one)
    # Starlette's types want handlers of any Exception; each of ours is only ever given its own.
    api.exception_handlers |= {
        DomainError: problems.domain_error,
        RequestValidationError: problems.validation_error,
        HTTPException: problems.http_error,
    }
    return api


def _cors() -> Middleware:
    """Other sites' pages may call us only from the configured origins, told exactly."""
    return Middleware(
        CORSMiddleware,
        allow_origins=settings().cors_origins,
        allow_credentials=True,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key"],
        expose_headers=[REPLAYED, "Retry-After", "Location"],
    )
