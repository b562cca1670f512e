"""Reporting from a page, and the administrators' queue."""

import html

import httpx
from sqlalchemy import select

from tests.cast import Cast, sign_in
from twiza.accounts.models import AdminAct
from twiza.kit import db, ids
from twiza.messaging import sending
from twiza.trust.models import Report, ReportStatus


async def the_report() -> Report:
    async with db.unit_of_work() as session:
        return (await session.execute(select(Report))).scalar_one()


async def test_a_message_is_reported_looked_at_and_answered(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    async with db.unit_of_work() as session:
        message = await sending.send(session, cast.youssef.id, by=cast.amina.id, text="Payez-moi ailleurs")
    await sign_in(client, cast.youssef)
    path = f"/report/message/{message.id}"
    assert "Payez-moi ailleurs" in (await client.get(path)).text
    missing = await client.post(path, data={"details": "Elle insiste"})
    assert missing.status_code == 422
    assert "Elle insiste" in missing.text
    sent = await client.post(path, data={"reason": "scam", "details": "Elle <b>insiste</b>"})
    assert sent.status_code == 303
    assert sent.headers["location"].startswith(f"/messages/{cast.amina.id}")

    await sign_in(other_client, cast.salma)
    report = await the_report()
    queue = await other_client.get("/admin/reports")
    assert "Amina Berrada" in queue.text
    detail = await other_client.get(f"/admin/reports/{report.id}")
    assert "Payez-moi ailleurs" in detail.text
    assert "Elle &lt;b&gt;insiste" in detail.text
    assert (await other_client.post(f"/admin/reports/{report.id}/take")).status_code == 303
    assert "Amina Berrada" in (await other_client.get("/admin/reports?show=mine")).text
    empty = await other_client.post(f"/admin/reports/{report.id}/decision", data={"upheld": "1"})
    assert empty.status_code == 422
    closed = await other_client.post(
        f"/admin/reports/{report.id}/decision", data={"upheld": "1", "decision": "Avertie"}
    )
    assert closed.status_code == 303
    assert (await the_report()).status is ReportStatus.RESOLVED
    assert "Avertie" in html.unescape((await other_client.get(f"/admin/reports/{report.id}")).text)
    assert "Amina Berrada" in (await other_client.get("/admin/reports?show=closed")).text
    async with db.unit_of_work() as session:
        acts = list(await session.scalars(select(AdminAct.verb)))
    assert {"look", "read-conversation", "take-report", "resolve-report"} <= set(acts)


async def test_the_queue_is_not_there_for_others(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    for path in ("/admin/reports", f"/admin/reports/{ids.new()}"):
        assert (await client.get(path)).status_code == 404
    for path in ("take", "decision"):
        assert (await client.post(f"/admin/reports/{ids.new()}/{path}")).status_code == 404


async def test_what_is_not_there_cannot_be_reported(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    for path in (f"/report/gig/{ids.new()}", "/report/gig/x", f"/report/house/{ids.new()}"):
        assert (await client.get(path)).status_code == 404
    own = await client.post(f"/report/profile/{cast.youssef.id}", data={"reason": "spam"})
    assert own.status_code == 409
