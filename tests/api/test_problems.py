"""Every error is a problem document with a stable code, in the caller's language, and never tells how we work."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

import pytest
from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlalchemy.exc import TimeoutError as PoolTimeout

from tests.api.calling import caller, is_problem
from tests.cast import Cast
from twiza.api.deps import CurrentViewer, Session
from twiza.api.field_errors import SENTENCES
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge, TooMany, Unavailable
from twiza.kit.i18n import N_, use

router = APIRouter()
SECRET = "postgresql://user:hunter2@db"
RAISED = {
    "forbidden": (Forbidden(), 403),
    "not_found": (NotFound(), 404),
    "conflict": (Conflict(), 409),
    "wrong_state": (Conflict(code="wrong_state"), 409),
    "too_large": (TooLarge(), 413),
    "too_many_tries": (TooMany(90), 429),
    "unavailable": (Unavailable(), 503),
}


class Colour(StrEnum):
    RED = "red"


class Inner(BaseModel):
    city: str


class Everything(BaseModel):
    model_config = {"extra": "forbid"}

    name: str = Field("abcd", min_length=3, max_length=5)
    code: str = Field("a", pattern="^a")
    count: int = Field(3, gt=1, lt=9)
    rating: float = Field(3, ge=1, le=5)
    sure: bool = True
    day: date = date(2026, 11, 21)
    colour: Colour = Colour.RED
    kind: Literal["a", "b"] = "a"
    who: UUID | None = None
    some: list[int] = Field(default=[1], min_length=1, max_length=2)
    inner: Inner | None = None


@router.get("/raise/{name}")
async def raise_it(name: str) -> None:
    if name in RAISED:
        raise RAISED[name][0]
    raise PoolTimeout(SECRET) if name == "busy" else RuntimeError(SECRET)


@router.get("/own")
async def own(viewer: CurrentViewer) -> str:
    return viewer.first_name


@router.get("/fields")
async def fields() -> None:
    raise Invalid({"phone": N_("This field is required.")})


@router.get("/some")
async def some(limit: Annotated[int, Query(le=50)] = 20) -> int:
    return limit


@router.post("/everything")
async def take(body: Everything) -> str:
    return body.name


@router.post("/broken")
async def broken(session: Session) -> None:
    from sqlalchemy import text

    await session.execute(text("SELECT * FROM no_such_table"))


@pytest.mark.parametrize("code", RAISED)
async def test_each_refusal_has_its_status_and_code(code: str) -> None:
    async with caller(routers=[router]) as client:
        response = await client.get(f"/raise/{code}")
    is_problem(response, RAISED[code][1], code)
    if code == "too_many_tries":
        assert response.headers["retry-after"] == "90"


async def test_a_visitor_is_asked_to_sign_in() -> None:
    async with caller(routers=[router]) as client:
        response = await client.get("/own")
    is_problem(response, 401, "sign_in_required")
    assert response.headers["www-authenticate"].startswith("Bearer")


async def test_unknown_addresses_and_methods_are_problems_too() -> None:
    async with caller(routers=[router]) as client:
        is_problem(await client.get("/nowhere"), 404, "not_found")
        response = await client.delete("/own")
    is_problem(response, 405, "method_not_allowed")
    assert response.headers["allow"] == "GET"


async def test_our_faults_tell_nothing(database: str) -> None:
    async with caller(routers=[router]) as client:
        for response in (await client.get("/raise/other"), await client.post("/broken")):
            is_problem(response, 500, "unexpected")
            for leak in (SECRET, "Traceback", "no_such_table", "SELECT", "RuntimeError"):
                assert leak not in response.text


async def test_that_all_connections_are_taken_is_told_as_it_is() -> None:
    async with caller(routers=[router]) as client:
        response = await client.get("/raise/busy")
    is_problem(response, 503, "unavailable")
    assert SECRET not in response.text


async def test_the_wrong_field_is_named() -> None:
    async with caller(routers=[router]) as client:
        body = is_problem(await client.get("/fields"), 422, "invalid_input")
        assert body["errors"] == [{"field": "phone", "code": "invalid", "message": "This field is required."}]
        body = is_problem(await client.get("/some", params={"limit": "99"}), 422, "invalid_input")
        assert body["errors"] == [{"field": "limit", "code": "too_large", "message": "Enter 50 or less."}]


WRONG = {
    "name": ["", "toolong", 7, None],
    "code": ["b"],
    "count": ["x", 1, 9, 1.5, []],
    "rating": ["x", 0, 6],
    "sure": ["perhaps"],
    "day": ["tomorrow"],
    "colour": ["blue"],
    "kind": ["c"],
    "who": ["me"],
    "some": ["x", [], [1, 2, 3]],
    "inner": [{}, 3],
    "other": [1],
}


@pytest.mark.parametrize("field", WRONG)
async def test_what_pydantic_finds_is_said_in_our_words(field: str) -> None:
    async with caller(routers=[router]) as client:
        for value in WRONG[field]:
            body = is_problem(await client.post("/everything", json={field: value}), 422, "invalid_input")
            (error,) = body["errors"]
            assert error["field"].split(".")[0] == field
            assert error["code"] != "invalid"
            assert "{" not in error["message"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b'"text"', b"[" * 50_000])
async def test_bodies_that_are_no_object_are_field_errors(content: bytes) -> None:
    async with caller(routers=[router]) as client:
        response = await client.post(
            "/everything", content=content, headers={"content-type": "application/json"}
        )
    assert response.status_code in {400, 422}, response.text
    assert response.headers["content-type"] == "application/problem+json"


async def test_errors_speak_the_accounts_language_else_the_callers(cast: Cast) -> None:
    async with caller(routers=[router], language="ar") as client:
        response = await client.get("/raise/not_found")
        assert response.headers["content-language"] == "ar"
        arabic = response.json()["detail"]
    async with caller(cast.amina, routers=[router], language="ar") as client:
        response = await client.get("/raise/not_found")
        assert response.headers["content-language"] == "fr"
        french = response.json()["detail"]
    assert len({arabic, french, NotFound.message}) == 3


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_field_sentence_is_translated(language: str) -> None:
    from twiza.kit.i18n import gettext

    with use(language):
        assert not [sentence for _, sentence in SENTENCES.values() if gettext(sentence) == sentence]
