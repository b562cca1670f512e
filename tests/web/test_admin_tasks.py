"""Background work that was given up, as an owner sees it and decides about it."""

import html
from uuid import UUID

import httpx
import pytest
from sqlalchemy import insert, select, text, update

from tests.cast import Cast, sign_in
from twiza.accounts.models import Account, AdminAct, Permission
from twiza.kit import ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.tasks import parking
from twiza.kit.tasks.models import FailedTask

HOME = "/admin/tasks"


async def park(count: int = 1) -> list[UUID]:
    """As a worker does when a task failed too often."""
    rows = [
        {
            "id": ids.new(),
            "job_id": number,
            "task": "notifications.send",
            "args": [f"subject-{number}"],
            "error": f"TimeoutError: <no answer {number}>",
            "traceback": "Traceback (most recent call last)",
            "tries": 6,
        }
        for number in range(count)
    ]
    async with unit_of_work() as session:
        await session.execute(insert(FailedTask), rows)
    return [row["id"] for row in rows]


async def left() -> int:
    async with reading() as connection:
        return len((await connection.execute(select(FailedTask.id))).all())


async def queued() -> list[tuple[str, bytes]]:
    async with reading() as connection:
        rows = await connection.execute(text("SELECT entrypoint, payload FROM pgqueuer"))
        return [(row[0], row[1]) for row in rows if row[0] == "notifications.send"]


async def acts() -> list[tuple[str, UUID | None]]:
    async with reading() as connection:
        rows = await connection.execute(
            select(AdminAct.verb, AdminAct.subject_id).where(AdminAct.subject == "task")
        )
        return [(row[0], row[1]) for row in rows]


async def test_a_task_says_what_it_was_and_why_it_failed(client: httpx.AsyncClient, cast: Cast) -> None:
    await park()
    await sign_in(client, cast.salma)
    page = html.unescape((await client.get(f"/en{HOME}")).text)
    for said in ("notifications.send", "TimeoutError: <no answer 0>", "subject-0", "Traceback"):
        assert said in page
    assert HOME in (await client.get("/admin")).text


async def test_tried_again_it_is_in_the_queue_and_the_log(client: httpx.AsyncClient, cast: Cast) -> None:
    (failed,) = await park()
    await sign_in(client, cast.salma)
    answer = await client.post(f"{HOME}/{failed}/retry")
    assert (answer.status_code, answer.headers["location"]) == (303, HOME)
    assert await queued() == [("notifications.send", b'["subject-0"]')]
    assert (await left(), await acts()) == (0, [("retry-task", failed)])
    assert (await client.post(f"{HOME}/{failed}/retry")).status_code == 404
    log = html.unescape((await client.get("/en/admin/audit")).text)
    assert "Task tried again" in log
    assert "notifications.send" in log


async def test_dropped_it_is_gone_and_the_log_knows(client: httpx.AsyncClient, cast: Cast) -> None:
    (failed,) = await park()
    await sign_in(client, cast.salma)
    assert (await client.post(f"{HOME}/{failed}/drop")).status_code == 303
    assert await queued() == []
    assert (await left(), await acts()) == (0, [("drop-task", failed)])
    assert "Nothing is parked" in (await client.get(f"/en{HOME}")).text


@pytest.mark.parametrize("verb", ["retry", "drop"])
async def test_only_an_owner_decides(client: httpx.AsyncClient, cast: Cast, verb: str) -> None:
    (failed,) = await park()
    path = f"{HOME}/{failed}/{verb}"
    await sign_in(client, cast.karim)
    assert (await client.post(path)).status_code == 404
    async with unit_of_work() as session:
        await session.execute(
            update(Account).where(Account.id == cast.salma.id).values(permissions=[Permission.SUPPORT])
        )
    await sign_in(client, cast.salma)
    assert (await client.get(HOME)).status_code == 403
    assert (await client.post(path)).status_code == 403
    assert (await left(), await acts()) == (1, [])


async def test_many_come_page_by_page(client: httpx.AsyncClient, cast: Cast) -> None:
    await park(parking.PAGE + 1)
    await sign_in(client, cast.salma)
    first = html.unescape((await client.get(HOME)).text)
    assert "<no answer 0>" not in first
    after = first.split(f"{HOME}?after=")[1].split('"')[0]
    assert "<no answer 0>" in html.unescape((await client.get(HOME, params={"after": after})).text)
