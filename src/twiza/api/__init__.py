"""The JSON API under /api/v1: one module per area, problem documents for errors, pages by cursor."""

from fastapi import APIRouter
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Mount

from twiza.api import (
    account_data,
    auth,
    booking_reports,
    bookings,
    devices,
    freelancer_profile,
    gig_search,
    gigs,
    kyc,
    messages,
    offers,
    order_troubles,
    orders,
    payout,
    people,
    places,
    pro_profile,
    pro_schedule,
    pro_search,
    problems,
    reports,
    reviews,
    users,
)
from twiza.api.document import Api
from twiza.api.hot import answers
from twiza.api.idempotency import REPLAYED
from twiza.api.language import Speaks
from twiza.kit.errors import DomainError
from twiza.kit.settings import settings

PREFIX = "/api/v1"
# The busiest first: an address is held against each route in turn.
ROUTERS: tuple[APIRouter, ...] = (
    gig_search.router,
    gigs.router,
    people.router,
    pro_search.router,
    places.router,
    orders.router,
    order_troubles.router,
    bookings.router,
    offers.router,
    payout.router,
    messages.router,
    reports.router,
    booking_reports.router,
    kyc.router,
    freelancer_profile.router,
    pro_profile.router,
    pro_schedule.router,
    users.router,
    reviews.router,
    devices.router,
    account_data.router,
    auth.router,
)


def api_mount() -> Mount:
    """The API's place in the site: its errors, its CORS and its document are its own."""
    return Mount(PREFIX, build_api(), name="api")


def build_api(routers: tuple[APIRouter, ...] = ROUTERS) -> Api:
    """The API as an application; tests give it routes of their own."""
    layers = [_cors(), Middleware(Speaks)]
    api = Api(layers, answers(routers, layers))
    for router in routers:
        api.include_router(router)
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
