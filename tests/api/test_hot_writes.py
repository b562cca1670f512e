"""A plain call, which passes FastAPI by, is answered as any other; whatever is wrong is told in the same words."""

from typing import Any

import httpx
import orjson
import pytest

from tests.api.calling import As, viewer_of
from tests.cast import Cast
from twiza import api
from twiza.accounts.viewer import Viewer
from twiza.api import messages
from twiza.api.document import Api
from twiza.kit import ids

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
