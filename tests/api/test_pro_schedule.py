"""A pro's hours over the API: set, replaced, closed and opened by the pro, denied to all others."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.api.calling import caller, is_problem
from tests.cast import Cast
from tests.pros.opening import next_day, open_hassan, open_pro
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.pros import exceptions, queries, scheduling

WEEK = {
    "week": [
        {"day": 1, "intervals": [{"start": "08:00", "end": "12:00"}, {"start": "22:00", "end": "24:00"}]}
    ]
}


@pytest.fixture
async def pro(cast: Cast) -> Cast:
    async with unit_of_work() as session:
        await open_hassan(session, cast)
    return cast


async def free(cast: Cast, at: object) -> bool:
    async with reading() as connection:
        return bool(await queries.free_at(connection, [cast.hassan.id], at, clock.now()))  # pyright: ignore[reportArgumentType]


async def test_the_week_is_replaced_whole(pro: Cast) -> None:
    async with caller(pro.hassan) as client:
        first = (await client.get("/pro/schedule")).json()
        assert [one["day"] for one in first["week"]] == [1, 2, 3, 4, 5, 6]
        changed = await client.put("/pro/schedule", json=WEEK)
        assert changed.status_code == 200, changed.text
        assert changed.json()["week"] == WEEK["week"]
        assert changed.headers["cache-control"] == "private, no-store"
    assert await free(pro, next_day(1, 23))
    assert not await free(pro, next_day(2, 9))


@pytest.mark.parametrize(
    ("week", "field"),
    [
        ([{"day": 7, "intervals": []}], "week.0.day"),
        ([{"day": 1, "intervals": [{"start": "8h", "end": "12:00"}]}], "week.0.intervals.0.start"),
        ([{"day": 1, "intervals": [{"start": "12:00", "end": "08:00"}]}], "day_1"),
        (
            [
                {
                    "day": 3,
                    "intervals": [{"start": "08:00", "end": "12:00"}, {"start": "11:00", "end": "13:00"}],
                }
            ],
            "day_3",
        ),
        ([{"day": 1, "intervals": []}, {"day": 1, "intervals": []}], "week"),
    ],
)
async def test_bad_hours_change_nothing(pro: Cast, week: list[Any], field: str) -> None:
    async with caller(pro.hassan) as client:
        problem = is_problem(await client.put("/pro/schedule", json={"week": week}), 422, "invalid_input")
        assert [one["field"] for one in problem["errors"]] == [field]
        assert len((await client.get("/pro/schedule")).json()["week"]) == 6


async def test_a_timetable_comes_changes_and_goes(pro: Cast) -> None:
    first = next_day(1, 0).date()
    sent = {"name": "Ramadan", "starts_on": str(first), "ends_on": str(first), **WEEK}
    async with caller(pro.hassan) as client:
        made = await client.post("/pro/timetables", json=sent, headers={"idempotency-key": "r"})
        twice = await client.post("/pro/timetables", json=sent, headers={"idempotency-key": "r"})
        assert (made.status_code, twice.status_code) == (201, 201), made.text
        [there] = twice.json()["timetables"]
        assert (there["name"], there["week"]) == ("Ramadan", WEEK["week"])
        is_problem(await client.post("/pro/timetables", json=sent), 422, "invalid_input")
        here = f"/pro/timetables/{there['id']}"
        changed = await client.put(here, json={**sent, "name": "رمضان"})
        assert changed.json()["timetables"][0]["name"] == "رمضان"
        assert (await client.delete(here)).json()["timetables"] == []
        is_problem(await client.delete(here), 404, "not_found")


async def test_hours_are_closed_and_opened_apart_from_the_week(pro: Cast) -> None:
    monday, sunday = next_day(1, 9), next_day(0, 9)
    closed = {
        "kind": "close",
        "start_at": monday.isoformat(),
        "end_at": (monday + timedelta(hours=1)).isoformat(),
    }
    opened = {
        "kind": "open",
        "start_at": sunday.isoformat(),
        "end_at": (sunday + timedelta(hours=2)).isoformat(),
        "note": "Marché",
    }
    async with caller(pro.hassan) as client:
        made = await client.post("/pro/exceptions", json=closed)
        assert made.status_code == 201, made.text
        both = (await client.post("/pro/exceptions", json=opened)).json()["exceptions"]
        assert {(one["kind"], one["reason"], one["note"]) for one in both} == {
            ("close", "MANUAL_BLOCK", ""),
            ("open", "MANUAL_OPEN", "Marché"),
        }
        assert not await free(pro, monday)
        assert await free(pro, sunday)
        for one in both:
            assert one["start_local"] == clock.local_text(monday if one["kind"] == "close" else sunday)
            assert (await client.delete(f"/pro/exceptions/{one['id']}")).status_code == 200
        assert (await client.get("/pro/schedule")).json()["exceptions"] == []
    assert await free(pro, monday)
    assert not await free(pro, sunday)


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [(1, 0, "end_at"), (-50, -40, "start_at"), (24, 24 * 63, "end_at"), (24 * 399, 24 * 401, "end_at")],
)
async def test_bad_exceptions_are_told_by_field(pro: Cast, start: int, end: int, field: str) -> None:
    now = clock.now()
    sent = {
        "kind": "close",
        "start_at": (now + timedelta(hours=start)).isoformat(),
        "end_at": (now + timedelta(hours=end)).isoformat(),
    }
    async with caller(pro.hassan) as client:
        problem = is_problem(await client.post("/pro/exceptions", json=sent), 422, "invalid_input")
        assert [one["field"] for one in problem["errors"]] == [field]
        naive = {**sent, "start_at": "2026-11-28T14:00:00"}
        is_problem(await client.post("/pro/exceptions", json=naive), 422, "invalid_input")
        assert (await client.get("/pro/schedule")).json()["exceptions"] == []


async def test_nobody_touches_the_hours_of_another(pro: Cast) -> None:
    at = next_day(1, 9)
    async with unit_of_work() as session:
        mine = await exceptions.close(session, pro.hassan.id, start_at=at, end_at=at + timedelta(hours=1))
        day = at.date()
        season = await scheduling.set_timetable(
            session, pro.hassan.id, name="", starts_on=day, ends_on=day, intervals={}
        )
        await open_pro(session, pro.karim, week={})
    closed = {"kind": "close", "start_at": at.isoformat(), "end_at": (at + timedelta(hours=1)).isoformat()}
    async with caller(pro.karim) as karim, caller(pro.amina) as amina, caller() as visitor:
        is_problem(await karim.delete(f"/pro/exceptions/{mine.id}"), 404, "not_found")
        is_problem(await karim.delete(f"/pro/timetables/{season.id}"), 404, "not_found")
        theirs = {"name": "x", "starts_on": "2027-02-08", "ends_on": "2027-02-09", **WEEK}
        is_problem(await karim.put(f"/pro/timetables/{season.id}", json=theirs), 404, "not_found")
        assert (await karim.get("/pro/schedule")).json()["exceptions"] == []
        for client, status, code in ((amina, 404, "not_found"), (visitor, 401, "sign_in_required")):
            is_problem(await client.get("/pro/schedule"), status, code)
            is_problem(await client.put("/pro/schedule", json=WEEK), status, code)
            is_problem(await client.post("/pro/exceptions", json=closed), status, code)
            is_problem(await client.delete(f"/pro/exceptions/{uuid4()}"), status, code)
            is_problem(await client.delete(f"/pro/timetables/{uuid4()}"), status, code)
