"""Calling the API as a program does: with a Bearer token, or as somebody passing by."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
from fastapi import APIRouter
from starlette.types import ASGIApp, Receive, Scope, Send

from twiza import api
from twiza.accounts.models import Account
from twiza.accounts.viewer import Viewer
from twiza.kit.i18n import use


class As:
    """Stands where the session and language middlewares stand in the whole site."""

    def __init__(self, app: ASGIApp, viewer: Viewer | None, language: str) -> None:
        self.app = app
        self.viewer = viewer
        self.language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"] = {"viewer": self.viewer, "request_id": "r-1"}
        with use(self.language):
            await self.app(scope, receive, send)


@asynccontextmanager
async def caller(
    account: Account | None = None, *, routers: Sequence[APIRouter] | None = None, language: str = "en"
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the API alone, already signed in as this account."""
    app = As(api.build_api(routers), viewer_of(account) if account else None, language)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://twiza.test") as client:
        yield client


def viewer_of(account: Account) -> Viewer:
    return Viewer(
        id=account.id,
        first_name=account.first_name,
        last_name=account.last_name,
        email=account.email,
        hat=account.active_hat,
        hats=(account.active_hat,),
        is_admin=account.is_admin,
        permissions=frozenset(account.permissions),
        avatar_url=None,
        language=account.language,
        phone_verified=True,
        email_verified=True,
        has_totp=False,
        version=1,
        auth_time=datetime.now(UTC),
    )


def is_problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Assert the answer is this problem document, and give its body."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["title"]
    assert body["detail"]
    assert body["type"].endswith(f"/api/docs#{code}")
    assert body["instance"] == "urn:request:r-1"
    return body
