"""One form for all logs, and nothing in them that is secret or personal."""

import json
import logging
from collections.abc import Iterator

import httpx
import pytest
import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from twiza.kit import logs
from twiza.web.request_id import RequestId, RouteName


class Lines:
    """What was written, read as JSON."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self.capture = capture

    def all(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.capture.readouterr().err.splitlines()]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    logs.configure()
    yield Lines(capsys)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    logging.captureWarnings(capture=False)
    root.handlers, root.level = handlers, level


def test_secrets_are_masked_by_the_name_of_their_key(lines: Lines) -> None:
    structlog.get_logger().info(
        "sent",
        password="x",
        new_password="x",
        code="123456",
        access_token="x",
        phone="+212611111111",
        email="a@b.ma",
        headers={"Authorization": "Bearer x", "accept": "text/html"},
        tries=[{"totp": "1"}],
        channel="sms",
    )
    (line,) = lines.all()
    assert line["headers"] == {"Authorization": logs.MASK, "accept": "text/html"}
    assert line["tries"] == [{"totp": logs.MASK}]
    assert {line[key] for key in ("password", "new_password", "code", "access_token", "phone", "email")} == {
        logs.MASK
    }
    assert (line["event"], line["channel"], line["level"]) == ("sent", "sms", "info")


def test_personal_data_in_free_text_is_masked_by_its_look(lines: Lines) -> None:
    try:
        raise ValueError(
            "Key (phone)=(+212611111111) exists; mail amina@example.ma, token eyJhbGc.eyJzdWI.abc-_1"
        )
    except ValueError:
        structlog.get_logger().exception("no luck for +212 6 11 11 11 11")
    (line,) = lines.all()
    written = json.dumps(line)
    assert "ValueError: Key (phone)=" in str(line["exception"])
    assert not any(secret in written for secret in ("611111111", "11 11 11", "amina@", "eyJzdWI"))


def test_ids_and_moments_stay_readable() -> None:
    kept = "019aa7c2-7b1e-7e0c-9a50-3b2d1f0c4e6a at 2026-11-21T12:00:00.000000+00:00 10.0.0.1:5432"
    assert logs.scrub(kept) == kept


def test_the_standard_librarys_records_take_the_same_way(lines: Lines) -> None:
    # pytest has changed stderr since the fixture was set up.
    logs.configure()
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        logging.getLogger("uvicorn.error").warning("odd header from %s", "amina@example.ma")
        logging.getLogger("uvicorn.access").info("GET /reset?token=1")
    (line,) = lines.all()
    assert (line["event"], line["logger"]) == (f"odd header from {logs.MASK}", "uvicorn.error")
    assert line["request_id"] == "abc"


async def _profile(request: Request) -> PlainTextResponse:
    structlog.get_logger().info("within")
    return PlainTextResponse(request.state.request_id)


def _client() -> httpx.AsyncClient:
    made = Starlette(routes=[Route("/people/{name}", _profile)])
    made.add_middleware(RouteName)
    made.add_middleware(RequestId)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=made), base_url="http://twiza.test")


async def test_a_request_is_one_line_with_its_route_and_never_its_address(lines: Lines) -> None:
    async with _client() as client:
        answer = await client.get("/people/amina?token=secret-token")
    within, access = lines.all()
    assert (access["event"], access["method"], access["route"], access["status"]) == (
        "request",
        "GET",
        "/people/{name}",
        200,
    )
    assert "amina" not in json.dumps(access)
    assert "secret-token" not in json.dumps(access)
    assert within["request_id"] == access["request_id"] == answer.headers["x-request-id"] == answer.text


@pytest.mark.usefixtures("lines")
async def test_a_sane_id_from_outside_is_kept_and_a_mad_one_replaced() -> None:
    async with _client() as client:
        kept = await client.get("/people/x", headers={"x-request-id": "proxy-4711-abc"})
        long = await client.get("/people/x", headers={"x-request-id": "a" * 200})
        forged = await client.get("/people/x", headers={"x-request-id": 'abcdefgh" level="x'})
    assert kept.text == "proxy-4711-abc"
    assert len(long.text) == len(forged.text) == 32


async def test_an_unknown_page_has_no_route(lines: Lines) -> None:
    async with _client() as client:
        await client.get("/secret/path")
    (access,) = lines.all()
    assert (access["route"], access["status"]) == ("unmatched", 404)
