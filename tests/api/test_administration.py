"""Administrators over the API: papers, reports and penalties; each closed to whoever may not, and absent for strangers."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from tests.api.calling import caller, is_problem
from tests.bookings import telling
from tests.cast import Cast
from tests.trust import papers
from twiza.accounts.models import Account, AdminAct, Permission
from twiza.bookings import cancelling
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import BookingStatus
from twiza.bookings.models import Booking, Penalty
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.settings import settings
from twiza.trust import queue, reporting
from twiza.trust.kyc import queries

S = BookingStatus
HOUR = timedelta(hours=1)


@pytest.fixture
async def plumbers(cast: Cast) -> Cast:
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
    return cast


async def visit(cast: Cast, status: BookingStatus, hour: int = 9) -> UUID:
    async with unit_of_work() as session:
        (asked,) = await telling.ask(session, cast.amina, [cast.hassan], telling.at(hour))
        return (await telling.bring_to(session, asked, status)).id


async def a_report(cast: Cast, booking_id: UUID, **more: Any) -> UUID:
    words: dict[str, Any] = {"title": "Absent", "details": "Personne n’est venu", **more}
    async with unit_of_work() as session:
        made = await reporting.report_booking(session, booking_id, by=cast.amina.id, **words)
        return made.id


async def a_penalty(cast: Cast) -> UUID:
    """Amina cancels at the last moment."""
    booking_id = await visit(cast, S.CONFIRMED)
    async with unit_of_work() as session:
        starts_at = (await telling.again(session, booking_id)).starts_at
        with clock.travel(starts_at - HOUR):
            await cancelling.cancel(session, booking_id, by=Actor.person(cast.amina.id))
        return (await session.execute(select(Penalty.id))).scalar_one()


async def acts() -> list[str]:
    async with reading() as connection:
        return list(await connection.scalars(select(AdminAct.verb).order_by(AdminAct.id)))


def calls() -> list[tuple[str, str, Permission, dict[str, Any] | None]]:
    """Every call, who may make it, and something valid to send."""
    some = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"
    kyc, support = Permission.KYC, Permission.SUPPORT
    return [
        ("GET", "/admin/kyc", kyc, None),
        ("PATCH", f"/admin/kyc/{some}/approve", kyc, {}),
        ("PATCH", f"/admin/kyc/{some}/reject", kyc, {"reason": "Floue"}),
        ("GET", "/admin/reports", support, None),
        ("PATCH", f"/admin/reports/{some}/take", support, None),
        ("PATCH", f"/admin/reports/{some}/resolve", support, {"decision": "Vu"}),
        ("PATCH", f"/admin/reports/{some}/reject", support, {"reason": "Rien"}),
        ("GET", f"/admin/users/{some}/penalties", support, None),
        ("PATCH", f"/admin/penalties/{some}/excuse", support, {"reason": "Accident"}),
    ]


async def every(client: httpx.AsyncClient, status: int, code: str, *, but: Permission | None = None) -> None:
    for method, path, permission, sent in calls():
        if permission is not but:
            is_problem(await client.request(method, path, json=sent), status, code)


async def test_for_everybody_else_it_is_not_there(cast: Cast) -> None:
    async with caller() as visitor:
        await every(visitor, 401, "sign_in_required")
    for person in (cast.amina, cast.hassan):
        async with caller(person) as client:
            await every(client, 404, "not_found")


@pytest.mark.parametrize("permission", [Permission.SUPPORT, Permission.KYC])
async def test_each_permission_opens_its_own_calls_alone(cast: Cast, permission: Permission) -> None:
    await papers.allow(cast.salma, permission)
    cast.salma.permissions = [permission]
    async with caller(cast.salma) as salma:
        await every(salma, 403, "forbidden", but=permission)
        for method, path, needed, sent in calls():
            if needed is permission:
                answer = await salma.request(method, path, json=sent)
                assert answer.status_code == (200 if method == "GET" else 404), path


async def test_in_production_without_the_second_step_nothing_is_there(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(settings()), "is_production", True)
    async with caller(cast.salma) as salma:
        await every(salma, 404, "not_found")


async def test_papers_are_listed_without_pictures_and_decided(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 1)
    for person in (cast.hassan, cast.youssef):
        await papers.submit(person)
    async with caller(cast.salma) as salma:
        first = (await salma.get("/admin/kyc")).json()
        (hassan,) = first["items"]
        assert (hassan["name"], hassan["status"]) == ("Hassan Ouali", "PENDING")
        assert hassan["allowed_actions"] == ["approve", "reject"]
        rest = (await salma.get("/admin/kyc", params={"cursor": first["next_cursor"]})).json()
        assert [one["account_id"] for one in rest["items"]] == [str(cast.youssef.id)]
        is_problem(await salma.get("/admin/kyc", params={"cursor": "x.y"}), 422, "invalid_input")
        at = f"/admin/kyc/{cast.hassan.id}"
        assert (await salma.patch(f"{at}/approve", json={})).json()["status"] == "APPROVED"
        is_problem(await salma.patch(f"{at}/approve", json={}), 409, "wrong_state")
        at = f"/admin/kyc/{cast.youssef.id}"
        is_problem(await salma.patch(f"{at}/reject", json={"reason": " "}), 422, "invalid_input")
        refused = (await salma.patch(f"{at}/reject", json={"reason": "Photo floue"})).json()
        assert (refused["status"], refused["rejection_reason"]) == ("REJECTED", "Photo floue")
        closed = (await salma.get("/admin/kyc", params={"show": "closed"})).json()
        assert [one["status"] for one in closed["items"]] == ["REJECTED"]
        is_problem(await salma.get("/admin/kyc", params={"show": "all"}), 422, "invalid_input")
    async with caller(cast.youssef) as youssef:
        assert (await youssef.get("/kyc")).json()["rejection_reason"] == "Photo floue"
    assert {"approve-kyc", "reject-kyc"} <= set(await acts())


async def test_nobody_decides_on_their_own_papers(cast: Cast) -> None:
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
    await papers.submit(cast.hassan)
    async with unit_of_work() as session:
        hassan: Account = await session.merge(cast.hassan)
        hassan.is_admin, hassan.permissions = True, [Permission.KYC]
    async with caller(hassan) as client:
        assert (await client.get("/admin/kyc")).json()["items"][0]["allowed_actions"] == []
        is_problem(await client.patch(f"/admin/kyc/{hassan.id}/approve", json={}), 409, "own_account")


async def test_a_report_is_taken_and_resolved_with_the_end_of_the_booking(plumbers: Cast) -> None:
    booking_id = await visit(plumbers, S.CONFIRMED)
    async with unit_of_work() as session:
        starts_at = (await telling.again(session, booking_id)).starts_at
    async with caller(plumbers.salma) as salma:
        with clock.travel(starts_at + HOUR):
            report = await a_report(plumbers, booking_id, no_show=True)
            (listed,) = (await salma.get("/admin/reports")).json()["items"]
            assert (listed["id"], listed["reason"], listed["is_urgent"]) == (str(report), "no_show", True)
            assert "+212" not in str(listed)
            assert (await salma.patch(f"/admin/reports/{report}/take")).json()["status"] == "IN_REVIEW"
            mine = (await salma.get("/admin/reports", params={"show": "mine"})).json()
            assert [one["owner_id"] for one in mine["items"]] == [str(plumbers.salma.id)]
            said = {"decision": "Les messages le montrent", "who": "admin"}
            is_problem(await salma.patch(f"/admin/reports/{report}/resolve", json=said), 422, "invalid_input")
            done = await salma.patch(f"/admin/reports/{report}/resolve", json={**said, "who": "pro"})
            assert (done.json()["status"], done.json()["allowed_actions"]) == ("RESOLVED", [])
            again = await salma.patch(f"/admin/reports/{report}/reject", json={"reason": "Non"})
            is_problem(again, 409, "report_closed")
    async with reading() as connection:
        status = await connection.scalar(select(Booking.status).where(Booking.id == booking_id))
    assert status is S.CANCELLED_BY_PRO
    assert {"take-report", "resolve-report", "pro-no-show"} <= set(await acts())


async def test_other_reports_are_resolved_or_rejected_and_end_nothing(
    plumbers: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE", 1)
    first, second = [await a_report(plumbers, await visit(plumbers, S.CONFIRMED, hour)) for hour in (9, 14)]
    async with caller(plumbers.salma) as salma:
        page = (await salma.get("/admin/reports")).json()
        rest = (await salma.get("/admin/reports", params={"cursor": page["next_cursor"]})).json()
        assert [one["id"] for one in page["items"] + rest["items"]] == [str(first), str(second)]
        wrong = await salma.patch(f"/admin/reports/{first}/resolve", json={"decision": "Oui", "who": "pro"})
        is_problem(wrong, 409, "wrong_state")
        done = await salma.patch(f"/admin/reports/{first}/resolve", json={"decision": "Averti"})
        assert done.json()["decision"] == "Averti"
        done = await salma.patch(f"/admin/reports/{second}/reject", json={"reason": "Rien de tel"})
        assert done.json()["status"] == "REJECTED"


async def test_a_penalty_is_seen_and_excused_once(plumbers: Cast) -> None:
    penalty = await a_penalty(plumbers)
    async with caller(plumbers.salma) as salma:
        (line,) = (await salma.get(f"/admin/users/{plumbers.amina.id}/penalties")).json()["items"]
        assert (line["id"], line["tier"], line["allowed_actions"]) == (str(penalty), 1, ["excuse"])
        at = f"/admin/penalties/{penalty}/excuse"
        is_problem(await salma.patch(at, json={"reason": " "}), 422, "invalid_input")
        excused = (await salma.patch(at, json={"reason": "Accident attesté"})).json()
        assert (excused["excuse"], excused["allowed_actions"]) == ("Accident attesté", [])
        assert excused["excused_at"]
        is_problem(await salma.patch(at, json={"reason": "Encore"}), 409, "wrong_state")
        assert (await salma.get(f"/admin/users/{plumbers.karim.id}/penalties")).json()["items"] == []
    assert "excuse" in await acts()
