"""The API's reference at /api/docs, and the way from its forms to the calls themselves."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from twiza import api
from twiza.api.problems import CODES
from twiza.api.schemas.problem import PROBLEM_EXAMPLES
from twiza.kit.errors import NotFound
from twiza.kit.settings import settings
from twiza.web.api_docs import reference
from twiza.web.api_docs.reference import Area, Operation
from twiza.web.page import render


@lru_cache
def document() -> Mapping[str, Any]:
    """The same document as at /api/v1/openapi.json."""
    return api.build_api().openapi()


@lru_cache
def areas() -> list[Area]:
    return reference.areas(document())


async def show(request: Request) -> Response:
    """How to begin, every call by its name, and the errors."""
    return render(
        request,
        "api_docs/index.html",
        base=api.PREFIX,
        areas=areas(),
        origin=settings().public_url,
        codes=CODES,
        problem=json.dumps(PROBLEM_EXAMPLES[422], ensure_ascii=False, indent=2),
        coloured=reference.coloured,
    )


async def show_area(request: Request) -> Response:
    """The calls about one thing, with their examples."""
    for area in areas():
        if area.name == request.path_params["area"]:
            return render(request, "api_docs/area.html", area=area, coloured=reference.coloured)
    raise NotFound


async def try_call(request: Request) -> Response:
    """From a form's fields to the address of the call; what was left empty is left out."""
    called = _operation(request.path_params["operation"])
    path = called.path
    asked: dict[str, str] = {}
    for one in called.parameters:
        value = request.query_params.get(one.name, "").strip()
        if one.place == "path":
            path = path.replace(f"{{{one.name}}}", quote(value or "-", safe=""))
        elif one.place == "query" and value:
            asked[one.name] = value
    return RedirectResponse(f"{api.PREFIX}{path}" + (f"?{urlencode(asked)}" if asked else ""), 303)


def _operation(name: str) -> Operation:
    for area in areas():
        for operation in area.operations:
            if operation.id == name and operation.can_be_tried:
                return operation
    raise NotFound


routes = [
    Route("/api/docs", show),
    Route("/api/docs/{area}", show_area),
    Route("/api/docs/try/{operation}", try_call),
]
