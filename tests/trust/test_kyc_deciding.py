"""Looking and deciding: by whom, with which traces, told to whom."""

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.trust import papers
from twiza.accounts import vouching_identity
from twiza.accounts.models import Account, AdminAct, Permission
from twiza.kit import storage
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound
from twiza.main import app
from twiza.notifications.models import Notification
from twiza.trust.kyc import deciding, looking, queries
from twiza.trust.kyc.models import KycLook, KycSide, KycStatus

assert app


async def told(account: Account) -> set[str]:
    async with reading() as connection:
        kinds = select(Notification.kind).where(Notification.account_id == account.id)
        return set((await connection.scalars(kinds)).all())


async def test_each_look_leaves_a_line_that_cannot_be_changed(cast: Cast) -> None:
    await papers.submit(cast.hassan)
    for side in (KycSide.SELFIE, KycSide.SELFIE, KycSide.CIN_BACK):
        async with unit_of_work() as session:
            row = await looking.look(session, cast.hassan.id, side, by=cast.salma.id)
        assert (await storage.read(row))[8:12] == b"WEBP"
    async with reading() as connection:
        seen = await queries.looks(connection, cast.hassan.id)
    assert [(one.side, one.admin) for one in seen] == [
        (KycSide.CIN_BACK, "Salma Rami"),
        (KycSide.SELFIE, "Salma Rami"),
        (KycSide.SELFIE, "Salma Rami"),
    ]
    for forgery in (KycLook.__table__.delete(), KycLook.__table__.update().values(side="selfie")):  # type: ignore[attr-defined]
        with pytest.raises(Exception, match="kyc_look"):
            async with unit_of_work() as session:
                await session.execute(forgery)


async def test_only_who_checks_papers_looks_and_decides(cast: Cast) -> None:
    await papers.submit(cast.hassan)
    for permissions, refusal in (((Permission.SUPPORT,), Forbidden), ((Permission.KYC,), None)):
        await papers.allow(cast.salma, *permissions)
        for verb in ("look", "take", "approve"):
            try:
                async with unit_of_work() as session:
                    if verb == "look":
                        await looking.look(session, cast.hassan.id, KycSide.SELFIE, by=cast.salma.id)
                    else:
                        await getattr(deciding, verb)(session, cast.hassan.id, by=cast.salma.id)
                assert refusal is None, verb
            except Forbidden:
                assert refusal is Forbidden, verb
    for stranger in (cast.hassan, cast.karim):
        async with unit_of_work() as session:
            with pytest.raises(NotFound):
                await looking.look(session, cast.hassan.id, KycSide.SELFIE, by=stranger.id)
            with pytest.raises(NotFound):
                await deciding.reject(session, cast.hassan.id, by=stranger.id, reason="x")


async def test_approved_gives_the_badge_and_is_told_once(cast: Cast) -> None:
    await papers.submit(cast.hassan)
    assert "kyc_to_check" in await told(cast.salma)
    await papers.approve(cast.hassan, cast.salma)
    async with unit_of_work() as session:
        assert (await session.get_one(Account, cast.hassan.id)).identity_verified_at is not None
        acts = set(await session.scalars(select(AdminAct.verb)))
    assert acts == {"verify-identity", "approve-kyc"}
    assert await told(cast.hassan) == {"kyc_received", "identity_verified"}
    async with unit_of_work() as session:
        with pytest.raises(Conflict):
            await deciding.reject(session, cast.hassan.id, by=cast.salma.id, reason="Trop tard")


async def test_who_was_vouched_for_meanwhile_is_approved_all_the_same(cast: Cast) -> None:
    await papers.submit(cast.hassan)
    async with unit_of_work() as session:
        await vouching_identity.verify_identity(
            session, cast.hassan.id, by=cast.salma.id, reason="Vue au bureau"
        )
    await papers.approve(cast.hassan, cast.salma)
    async with reading() as connection:
        assert (await queries.own(connection, cast.hassan.id)).status is KycStatus.APPROVED


async def test_refused_wants_a_reason_that_the_person_reads(cast: Cast) -> None:
    await papers.submit(cast.hassan)
    for words, fields in ((" ", {"reason"}), ("x" * 501, {"reason"})):
        with pytest.raises(Invalid) as caught:
            await papers.reject(cast.hassan, cast.salma, words)
        assert set(caught.value.fields) == fields
    await papers.reject(cast.hassan, cast.salma, "La carte est expirée")
    async with reading() as connection:
        standing = await queries.own(connection, cast.hassan.id)
    assert (standing.status, standing.rejection_reason) == (KycStatus.REJECTED, "La carte est expirée")
    assert "kyc_rejected" in await told(cast.hassan)
    async with unit_of_work() as session:
        with pytest.raises(NotFound):
            await looking.look(session, cast.hassan.id, KycSide.SELFIE, by=cast.salma.id)


async def test_nobody_decides_on_their_own_papers(cast: Cast) -> None:
    await papers.submit(cast.hassan)
    async with unit_of_work() as session:
        person = await session.get_one(Account, cast.hassan.id)
        person.is_admin, person.permissions = True, [Permission.KYC]
    for verb, words in ((deciding.approve, {}), (deciding.reject, {"reason": "x"}), (deciding.take, {})):
        async with unit_of_work() as session:
            with pytest.raises(Conflict) as caught:
                await verb(session, cast.hassan.id, by=cast.hassan.id, **words)
        assert caught.value.code == "own_account"


async def test_a_badge_taken_away_takes_the_approval_with_it(cast: Cast) -> None:
    await papers.submit(cast.hassan)
    await papers.approve(cast.hassan, cast.salma)
    async with unit_of_work() as session:
        await vouching_identity.unverify_identity(
            session, cast.hassan.id, by=cast.salma.id, reason="Fausse carte"
        )
    async with reading() as connection:
        standing = await queries.own(connection, cast.hassan.id)
    assert (standing.status, standing.rejection_reason) == (KycStatus.REJECTED, "Fausse carte")
    await papers.run_destructions()
    assert await papers.sealed_files(cast.hassan.id) == []


async def test_the_queue_pages_by_deadline(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy import literal_column

    monkeypatch.setattr(queries, "PAGE", 1)
    monkeypatch.setattr(queries, "_LIMIT", literal_column("2"))
    await papers.submit(cast.hassan)
    await papers.submit(cast.youssef)
    async with unit_of_work() as session:
        await deciding.take(session, cast.youssef.id, by=cast.salma.id)
    async with reading() as connection:
        first = await queries.page(connection)
        second = await queries.page(connection, after=first.next)
        mine = await queries.page(connection, show="mine", owner=cast.salma.id)
    assert [one.name for one in (*first.cases, *second.cases)] == ["Hassan Ouali", "Youssef El Idrissi"]
    assert (first.waiting, second.next) == (2, None)
    assert [one.owner for one in mine.cases] == ["Salma Rami"]
    await papers.approve(cast.hassan, cast.salma)
    async with reading() as connection:
        closed = await queries.page(connection, show="closed")
        assert [one.name for one in closed.cases] == ["Hassan Ouali"]
        assert (await queries.page(connection)).waiting == 1
