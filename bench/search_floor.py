"""What the list of gigs is compared with: the same statement by asyncpg alone, the same rows to the same JSON."""

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
_pools: list[asyncpg.Pool] = []


async def gigs(_request: Request) -> Response:
    async with _pools[0].acquire() as connection:
        rows = await connection.fetch(_GIVEN["sql"])
    body = {"items": [_item(row) for row in rows[:20]], "next_cursor": _GIVEN["next_cursor"], "total": None}
    options = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS
    return Response(orjson.dumps(body, default=str, option=options), media_type="application/json")


def _item(row: asyncpg.Record) -> dict[str, Any]:
    votes = row["rating_count"]
    return {
        "id": row["id"],
        "title": row["title"],
        "language": row["language"],
        "cover_url": row["cover"],
        "price": row["price"],
        "delivery_days": row["delivery_days"],
        "rating": round(row["rating_sum"] / votes, 2) if votes else None,
        "reviews": votes,
        "category": {"slug": row["category_slug"], "name": row["category_name"]},
        "seller": {
            "id": row["seller_id"],
            "name": f"{row['first_name']} {row['last_name'][:1]}.",
            "avatar_url": row["avatar"],
            "city": row["city"],
            "identity_verified": row["identity_verified_at"] is not None,
        },
        "created_at": row["created_at"],
        "created_local": str(row["created_at"])[:16],
        "allowed_actions": [],
    }


@asynccontextmanager
async def _with_pool(_app: Starlette) -> AsyncIterator[None]:
    _pools.append(await asyncpg.create_pool(_GIVEN["dsn"], min_size=1, max_size=10))
    yield
    await _pools[0].close()


app = Starlette(lifespan=_with_pool, routes=[Route("/gigs", gigs)])
