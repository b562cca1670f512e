"""The busiest writes: their plain calls are answered ahead of FastAPI's layers, as it would answer them.

Whatever is unusual about a call, or wrong with it, is left to FastAPI, which then reads it from its beginning.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar, get_type_hints
from uuid import UUID

from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twiza.api import problems
from twiza.kit.errors import DomainError

Endpoint = TypeVar("Endpoint", bound=Callable[..., Awaitable[Response]])
_marked: dict[object, Callable[..., Awaitable[Response]]] = {}
_LONGEST = 32_768
_NAMED = re.compile(r"\{\w+\}")
_ID = re.compile(r"(?<=/)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=/|$)")
_SOME_ID = "{id}"


def plainly(write: Callable[..., Awaitable[Response]]) -> Callable[[Endpoint], Endpoint]:
    """Mark a write whose plain calls this function answers as well; it opens its own transaction.

    It is given the viewer, the id that the address names if it names one, and what was `asked`.
    """

    def mark(endpoint: Endpoint) -> Endpoint:
        _marked[endpoint] = write
        return endpoint

    return mark


def marked(route: APIRoute) -> "Written | None":
    write = _marked.get(route.endpoint)
    return Written(route, write, get_type_hints(write)["asked"]) if write else None


@dataclass(frozen=True)
class Written:
    """One marked route, for a call that was found to be plain."""

    route: APIRoute
    write: Callable[..., Awaitable[Response]]
    shape: type[BaseModel]

    @property
    def address(self) -> str:
        """Its method and path, whatever its id is called there."""
        method = next(iter(self.route.methods or ()))
        return f"{method} {_NAMED.sub(_SOME_ID, self.route.path)}"

    @property
    def ids(self) -> int:
        """How many ids its address names."""
        return len(_NAMED.findall(self.route.path))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The log and the figures name requests by it.
        scope["route"] = self.route
        try:
            response = await self.write(scope["state"]["viewer"], *scope["named"], scope["asked"])
        except DomainError as error:
            response = await problems.domain_error(Request(scope), error)
        await response(scope, receive, send)


@dataclass(frozen=True)
class PlainCalls:
    """Tells calls apart: a plain one is short JSON of the declared shape, by somebody, without an idempotency key."""

    app: ASGIApp
    shape: type[BaseModel]
    ids: int

    async def take(self, scope: Scope, receive: Receive, named: list[str]) -> tuple[ASGIApp | None, Receive]:
        """Who answers, if it is plain, and where the body is read from now on."""
        headers: dict[bytes, bytes] = dict(scope["headers"])
        length = headers.get(b"content-length", b"")
        if (
            scope.get("state", {}).get("viewer") is None
            or headers.get(b"content-type") != b"application/json"
            or b"idempotency-key" in headers
            or not length.isdigit()
            or int(length) > _LONGEST
            # Somebody spelled out what stands for an id.
            or len(named) != self.ids
        ):
            return None, receive
        message = await receive()
        if message["type"] == "http.request" and not message.get("more_body"):
            try:
                scope["named"] = [UUID(one) for one in named]
                scope["asked"] = self.shape.model_validate_json(message.get("body", b""))
            except ValidationError:
                return None, _again(message, receive)
            return self.app, receive
        return None, _again(message, receive)


def address_of(method: str, path: str) -> tuple[str, list[str]]:
    """The address of a call as `Written` has it, and the ids it names."""
    return f"{method} {_ID.sub(_SOME_ID, path)}", _ID.findall(path)


def _again(message: Message, receive: Receive) -> Receive:
    """What was read already, then the rest."""
    waiting: list[Any] = [message]

    async def read() -> Message:
        return waiting.pop() if waiting else await receive()

    return read
