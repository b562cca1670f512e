"""One person who asks for much takes nothing from the others."""

import asyncio
import sys
from typing import cast as cast_to

import httpx
import pytest
from sqlalchemy import QueuePool, select

from tests.cast import Cast, sign_in
from tests.web import ordering
from twiza.kit.db import reader, reading
from twiza.notifications.models import Notification


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


async def test_the_same_answers_again_are_told_once(client: httpx.AsyncClient, cast: Cast) -> None:
    deal = await ordering.placed(cast, question=True)
    await sign_in(client, cast.amina)
    order = f"/api/v1/orders/{deal.order.id}"
    (question,) = (await client.get(order)).json()["questions"]
    for _again in range(3):
        sent = await client.patch(f"{order}/answers", json={"answers": {question["id"]: "Dar Amina"}})
        assert sent.status_code == 200
    told = (await client.get(order)).json()
    assert [one["verb"] for one in told["history"]].count("answer-questions") == 1
    assert told["questions"][0]["answer"] == "Dar Amina"
    async with reading() as connection:
        kinds = (await connection.scalars(select(Notification.kind))).all()
    assert kinds.count("questions_answered") == 1


async def test_a_key_of_somebody_else_opens_nothing(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    """The same Idempotency-Key and body from another account is another call."""
    deal = await ordering.placed(cast)
    await sign_in(client, cast.amina)
    await sign_in(other_client, cast.karim)
    asked = {"gig_id": str(deal.gig.id), "package": "standard", "accepted_terms": True}
    key = {"idempotency-key": "one-and-the-same"}
    mine, again, theirs = [
        await each.post("/api/v1/orders", json=asked, headers=key) for each in (client, client, other_client)
    ]
    assert [mine.status_code, again.status_code, theirs.status_code] == [201, 201, 201]
    assert again.headers["idempotent-replayed"] == "true"
    assert mine.json()["id"] == again.json()["id"] != theirs.json()["id"]
