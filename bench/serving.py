"""Requests per second: the home page and an API list, against bare routes with the same bytes and the same SQL."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
from sqlalchemy.dialects.postgresql import asyncpg as dialect

from bench import wrk
from bench.reporting import Line
from tests.site import free_port, running_site
from twiza.accounts.models import HatKind
from twiza.api.people import Wanted, page_statement

WORKERS = 2
HOME, LIST = 0.35, 0.4


def measure(folder: Path) -> list[Line]:
    """Two processes each; interleaved rounds."""
    with running_site(folder / "site", TWIZA_WEB_WORKERS=str(WORKERS), TWIZA_ENV="development") as site:
        home, people = f"{site.address}/", f"{site.address}/api/v1/freelancers"
        body = httpx.get(home, headers={"accept-language": "fr"}).content
        answer = httpx.get(people, headers={"accept-language": "fr"}).json()
        (folder / "home.html").write_bytes(body)
        given = {
            "home": str(folder / "home.html"),
            "dsn": site.dsn,
            "sql": _sql(),
            "next_cursor": answer["next_cursor"],
        }
        with running_floor(folder, given) as address:
            floor = httpx.get(f"{address}/people").json()
            if [item["id"] for item in floor["items"]] != [item["id"] for item in answer["items"]]:
                raise RuntimeError("The floor and the API don't answer with the same people")
            bare_home, our_home = wrk.rates(f"{address}/home", home, headers=("accept-language: fr",))
            bare_list, our_list = wrk.rates(f"{address}/people", people, headers=("accept-language: fr",))
    return [
        Line(
            "home, anonymous, 2 processes, against a bare route", our_home, "req/s", bare_home, at_least=HOME
        ),
        Line(
            "API list, 2 processes, against Starlette + asyncpg", our_list, "req/s", bare_list, at_least=LIST
        ),
    ]


def _sql() -> str:
    """The API's own statement, its values written in."""
    statement = page_statement(Wanted(city=False, category=False, q=False, after=False), "fr")
    bound = statement.params(hat=HatKind.FREELANCER)
    return str(bound.compile(dialect=dialect.dialect(), compile_kwargs={"literal_binds": True}))


@contextmanager
def running_floor(
    folder: Path, given: Mapping[str, object], app: str = "bench.floors:app", first: str = "/home"
) -> Iterator[str]:
    """The bare routes, as many processes as ours; answers from `first` on say that they are there."""
    (folder / "floor.json").write_text(json.dumps(given, default=str))
    port = free_port()
    words = ["-m", "uvicorn", app, "--port", str(port), "--workers", str(WORKERS)]
    words += ["--loop", "uvloop", "--http", "httptools", "--log-level", "error", "--no-access-log"]
    environment = {**os.environ, "BENCH_FLOOR": str(folder / "floor.json")}
    server = subprocess.Popen([sys.executable, *words], env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                httpx.get(f"{address}{first}")
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait()
