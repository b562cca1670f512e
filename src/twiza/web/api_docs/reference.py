"""The OpenAPI document, arranged for reading: by area, with examples and a line to try."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from minijinja import Markup

from twiza.api.examples import example_of, type_of
from twiza.kit.i18n import N_, gettext
from twiza.kit.settings import settings

Document = Mapping[str, Any]
TITLES: Mapping[str, str] = {
    "account": N_("Account"),
    "people": N_("People"),
    "gigs": N_("Gigs"),
    "pros": N_("Pros"),
    "orders": N_("Orders"),
    "bookings": N_("Bookings"),
    "reviews": N_("Reviews"),
    "messages": N_("Messages"),
    "places": N_("Cities and categories"),
    "administration": N_("Administration"),
}
_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?')


@dataclass(frozen=True)
class Parameter:
    """One value of an address, a query or a header; or one field of a body."""

    name: str
    place: str
    type: str
    required: bool
    description: str
    example: str


@dataclass(frozen=True)
class Answer:
    """One way a call may end."""

    status: str
    description: str
    example: str


@dataclass(frozen=True)
class Operation:
    """One call."""

    id: str
    method: str
    path: str
    summary: str
    needs_sign_in: bool
    parameters: tuple[Parameter, ...]
    fields: tuple[Parameter, ...]
    body: str
    answers: tuple[Answer, ...]
    curl: str

    @property
    def can_be_tried(self) -> bool:
        """A link in a browser can only ask."""
        return self.method == "get"


@dataclass(frozen=True)
class Area:
    """The calls about one thing."""

    name: str
    description: str
    operations: tuple[Operation, ...]

    @property
    def title(self) -> str:
        """What people call it."""
        return gettext(TITLES.get(self.name, self.name))


def areas(document: Document) -> list[Area]:
    """Every call of the document, under its tag."""
    found = list(_operations(document))
    told = {tag["name"]: tag["description"] for tag in document["tags"]}
    names = list(dict.fromkeys([*told, *(name for name, _ in found)]))
    grouped = {name: tuple(call for tag, call in found if tag == name) for name in names}
    return [Area(name, told.get(name, ""), calls) for name, calls in grouped.items() if calls]


def _operations(document: Document) -> Iterator[tuple[str, Operation]]:
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            yield told["tags"][0], _operation(document, path, method, told)


def _operation(document: Document, path: str, method: str, told: Mapping[str, Any]) -> Operation:
    schemas = document["components"]["schemas"]
    content = told.get("requestBody", {}).get("content", {})
    shape = next((kind["schema"] for kind in content.values()), None)
    body = _json(example_of(shape, schemas)) if shape else ""
    needs_sign_in = "security" in told
    parameters = tuple(_parameter(one, schemas) for one in told.get("parameters", ()))
    return Operation(
        id=told["operationId"],
        method=method,
        path=path,
        summary=told.get("description") or told["summary"],
        needs_sign_in=needs_sign_in,
        parameters=parameters,
        fields=tuple(_fields(shape, schemas)) if shape else (),
        body=body,
        answers=tuple(_answer(code, answer, schemas) for code, answer in told["responses"].items()),
        curl=_curl(document, path, method, parameters, body, needs_sign_in=needs_sign_in),
    )


def _parameter(told: Mapping[str, Any], schemas: Mapping[str, Any]) -> Parameter:
    example = told.get("example", example_of(told["schema"], schemas))
    return Parameter(
        name=told["name"],
        place=told["in"],
        type=type_of(told["schema"]),
        required=told.get("required", False),
        description=told.get("description", ""),
        example="" if example in (None, False, "…") else str(example),
    )


def _fields(shape: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[Parameter]:
    """The fields of a body, one level deep."""
    whole = schemas[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape
    for name, part in whole.get("properties", {}).items():
        required = name in whole.get("required", ())
        yield Parameter(name, "body", type_of(part), required, part.get("description", ""), "")


def _answer(code: str, told: Mapping[str, Any], schemas: Mapping[str, Any]) -> Answer:
    content = next(iter(told.get("content", {}).values()), {})
    # What an error looks like stands once, with the list of errors.
    shown = "schema" in content and int(code) < 400
    return Answer(code, told["description"], _json(example_of(content["schema"], schemas)) if shown else "")


def _curl(
    document: Document,
    path: str,
    method: str,
    parameters: tuple[Parameter, ...],
    body: str,
    *,
    needs_sign_in: bool,
) -> str:
    """The call as one line for a terminal."""
    for one in parameters:
        if one.place == "path":
            path = path.replace(f"{{{one.name}}}", one.example or "…")
    words = ["curl", settings().public_url + document["servers"][0]["url"] + path]
    if method != "get":
        words[1:1] = ["-X", method.upper()]
    if needs_sign_in:
        words += ["-H", "Authorization: Bearer $TOKEN"]
    words += [
        word
        for one in parameters
        if one.name == "Idempotency-Key"
        for word in ("-H", f"{one.name}: {one.example}")
    ]
    if body:
        words += ["--json", json.dumps(json.loads(body), ensure_ascii=False)]
    # Double quotes round the token, so that the shell fills it in.
    return shlex.join(words).replace("'Authorization: Bearer $TOKEN'", '"Authorization: Bearer $TOKEN"')


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


@lru_cache(maxsize=500)
def coloured(text: str) -> Markup:
    """JSON with its names and texts marked, for the stylesheet."""
    return Markup("".join(_marked(text)))


def _marked(text: str) -> Iterator[str]:
    at = 0
    for found in _TOKEN.finditer(text):
        kind = "name" if found[2] else "text"
        yield escape(text[at : found.start()])
        yield f'<span class="json-{kind}">{escape(found[1])}</span>{found[2] or ""}'
        at = found.end()
    yield escape(text[at:])
