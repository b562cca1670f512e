"""The busiest reads: answered ahead of FastAPI's layers, by the very functions that it documents."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar, get_type_hints

from fastapi import APIRouter
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from twiza.accounts.viewer import Viewer
from twiza.api import hot_writes, problems
from twiza.api.hot_writes import PlainCalls
from twiza.kit.errors import DomainError

Asked = TypeVar("Asked", bound=BaseModel)
_shapes: dict[object, type[BaseModel]] = {}


def hot(read: Callable[[Viewer | None, Asked], Awaitable[Response]]) -> Callable[..., Awaitable[Response]]:
    """Mark a GET that takes (viewer, asked) and makes its own answer; each field of `asked` holds one value."""
    _shapes[read] = get_type_hints(read)["asked"]
    return read


def answers(
    routers: Sequence[APIRouter], middleware: Sequence[Middleware]
) -> Mapping[str, ASGIApp | PlainCalls]:
    """The marked routes by their path, writes by method and path, each inside the layers that all of the API has."""
    found: dict[str, ASGIApp | PlainCalls] = {}
    for route in (one for router in routers for one in router.routes if isinstance(one, APIRoute)):
        if route.endpoint in _shapes:
            found[route.path] = _inside(Read(route, _shapes[route.endpoint]), middleware)
        elif write := hot_writes.marked(route):
            found[write.address] = PlainCalls(_inside(write, middleware), write.shape, write.ids)
    return found


def _inside(app: ASGIApp, middleware: Sequence[Middleware]) -> ASGIApp:
    for layer in reversed(middleware):
        app = layer.cls(app, *layer.args, **layer.kwargs)
    return app


class Read:
    """One marked route, answering as FastAPI would, errors included."""

    def __init__(self, route: APIRoute, shape: type[BaseModel]) -> None:
        self.route = route
        self.shape = shape

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The log and the figures name requests by it.
        scope["route"] = self.route
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        try:
            asked = self.shape.model_validate(dict(request.query_params))
        except ValidationError as error:
            found = [{**one, "loc": ("query", *one["loc"])} for one in error.errors()]
            return await problems.validation_error(request, RequestValidationError(found))
        try:
            return await self.route.endpoint(getattr(request.state, "viewer", None), asked)
        except DomainError as error:
            return await problems.domain_error(request, error)
