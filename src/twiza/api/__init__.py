"""The JSON API under /api/v1: one module per area, problem documents for errors, pages by cursor.

Pages and the worker use parts of it; its routes, a quarter of what a start loads, are for `loading` to bring.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from starlette.routing import Mount

from twiza.api.loading import API

if TYPE_CHECKING:
    from fastapi import APIRouter

    from twiza.api.document import Api

__all__ = ["API", "PREFIX", "api_mount", "build_api"]
PREFIX = "/api/v1"


def api_mount() -> Mount:
    """The API's place in the site: its errors, its CORS and its document are its own."""
    return Mount(PREFIX, API, name="api")


def build_api(routers: "Sequence[APIRouter] | None" = None) -> "Api":
    """The API as an application; tests give it routes of their own."""
    from twiza.api import building

    return building.build(building.routers() if routers is None else routers)
