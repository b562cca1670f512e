"""Reports on bookings: by whom, when urgent, with which proofs, and what an upheld no-show does."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.bookings import telling
from tests.cast import Cast, invite, sign_in
from twiza.accounts.models import AdminAct, Permission
from twiza.bookings import cancelling, standing
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.models import Booking, Penalty
from twiza.kit import clock, storage
from twiza.kit.db import lock, unit_of_work
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound
from twiza.pros.models import ProProfile
from twiza.reviews import of_bookings
from twiza.trust import deciding, delays, queue, reporting
from twiza.trust.models import Report, ReportedKind, ReportReason, ReportStatus

S = BookingStatus
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
async def plumbers(session: AsyncSession) -> Cast:
    cast = await invite(session)
    await telling.two_pros(session, cast)
    return cast


async def visit(session: AsyncSession, cast: Cast, status: BookingStatus, hour: int = 9) -> Booking:
    asked = await telling.ask(session, cast.amina, [cast.hassan], telling.at(hour))
    return await telling.bring_to(session, asked[0], status)


async def say(session: AsyncSession, booking: Booking, by: Cast | object, **more: object) -> Report:
    words = {"title": "Fuite", "details": "Le joint goutte encore", **more}
    return await reporting.report_booking(session, booking.id, by=by.id, **words)  # type: ignore[attr-defined,arg-type]


async def test_either_side_reports_and_strangers_find_nothing(session: AsyncSession, plumbers: Cast) -> None:
    booking = await visit(session, plumbers, S.CONFIRMED)
    of_client = await say(session, booking, plumbers.amina)
    of_pro = await say(session, booking, plumbers.hassan)
    assert (of_client.about_id, of_pro.about_id) == (plumbers.hassan.id, plumbers.amina.id)
    assert (of_client.kind, of_client.reason, of_client.is_urgent) == (
        ReportedKind.BOOKING,
        ReportReason.OTHER,
        False,
    )
    assert of_client.due_at - of_client.created_at == delays.NORMAL
    with pytest.raises(NotFound):
        await say(session, booking, plumbers.karim)
    with pytest.raises(Conflict) as again:
        await say(session, booking, plumbers.amina)
    assert again.value.code == "already_reported"


@pytest.mark.parametrize(
    "status", [S.PENDING, S.DECLINED, S.CANCELLED_BY_CLIENT_LATE, S.CANCELLED_BY_PRO, S.EXPIRED]
)
async def test_any_time_is_good(session: AsyncSession, plumbers: Cast, status: BookingStatus) -> None:
    booking = await visit(session, plumbers, status)
    assert (await say(session, booking, plumbers.amina)).is_urgent is False


async def test_within_two_days_of_the_end_it_is_urgent_to_the_second(
    session: AsyncSession, plumbers: Cast
) -> None:
    booking = await visit(session, plumbers, S.COMPLETED)
    assert booking.completed_at
    with clock.travel(booking.completed_at + 48 * HOUR - SECOND):
        fresh = await say(session, booking, plumbers.amina)
    with clock.travel(booking.completed_at + 48 * HOUR):
        late = await say(session, booking, plumbers.hassan)
    assert (fresh.is_urgent, late.is_urgent) == (True, False)
    assert fresh.due_at - fresh.created_at == delays.URGENT


async def test_nobody_came_only_an_hour_after_the_start(session: AsyncSession, plumbers: Cast) -> None:
    booking = await visit(session, plumbers, S.CONFIRMED)
    with clock.travel(booking.starts_at + HOUR - 2 * SECOND), pytest.raises(Conflict) as early:
        await say(session, booking, plumbers.amina, no_show=True)
    assert early.value.code == "not_yet"
    with clock.travel(booking.starts_at + HOUR):
        report = await say(session, booking, plumbers.amina, no_show=True)
    assert (report.reason, report.is_urgent) == (ReportReason.NO_SHOW, True)


async def test_a_client_may_say_so_until_two_days_after_the_pro_called_it_done(
    session: AsyncSession, plumbers: Cast
) -> None:
    done = await visit(session, plumbers, S.COMPLETED)
    assert done.completed_at
    with clock.travel(done.completed_at + HOUR), pytest.raises(Conflict) as own_word:
        await say(session, done, plumbers.hassan, no_show=True)
    assert own_word.value.code == "wrong_state"
    with clock.travel(done.completed_at + 48 * HOUR), pytest.raises(Conflict) as over:
        await say(session, done, plumbers.amina, no_show=True)
    assert over.value.code == "wrong_state"
    with clock.travel(done.completed_at + 48 * HOUR - SECOND):
        report = await say(session, done, plumbers.amina, no_show=True)
    assert (report.reason, report.is_urgent) == (ReportReason.NO_SHOW, True)


async def test_a_job_called_done_that_was_never_done_ends_by_the_pros_fault(
    session: AsyncSession, plumbers: Cast
) -> None:
    before = await visit(session, plumbers, S.CONFIRMED, hour=14)
    await cancelling.cancel(session, before.id, by=Actor.person(plumbers.hassan.id), reason="Panne")
    done = await visit(session, plumbers, S.COMPLETED)
    assert done.completed_at
    sequence = done.sequence
    with clock.travel(done.completed_at + HOUR):
        report = await say(session, done, plumbers.amina, no_show=True)
        with pytest.raises(Conflict) as wrong_side:
            async with session.begin_nested():
                await uphold(session, report, plumbers, BookingParty.CLIENT)
        assert wrong_side.value.code == "wrong_state"
        await uphold(session, report, plumbers, BookingParty.PRO)
        ended = await telling.again(session, done)
        assert (ended.status, ended.completed_at, ended.sequence) == (S.CANCELLED_BY_PRO, None, sequence + 1)
        assert await of_bookings.may_write(session, ended, BookingParty.CLIENT)
    assert await telling.broken(session) == []
    profile = await lock(session, ProProfile, plumbers.hassan.id)
    assert profile.consecutive_cancels == 2, "what was never done ended no row"
    assert profile.hidden_until is not None


async def uphold(session: AsyncSession, report: Report, cast: Cast, who: BookingParty) -> Report:
    return await deciding.uphold_no_show(session, report.id, by=cast.salma.id, who=who, decision="Vu")


async def test_words_are_asked_for(session: AsyncSession, plumbers: Cast) -> None:
    booking = await visit(session, plumbers, S.CONFIRMED)
    wrong = (
        ({"title": " ", "details": ""}, {"title", "details"}),
        ({"title": "x" * 101}, {"title"}),
        ({"details": "x" * 2001}, {"details"}),
    )
    for more, fields in wrong:
        with pytest.raises(Invalid) as caught:
            await say(session, booking, plumbers.amina, **more)
        assert set(caught.value.fields) == fields
    with pytest.raises(Invalid):
        await reporting.report(
            session,
            ReportedKind.BOOKING,
            booking.id,
            by=plumbers.amina.id,
            reason=ReportReason.SCAM,
            details="",
        )


async def test_only_ones_own_files_and_only_once(session: AsyncSession, plumbers: Cast) -> None:
    booking = await visit(session, plumbers, S.CONFIRMED)
    own = await storage.put(session, b"preuve", owner=plumbers.amina.id, name="preuve.txt")
    others = await storage.put(session, b"autre", owner=plumbers.hassan.id, name="autre.txt")
    with pytest.raises(Invalid):
        async with session.begin_nested():
            await say(session, booking, plumbers.amina, files=[own.id, others.id])
    report = await say(session, booking, plumbers.amina, files=[own.id])
    found = await queue.files(await session.connection(), report.id)
    assert [one.name for one in found] == ["preuve.txt"]
    another = await visit(session, plumbers, S.CONFIRMED, hour=15)
    with pytest.raises(Invalid):
        await say(session, another, plumbers.amina, files=[own.id])


@pytest.mark.parametrize("who", [BookingParty.CLIENT, BookingParty.PRO])
async def test_an_upheld_no_show_ends_the_booking_with_its_penalty(
    session: AsyncSession, plumbers: Cast, who: BookingParty
) -> None:
    booking = await visit(session, plumbers, S.CONFIRMED)
    with clock.travel(booking.starts_at + HOUR):
        report = await say(session, booking, plumbers.amina, no_show=True)
        with pytest.raises(NotFound):
            await deciding.uphold_no_show(session, report.id, by=plumbers.amina.id, who=who, decision="Moi")
        with pytest.raises(Invalid):
            async with session.begin_nested():
                await deciding.uphold_no_show(session, report.id, by=plumbers.salma.id, who=who, decision=" ")
        closed = await deciding.uphold_no_show(
            session, report.id, by=plumbers.salma.id, who=who, decision="Vu les messages"
        )
        with pytest.raises(Conflict):
            await deciding.uphold_no_show(
                session, report.id, by=plumbers.salma.id, who=who, decision="Encore"
            )
    ended = await telling.again(session, booking)
    assert ended.status is (S.CANCELLED_BY_CLIENT_LATE if who is BookingParty.CLIENT else S.CANCELLED_BY_PRO)
    assert (closed.status, closed.decision) == (ReportStatus.RESOLVED, "Vu les messages")
    penalty = (await session.execute(select(Penalty))).scalar_one()
    assert penalty.account_id == (booking.client_id if who is BookingParty.CLIENT else booking.pro_id)
    assert set(await session.scalars(select(AdminAct.verb))) == {"resolve-report", f"{who.value}-no-show"}


async def test_other_reports_end_no_booking(session: AsyncSession, plumbers: Cast) -> None:
    booking = await visit(session, plumbers, S.CONFIRMED)
    report = await say(session, booking, plumbers.amina)
    with pytest.raises(Conflict):
        await deciding.uphold_no_show(
            session, report.id, by=plumbers.salma.id, who=BookingParty.PRO, decision="Non"
        )
    plumbers.salma.permissions = [Permission.KYC]
    await session.flush()
    with pytest.raises(Forbidden):
        await deciding.uphold_no_show(
            session, report.id, by=plumbers.salma.id, who=BookingParty.PRO, decision="Non"
        )


async def test_the_queue_leads_through_all_reports(
    session: AsyncSession, plumbers: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE", 2)
    monkeypatch.setattr(queue, "_LIMIT", literal_column("3"))
    made = []
    for n, person in enumerate(
        (plumbers.amina, plumbers.hassan, plumbers.karim, plumbers.youssef, plumbers.salma)
    ):
        about = plumbers.hassan if person is not plumbers.hassan else plumbers.youssef
        kind = ReportReason.SCAM if n % 2 else ReportReason.SPAM
        made.append(
            await reporting.report(
                session, ReportedKind.PROFILE, about.id, by=person.id, reason=kind, details="Vu"
            )
        )
    seen: list[object] = []
    after: queue.Place | None = None
    connection = await session.connection()
    while True:
        found = await queue.page(connection, after=after)
        seen += [entry.id for entry in found.entries]
        if (after := found.next) is None:
            break
    assert seen == [one.id for one in sorted(made, key=lambda one: (one.due_at, one.id))]
    for one in made:
        await deciding.reject(session, one.id, by=plumbers.salma.id, decision="Rien")
    await session.flush()
    first = await queue.page(connection, show="closed")
    second = await queue.page(connection, show="closed", after=first.next)
    assert len({entry.id for entry in (*first.entries, *second.entries)}) == 4


async def test_over_http(client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast) -> None:
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        booking = await visit(session, cast, S.COMPLETED)
    async with unit_of_work() as session:
        row = await lock(session, Booking, booking.id)
        row.completed_at = clock.now() - HOUR
    await sign_in(client, cast.amina)
    page = f"/bookings/{booking.reference}/report"
    assert "traité en priorité" in (await client.get(page)).text
    assert (await client.post(page, data={"title": "", "details": "x"})).status_code == 422
    sent = await client.post(
        page,
        data={"title": "Fuite", "details": "Elle <b>goutte</b>"},
        files={"files": ("preuve.txt", b"preuve", "text/plain")},
    )
    assert (sent.status_code, sent.headers["location"]) == (303, f"/bookings/{booking.reference}")
    room = (await client.get(f"/bookings/{booking.reference}")).text
    assert "Votre signalement est en cours d’examen" in room
    assert f"/bookings/{booking.id}/report" not in room
    assert (await client.post(page, data={"title": "Fuite", "details": "encore"})).status_code == 409
    again = await client.post(
        f"/api/v1/bookings/{booking.id}/reports", json={"title": "Fuite", "details": "encore"}
    )
    assert (again.status_code, again.json()["code"]) == (409, "already_reported")
    async with unit_of_work() as session:
        report = (await session.execute(select(Report))).scalar_one()
    await sign_in(other_client, cast.salma)
    listed = await other_client.get("/admin/reports")
    assert "Prioritaire" in listed.text
    detail = await other_client.get(f"/admin/reports/{report.id}")
    assert "Elle &lt;b&gt;goutte" in detail.text
    assert booking.reference in detail.text
    assert "preuve.txt" in detail.text
    file = detail.text.split(f"/admin/reports/{report.id}/files/")[1][:36]
    opened = await other_client.get(f"/admin/reports/{report.id}/files/{file}", follow_redirects=True)
    assert opened.content == b"preuve"
    assert (await client.get(f"/admin/reports/{report.id}/files/{file}")).status_code == 404


async def test_over_the_api(client: httpx.AsyncClient, cast: Cast) -> None:
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        booking = await visit(session, cast, S.CONFIRMED)
    path = f"/api/v1/bookings/{booking.id}/reports"
    words = {"title": "Retard", "details": "Deux heures"}
    assert (await client.post(path, json=words)).status_code == 401
    await sign_in(client, cast.karim)
    assert (await client.post(path, json=words)).status_code == 404
    await sign_in(client, cast.hassan)
    early = await client.post(path, json={**words, "no_show": True})
    assert (early.status_code, early.json()["code"]) == (409, "not_yet")
    kept = await client.post("/api/v1/reports/files", files={"file": ("a.txt", b"preuve", "text/plain")})
    made = await client.post(
        path, json={**words, "files": [kept.json()["id"]]}, headers={"idempotency-key": "k"}
    )
    assert (made.status_code, made.json()["booking_id"]) == (201, str(booking.id))
    replayed = await client.post(
        path, json={**words, "files": [kept.json()["id"]]}, headers={"idempotency-key": "k"}
    )
    assert replayed.json()["id"] == made.json()["id"]
    other_door = {"kind": "booking", "subject_id": str(booking.id), "reason": "other", "details": "x"}
    assert (await client.post("/api/v1/reports", json=other_door)).status_code == 422


async def test_administrators_find_bookings_and_excuse_penalties(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        booking = await visit(session, cast, S.CANCELLED_BY_CLIENT_LATE)
        penalty = (await session.execute(select(Penalty))).scalar_one()
    await sign_in(client, cast.karim)
    for path in ("/admin/bookings", f"/admin/bookings/{booking.reference}"):
        assert (await client.get(path)).status_code == 404
    await sign_in(client, cast.salma)
    for words in (booking.reference, booking.reference.removeprefix("BK-"), "Amina", cast.hassan.phone or ""):
        assert booking.reference in (await client.get("/admin/bookings", params={"q": words})).text, words
    assert booking.reference not in (await client.get("/admin/bookings?q=Karim")).text
    assert booking.reference not in (await client.get("/admin/bookings?status=COMPLETED")).text
    shown = (await client.get(f"/admin/bookings/{booking.reference}")).text
    assert "rue des Orangers" not in shown
    for person in (cast.amina, cast.hassan):
        assert (person.phone or "")[-8:] not in shown.replace(" ", "")
    assert f"excuse-{penalty.id}" in shown
    person = f"/admin/users/{cast.amina.id}"
    assert "pardon-client" in (await client.get(person)).text
    empty = await client.post(f"/admin/penalties/{penalty.id}/excuse", data={"reason": " "})
    assert empty.status_code == 422
    done = await client.post(f"/admin/penalties/{penalty.id}/excuse", data={"reason": "Urgence médicale"})
    assert done.status_code == 303
    async with unit_of_work() as session:
        assert (await standing.standing(session, cast.amina.id)).may_book
        verbs = set(await session.scalars(select(AdminAct.verb)))
    assert {"look", "excuse"} <= verbs
    after = (await client.get(person)).text
    assert "Urgence médicale" in after
    assert "pardon-client" not in after
    assert (await client.post(f"{person}/pardon/client", data={"reason": "x"})).status_code == 409
    assert (await client.post(f"{person}/pardon/company", data={"reason": "x"})).status_code == 404


async def test_without_support_no_booking_is_seen(client: httpx.AsyncClient, cast: Cast) -> None:
    async with unit_of_work() as session:
        (await session.get_one(type(cast.salma), cast.salma.id)).permissions = [Permission.CONTENT]
    await sign_in(client, cast.salma)
    for path in ("/admin/bookings", "/admin/bookings/BK-AAAAAA"):
        assert (await client.get(path)).status_code == 403
    penalty = "/admin/penalties/0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11/excuse"
    assert (await client.post(penalty, data={"reason": "x"})).status_code == 403
