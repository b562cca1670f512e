"""How large a request may be: refused by its declared length, cut off while it streams."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from twiza.api import build_api, problems
from twiza.kit.settings import settings
from twiza.web.limits import BodyLimits

GIGABYTE = 1_000_000_000


async def swallow(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def ignore(request: Request) -> PlainTextResponse:
    return PlainTextResponse("I never looked")


def site() -> httpx.AsyncClient:
    routes = [
        Mount("/api/v1", build_api()),
        Route("/swallow", swallow, methods=["POST"]),
        Route("/ignore", ignore, methods=["POST"]),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: problems.http_error})
    app.add_middleware(BodyLimits)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://twiza.test")


async def endless() -> AsyncIterator[bytes]:
    for _ in range(10_000):
        yield b"a" * 65_536


@pytest.mark.parametrize("path", ["/swallow", "/ignore", "/api/v1/users/me"])
async def test_a_declared_gigabyte_is_refused_unread(path: str) -> None:
    async def untouched() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    async with site() as client:
        response = await client.post(path, content=untouched(), headers={"content-length": str(GIGABYTE)})
    assert response.status_code == 413
    assert response.headers["connection"] == "close"
    if path.startswith("/api/"):
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["code"] == "too_large"


async def test_a_stream_without_a_length_is_cut(committed: None) -> None:
    async with site() as client:
        response = await client.post("/swallow", content=endless())
        assert response.status_code == 413
        json_type = {"content-type": "application/json"}
        response = await client.patch("/api/v1/users/me", content=endless(), headers=json_type)
    assert response.status_code == 413
    assert response.json()["code"] == "too_large"


async def test_an_upload_without_a_length_is_cut_too() -> None:
    async with site() as client:
        upload = {"content-type": "multipart/form-data; boundary=x"}
        assert (await client.post("/swallow", content=endless(), headers=upload)).status_code == 413


async def test_up_to_the_limit_all_is_well() -> None:
    async with site() as client:
        assert (await client.post("/swallow", content=b"a" * settings().body_limit)).status_code == 200
        upload = {"content-type": "multipart/form-data; boundary=x"}
        assert (
            await client.post("/swallow", content=b"a" * settings().upload_limit, headers=upload)
        ).status_code == 200
        too_much = b"a" * (settings().body_limit + 1)
        assert (await client.post("/swallow", content=too_much)).status_code == 413
