"""The OpenAPI document: complete, with an example for everything, and true to what is answered."""

import json
from typing import Any

import httpx
import pytest

from twiza import api
from twiza.api.document import TAGS
from twiza.api.problems import CODES
from twiza.api.schemas.problem import PROBLEM_EXAMPLES


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return api.build_api().openapi()


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", told)
        for path, ways in document["paths"].items()
        for method, told in ways.items()
    ]


def test_it_is_openapi_31_at_its_address(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "/api/v1"}]
    assert {"/users/me", "/users/{user_id}", "/freelancers", "/pros", "/cities", "/categories"} <= set(
        document["paths"]
    )


def test_every_shape_has_an_example(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert [name for name, shape in schemas.items() if not shape.get("examples")] == []
    assert "HTTPValidationError" not in json.dumps(document)


def test_every_call_is_described_and_has_a_shape(document: dict[str, Any]) -> None:
    names = [told["operationId"] for _, told in operations(document)]
    assert len(names) == len(set(names))
    for call, told in operations(document):
        assert told.get("description"), call
        assert told["tags"][0] in TAGS, call
        well = [answer for code, answer in told["responses"].items() if code.startswith("2")]
        assert well, call
        for answer in well:
            if "204" not in told["responses"]:
                assert next(iter(answer["content"].values()))["schema"], call


def test_every_refusal_is_a_problem_document(document: dict[str, Any]) -> None:
    for call, told in operations(document):
        for code, answer in told["responses"].items():
            if int(code) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], call
                assert answer["content"]["application/problem+json"]["example"]["status"] == int(code)
        assert ("401" in told["responses"]) == ("security" in told) or "security" not in told, call


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]

    def references(part: object) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [one for inner in part.values() for one in references(inner)]
        return [one for inner in part for one in references(inner)] if isinstance(part, list) else []

    assert {one.rpartition("/")[2] for one in references(document)} <= set(schemas)


def test_the_examples_of_problems_are_what_the_codes_say() -> None:
    assert all(CODES[example["code"]][0] == status for status, example in PROBLEM_EXAMPLES.items())


async def test_it_is_served(client: httpx.AsyncClient, document: dict[str, Any]) -> None:
    response = await client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response.json()["paths"].keys() == document["paths"].keys()
