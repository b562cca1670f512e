"""A plain call, which passes FastAPI by, is answered as any other; whatever is wrong is told in the same words."""

from typing import Any

import httpx
import orjson
import pytest

from tests.api.calling import As, viewer_of
from tests.bookings import telling
from tests.cast import Cast
from twiza import api
from twiza.accounts.viewer import Viewer
from twiza.api import bookings, messages
from twiza.api.document import Api
from twiza.kit import ids
from twiza.kit.db import unit_of_work

_OF_THE_MOMENT = ("id", "created_at", "created_local")


def _bodies(cast: Cast) -> list[bytes]:
    to = str(cast.youssef.id)
    asked: list[Any] = [
        {"to": to, "text": "Bonjour 👋 \u202eمرحبا"},
        {"to": to, "text": "Bonjour", "order_id": None},
        {"to": to, "text": "Bonjour", "order_id": str(ids.new())},
        {"to": to, "text": "  "},
        {"to": to, "text": "x" * 5_001},
        {"to": to, "text": 7},
        {"to": to, "text": "Bonjour\0"},
        {"to": to},
        {"to": to, "text": "Bonjour", "unknown": True},
        {"to": str(cast.amina.id), "text": "Moi"},
        {"to": str(ids.new()), "text": "Personne"},
        {"to": "no id", "text": "Personne"},
        [to],
        None,
    ]
    return [*map(orjson.dumps, asked), b"", b"{", b'{"to":"' + to.encode() + b'","text":"\\ud800"}']


@pytest.fixture(scope="module")
def apps() -> tuple[Api, Api]:
    """As it is, and left to FastAPI alone."""
    hot, plain = api.build_api((messages.router,)), api.build_api((messages.router,))
    assert "POST /messages" in hot.hot
    plain.hot = {}
    return hot, plain


async def answered(app: Api, viewer: Viewer | None, body: bytes) -> httpx.Response:
    transport = httpx.ASGITransport(As(app, viewer, "fr"))
    async with httpx.AsyncClient(transport=transport, base_url="http://twiza.test") as client:
        told = {"content-type": "application/json", "origin": "https://else.example"}
        return await client.post("/messages", content=body, headers=told)


@pytest.mark.parametrize("known", [True, False])
async def test_both_ways_answer_alike(apps: tuple[Api, Api], cast: Cast, *, known: bool) -> None:
    viewer = viewer_of(cast.amina) if known else None
    for body in _bodies(cast):
        by_hot, by_framework = [await answered(app, viewer, body) for app in apps]
        assert by_hot.status_code == by_framework.status_code, body
        assert _lasting(by_hot) == _lasting(by_framework), body
        assert by_hot.headers == by_framework.headers, body


def _lasting(answer: httpx.Response) -> dict[str, Any]:
    return {name: value for name, value in answer.json().items() if name not in _OF_THE_MOMENT}


async def test_a_write_that_names_its_row_answers_alike_too(cast: Cast) -> None:
    hot, plain = api.build_api((bookings.router,)), api.build_api((bookings.router,))
    assert "PATCH /bookings/{id}/confirm" in hot.hot
    plain.hot = {}
    async with unit_of_work() as session:
        await telling.open_all(session, cast.hassan)
        asked = [
            (await telling.ask(session, cast.amina, [cast.hassan], telling.at(hour)))[0].id
            for hour in (9, 11)
        ]
    answers = [
        (asked[0], cast.youssef, b'{"duration":"H1"}'),
        (asked[0], cast.amina, b'{"duration":"H1"}'),
        (asked[0], cast.hassan, b'{"duration":"H5"}'),
        (asked[0], cast.hassan, b"{}"),
        (ids.new(), cast.hassan, b'{"duration":"H1"}'),
        ("no-id", cast.hassan, b'{"duration":"H1"}'),
    ]
    for booking, who, body in answers:
        by_hot, by_framework = [await confirmed(app, viewer_of(who), booking, body) for app in (hot, plain)]
        assert by_hot.status_code == by_framework.status_code >= 400, body
        assert by_hot.json() == by_framework.json(), body
        assert by_hot.headers == by_framework.headers, body
    won = [
        await confirmed(app, viewer_of(cast.hassan), booking, b'{"duration":"H2"}')
        for app, booking in zip((hot, plain), asked, strict=True)
    ]
    assert [one.status_code for one in won] == [200, 200]
    assert won[0].json().keys() == won[1].json().keys()


async def confirmed(app: Api, viewer: Viewer, booking: object, body: bytes) -> httpx.Response:
    transport = httpx.ASGITransport(As(app, viewer, "fr"))
    async with httpx.AsyncClient(transport=transport, base_url="http://twiza.test") as client:
        told = {"content-type": "application/json"}
        return await client.patch(f"/bookings/{booking}/confirm", content=body, headers=told)
