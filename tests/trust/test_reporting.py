"""Reports: by whom, about what, answered once, written down."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast, invite
from twiza.accounts.models import AdminAct, Permission
from twiza.gigs.models import Gig, GigStatus
from twiza.kit import ids
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound
from twiza.messaging import inspecting, sending
from twiza.trust import deciding, queue, reporting
from twiza.trust.models import Report, ReportedKind, ReportReason, ReportStatus


@pytest.fixture
async def people(session: AsyncSession) -> Cast:
    return await invite(session)


async def a_report(session: AsyncSession, people: Cast, reason: ReportReason = ReportReason.SPAM) -> Report:
    return await reporting.report(
        session, ReportedKind.PROFILE, people.youssef.id, by=people.amina.id, reason=reason, details="Vu ici"
    )


async def test_urgent_reasons_come_first(session: AsyncSession, people: Cast) -> None:
    slow = await a_report(session, people)
    quick = await reporting.report(
        session,
        ReportedKind.PROFILE,
        people.hassan.id,
        by=people.amina.id,
        reason=ReportReason.SCAM,
        details="",
    )
    assert slow.due_at - quick.due_at > timedelta(hours=47)
    found = await queue.page(await session.connection())
    assert [entry.id for entry in found.entries] == [quick.id, slow.id]
    assert (found.open, found.entries[0].about) == (2, "Hassan Ouali")


async def test_the_same_complaint_waits_once_and_may_come_back_after_the_answer(
    session: AsyncSession, people: Cast
) -> None:
    one = await a_report(session, people)
    assert (await a_report(session, people)).id == one.id
    await deciding.reject(session, one.id, by=people.salma.id, decision="Rien à redire")
    await session.flush()
    assert (await a_report(session, people)).id != one.id


async def test_what_one_cannot_see_cannot_be_reported(session: AsyncSession, people: Cast) -> None:
    message = await sending.send(session, people.youssef.id, by=people.amina.id, text="Bonjour")
    gig = Gig(freelancer_id=people.youssef.id, title="Brouillon", status=GigStatus.DRAFT)
    session.add(gig)
    await session.flush()
    for kind, subject_id in (
        (ReportedKind.MESSAGE, message.id),
        (ReportedKind.GIG, gig.id),
        (ReportedKind.REVIEW, ids.new()),
        (ReportedKind.PROFILE, people.amina.id),
    ):
        with pytest.raises(NotFound):
            await reporting.report(
                session, kind, subject_id, by=people.karim.id, reason=ReportReason.SPAM, details="x"
            )
    with pytest.raises(Conflict):
        await reporting.report(
            session,
            ReportedKind.PROFILE,
            people.youssef.id,
            by=people.youssef.id,
            reason=ReportReason.SPAM,
            details="",
        )
    with pytest.raises(Invalid):
        await reporting.report(
            session,
            ReportedKind.PROFILE,
            people.youssef.id,
            by=people.amina.id,
            reason=ReportReason.OTHER,
            details=" ",
        )


async def test_taken_then_upheld_with_words_and_only_once(session: AsyncSession, people: Cast) -> None:
    report = await a_report(session, people)
    taken = await deciding.take(session, report.id, by=people.salma.id)
    assert (taken.status, taken.owner_id) == (ReportStatus.IN_REVIEW, people.salma.id)
    with pytest.raises(Invalid):
        await deciding.resolve(session, report.id, by=people.salma.id, decision="  ")
    closed = await deciding.resolve(session, report.id, by=people.salma.id, decision="Averti")
    assert (closed.status, closed.decision) == (ReportStatus.RESOLVED, "Averti")
    for verb in (deciding.resolve, deciding.reject):
        with pytest.raises(Conflict):
            await verb(session, report.id, by=people.salma.id, decision="Encore")
    with pytest.raises(Conflict):
        await deciding.take(session, report.id, by=people.salma.id)
    acts = set(await session.scalars(select(AdminAct.verb)))
    assert acts == {"take-report", "resolve-report"}


async def test_only_support_decides(session: AsyncSession, people: Cast) -> None:
    report = await a_report(session, people)
    with pytest.raises(NotFound):
        await deciding.take(session, report.id, by=people.amina.id)
    people.salma.permissions = [Permission.CONTENT]
    await session.flush()
    with pytest.raises(Forbidden):
        await deciding.resolve(session, report.id, by=people.salma.id, decision="Non")


async def test_a_conversation_is_read_by_an_administrator_only_and_it_is_logged(
    session: AsyncSession, people: Cast
) -> None:
    sent = [
        await sending.send(session, people.youssef.id, by=people.amina.id, text=f"Message {n}")
        for n in range(15)
    ]
    about = {"subject": "report", "subject_id": ids.new()}
    lines = await inspecting.around(session, sent[7].id, by=people.salma.id, **about)  # type: ignore[arg-type]
    assert [line.text for line in lines] == [f"Message {n}" for n in range(15)]
    between = await inspecting.between(
        session,
        people.amina.id,
        people.youssef.id,
        by=people.salma.id,
        subject="dispute",
        subject_id=ids.new(),
    )
    assert len(between) == 15
    assert (await session.scalars(select(AdminAct.verb))).all() == [inspecting.READ] * 2
    with pytest.raises(NotFound):
        await inspecting.around(session, sent[7].id, by=people.youssef.id, **about)  # type: ignore[arg-type]
