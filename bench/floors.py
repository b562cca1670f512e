"""What we compare with: bare routes that return the same bytes, or run the same SQL with asyncpg alone."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_GIVEN: dict[str, Any] = json.loads(Path(os.environ["BENCH_FLOOR"]).read_text())
_BODY = Path(_GIVEN["home"]).read_bytes()
_pools: list[asyncpg.Pool] = []


async def home(_request: Request) -> Response:
    return Response(_BODY, media_type="text/html")


async def people(_request: Request) -> Response:
    """The same rows to the same JSON."""
    async with _pools[0].acquire() as connection:
        rows = await connection.fetch(_GIVEN["sql"])
    items = [_item(row) for row in rows[:20]]
    body = {"items": items, "next_cursor": _GIVEN["next_cursor"], "total": None}
    options = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS
    return Response(orjson.dumps(body, default=str, option=options), media_type="application/json")


def _item(row: asyncpg.Record) -> dict[str, Any]:
    city = {"slug": row["city_slug"], "name": row["city_name"]} if row["city_slug"] else None
    category = {"slug": row["category_slug"], "name": row["category_name"]} if row["category_slug"] else None
    return {
        "id": row["id"],
        "name": f"{row['first_name']} {row['initial']}.",
        "hat": "freelancer",
        "headline": row["headline"],
        "city": city,
        "category": category,
        "avatar_url": row["avatar"],
        "created_at": row["created_at"],
        "created_local": str(row["created_at"])[:16],
        "allowed_actions": [],
    }


@asynccontextmanager
async def _with_pool(_app: Starlette) -> AsyncIterator[None]:
    _pools.append(await asyncpg.create_pool(_GIVEN["dsn"], min_size=1, max_size=10))
    yield
    await _pools[0].close()


app = Starlette(lifespan=_with_pool, routes=[Route("/home", home), Route("/people", people)])
