"""Other sites' pages may call the API only from the configured origins, told exactly."""

from collections.abc import Iterator

import pytest

from tests.api.calling import caller, is_problem
from twiza.kit.settings import settings

APP = "https://app.twiza.example"


@pytest.fixture(autouse=True)
def configured(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TWIZA_CORS_ORIGINS", f'["{APP}"]')
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def preflight(
    origin: str, method: str = "PATCH", headers: str = "authorization, idempotency-key"
) -> dict[str, str]:
    return {
        "origin": origin,
        "access-control-request-method": method,
        "access-control-request-headers": headers,
    }


async def test_the_configured_origin_may_call_and_read(database: str) -> None:
    async with caller() as client:
        asked = await client.options("/users/me", headers=preflight(APP))
        assert asked.status_code == 200
        assert asked.headers["access-control-allow-origin"] == APP
        assert asked.headers["access-control-allow-credentials"] == "true"
        assert "PATCH" in asked.headers["access-control-allow-methods"]
        response = await client.get("/cities", headers={"origin": APP})
        assert response.headers["access-control-allow-origin"] == APP
        assert "Origin" in response.headers["vary"]
        assert "Idempotent-Replayed" in response.headers["access-control-expose-headers"]


async def test_errors_can_be_read_too() -> None:
    async with caller() as client:
        response = await client.get("/users/me", headers={"origin": APP})
    is_problem(response, 401, "sign_in_required")
    assert response.headers["access-control-allow-origin"] == APP


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://app.twiza.example",
        "https://app.twiza.example.evil.example",
        "https://evil-app.twiza.example",
        "https://app.twiza.example:8443",
        "null",
        APP.upper(),
    ],
)
async def test_any_other_origin_may_not(database: str, origin: str) -> None:
    async with caller() as client:
        asked = await client.options("/users/me", headers=preflight(origin))
        assert "access-control-allow-origin" not in asked.headers
        response = await client.get("/cities", headers={"origin": origin})
        assert "access-control-allow-origin" not in response.headers
        assert "Origin" in response.headers["vary"]
