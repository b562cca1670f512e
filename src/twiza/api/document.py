"""The OpenAPI document: what FastAPI knows, plus what every route shares (problems, sign-in)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from twiza.api import hot_writes
from twiza.api.deps import current_viewer
from twiza.api.examples import example_of
from twiza.api.hot_writes import PlainCalls
from twiza.api.idempotency import once
from twiza.api.problems import MEDIA_TYPE, TITLES
from twiza.api.schemas.problem import PROBLEM_EXAMPLES, Problem
from twiza.kit.i18n import N_

TITLE = "Twiza API"
VERSION = "1.0"
DESCRIPTION = (
    "The services of Twiza, and the people who offer them, as JSON. Sign in, then send the token as "
    "`Authorization: Bearer`. Times are UTC (`Z`), a local string beside them; amounts are whole centimes "
    "of a dirham. Errors are RFC 9457 problem documents with a stable `code`; lists page by cursor; creating "
    "calls take an `Idempotency-Key`."
)
TAGS: Mapping[str, str] = {
    "account": N_("Signing up, signing in, and your own account."),
    "people": N_("Freelancers and pros, as everybody may see them."),
    "gigs": N_("What freelancers offer: found, read, written and published."),
    "pros": N_("Your own profile as a pro: services, hours, and what is closed or opened."),
    "orders": N_("What was bought: from the order to approved work, with offers and disputes."),
    "bookings": N_(
        "Visits of a pro: asked of up to three, confirmed by the first, moved, done or cancelled."
    ),
    "reviews": N_("What the two parties of a finished order say of each other."),
    "messages": N_("Conversations between two people, and reports of what is wrong."),
    "administration": N_("For administrators: papers to check, reports to answer, penalties to excuse."),
    "places": N_("Cities and categories, named in three languages, and the pros found there."),
}
_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "twiza"},
}


class Api(FastAPI):
    """A FastAPI application that documents the problems each route may answer with; hot calls pass it by."""

    def __init__(self, middleware: Sequence[Middleware], hot: Mapping[str, ASGIApp | PlainCalls]) -> None:
        self.hot = hot
        super().__init__(
            title=TITLE,
            version=VERSION,
            description=DESCRIPTION,
            openapi_tags=[{"name": name, "description": told} for name, told in TAGS.items()],
            servers=[{"url": "/api/v1"}],
            root_path_in_servers=False,
            docs_url=None,
            redoc_url=None,
            openapi_url="/openapi.json",
            separate_input_output_schemas=False,
            middleware=middleware,
            # Redirects of Starlette's own would name the origin that a request seems to have.
            redirect_slashes=False,
            generate_unique_id_function=lambda route: route.name,
            telemetry={"auto_configure": False},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path, named = scope["path"].removeprefix(scope["root_path"]), list[str]()
            if scope["method"] != "GET":
                path, named = hot_writes.address_of(scope["method"], path)
            answer = self.hot.get(path)
            if isinstance(answer, PlainCalls):
                answer, receive = await answer.take(scope, receive, named)
            if answer is not None:
                await answer(scope, receive, send)
                return
        await super().__call__(scope, receive, send)

    def openapi(self) -> dict[str, Any]:
        """Completed once; FastAPI makes a new document only after a route was added."""
        document = super().openapi()
        if "Problem" not in document.setdefault("components", {}).setdefault("schemas", {}):
            _complete(document, list(_documented(self)))
        return document


def _documented(api: FastAPI) -> Iterator[tuple[str, str, Dependant]]:
    for context in iter_route_contexts(api.routes):
        if isinstance(context.original_route, APIRoute) and context.include_in_schema:
            for method in context.methods or ():
                yield context.path_format or "", method.lower(), context.dependant


def _complete(document: dict[str, Any], routes: list[tuple[str, str, Dependant]]) -> None:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = document["components"]["schemas"]
    schemas |= {**schema.pop("$defs", {}), "Problem": schema}
    for frameworks_own in ("HTTPValidationError", "ValidationError"):
        schemas.pop(frameworks_own, None)
    for shape in schemas.values():
        shape.setdefault("examples", [example_of(shape, schemas)])
    document["components"]["securitySchemes"] = _SCHEMES
    for path, method, dependant in routes:
        operation = document["paths"][path][method]
        calls = set(_calls(dependant))
        if current_viewer in calls:
            operation["security"] = [{name: []} for name in _SCHEMES]
        for status in sorted(_refusals(operation, calls, has_id="{" in path)):
            operation["responses"][str(status)] = _problem(status)
        operation["responses"] = dict(sorted(operation["responses"].items()))


def _calls(dependant: Dependant) -> Iterator[object]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from _calls(inner)


def _refusals(operation: dict[str, Any], calls: set[object], *, has_id: bool) -> set[int]:
    """The refusals a route is bound to know: told from what it asks for."""
    declared = {int(code) for code in operation["responses"] if code.isdigit() and int(code) >= 400}
    found = declared | ({401} if current_viewer in calls else set()) | ({404} if has_id else set())
    if once in calls:
        found |= {409, 422}
    return found | ({422} if operation.get("parameters") or "requestBody" in operation else set())


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": TITLES[status],
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": PROBLEM_EXAMPLES[status],
            }
        },
    }
