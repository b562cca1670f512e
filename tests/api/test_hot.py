"""Marked reads answer exactly as FastAPI would have."""

import httpx
import pytest

from tests.api.calling import As
from tests.cast import Cast
from twiza import api

ASKED = (
    "",
    "?total=1",
    "?total=perhaps",
    "?city=casablanca&city=rabat",
    "?q=",
    f"?q={'x' * 101}",
    "?cursor=forged",
    f"?cursor={'x' * 401}",
    "?unknown=1",
)


async def answered(query: str, *, hot: bool) -> httpx.Response:
    app = api.build_api()
    assert {"/freelancers"} <= set(app.hot)
    if not hot:
        app.hot = {}
    transport = httpx.ASGITransport(As(app, None, "fr"))
    async with httpx.AsyncClient(transport=transport, base_url="http://twiza.test") as client:
        return await client.get(f"/freelancers{query}", headers={"origin": "https://else.example"})


@pytest.mark.parametrize("query", ASKED)
async def test_both_ways_answer_alike(cast: Cast, query: str) -> None:
    by_hot, by_framework = await answered(query, hot=True), await answered(query, hot=False)
    assert by_hot.status_code == by_framework.status_code
    assert by_hot.json() == by_framework.json()
    assert by_hot.headers == by_framework.headers
