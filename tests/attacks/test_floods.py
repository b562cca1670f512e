"""One person who asks for much takes nothing from the others."""

import asyncio
import sys
from typing import cast as cast_to

import httpx
import pytest
from sqlalchemy import QueuePool

from tests.cast import Cast, sign_in
from tests.web import ordering
from twiza.kit.db import reader


async def test_papers_that_are_being_set_hold_no_connection(
    client: httpx.AsyncClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Setting one takes a core; a crowd of them must not keep everybody else from the database."""
    deal = await ordering.paid(cast)
    await sign_in(client, cast.amina)
    held: list[int] = []

    def count(_told: str) -> bytes:
        held.append(cast_to("QueuePool", reader().sync_engine.pool).checkedout())
        return b"%PDF-"

    monkeypatch.setattr(sys.modules["twiza.orders.evidence.paper"], "_set", count)
    asked = [f"{deal.path}/evidence.pdf", f"/api/v1/orders/{deal.order.id}/evidence.pdf"]
    answers = [await client.get(address) for address in asked]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert held == [0, 0]


async def test_nobody_prints_without_end(client: httpx.AsyncClient, cast: Cast) -> None:
    deal = await ordering.paid(cast)
    await sign_in(client, cast.amina)
    answers = await asyncio.gather(*(client.get(f"{deal.path}/evidence.pdf") for _ in range(16)))
    told = [answer.status_code for answer in answers]
    assert set(told) == {200, 429}
    assert (await client.get(deal.path)).status_code == 200
