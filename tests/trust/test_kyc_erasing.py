"""Pictures that are to go are gone: from the disk, the database, the archive and every answer, with a proof of each."""

import io
import os
import zipfile
from datetime import timedelta
from uuid import UUID

import httpx
import orjson
import pytest
from sqlalchemy import select, text

from tests.accounts.test_deleting import delete, run_erasures
from tests.accounts.traces import everywhere
from tests.cast import Cast, sign_in
from tests.trust import papers
from twiza.accounts import exporting
from twiza.kit import clock, storage
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import NotFound
from twiza.kit.settings import settings
from twiza.kit.storage import sealing
from twiza.main import app
from twiza.trust.kyc import erasing, queries, sweeping
from twiza.trust.kyc.models import KycCase, KycEnd, KycErasure, KycFile, KycSide, KycStatus

assert app


async def proofs(account_id: UUID) -> list[tuple[KycSide, KycEnd, str]]:
    shown = (KycErasure.side, KycErasure.reason, KycErasure.sha256)
    async with reading() as connection:
        found = await connection.execute(
            select(*shown).where(KycErasure.account_id == account_id).order_by(KycErasure.side)
        )
        return [(side, why, sha256) for side, why, sha256 in found]


async def later(account_id: UUID, **ago: float) -> None:
    """As if it had been decided that long ago."""
    async with unit_of_work() as session:
        case = await session.get_one(KycCase, account_id)
        case.decided_at = clock.now() - timedelta(**ago)


async def test_refused_pictures_leave_nothing_but_their_proof(cast: Cast) -> None:
    await papers.submit(cast.hassan)
    rows = await papers.sealed_files(cast.hassan.id)
    drawn = [await storage.read(row) for row in rows]
    sealed = [path.read_bytes() for row in rows for path in papers.on_disk(row.key)]
    assert len(sealed) == 6  # three pictures and their keys
    await papers.reject(cast.hassan, cast.salma)
    for row in rows:
        with pytest.raises(NotFound):
            async with unit_of_work() as session:
                await storage.find(session, row.id)
    assert await papers.run_destructions() == 1
    assert [path for row in rows for path in papers.on_disk(row.key)] == []
    left = await everywhere()
    for content in (*drawn, *sealed):
        for start in range(0, len(content) - 32, max(1, len(content) // 20)):
            assert content[start : start + 32].decode("latin-1") not in left
    assert "canary" not in left
    assert [(side, why) for side, why, _sha256 in await proofs(cast.hassan.id)] == [
        (side, KycEnd.REJECTED) for side in KycSide
    ]
    assert {sha256 for _side, _why, sha256 in await proofs(cast.hassan.id)} == {row.sha256 for row in rows}
    async with reading() as connection:
        assert (await queries.own(connection, cast.hassan.id)).files_gone_at is not None


async def test_twice_is_once_and_what_lives_stays(cast: Cast) -> None:
    await papers.submit(cast.hassan, "first")
    await papers.reject(cast.hassan, cast.salma)
    await papers.submit(cast.hassan, "second")
    await papers.submit(cast.youssef, "other")
    for _ in range(2):
        await erasing.destroy(cast.hassan.id)
        await erasing.destroy(cast.youssef.id)
    assert len(await proofs(cast.hassan.id)) == 3
    assert await proofs(cast.youssef.id) == []
    for account in (cast.hassan, cast.youssef):
        for row in await papers.sealed_files(account.id):
            assert (await storage.read(row))[8:12] == b"WEBP"


async def test_whoever_leaves_takes_their_pictures_along(cast: Cast) -> None:
    await papers.submit(cast.hassan)
    rows = await papers.sealed_files(cast.hassan.id)
    await delete(cast.hassan)
    await papers.run_destructions()
    await run_erasures()
    assert [path for row in rows for path in papers.on_disk(row.key)] == []
    assert [why for _side, why, _sha256 in await proofs(cast.hassan.id)] == [KycEnd.ACCOUNT_DELETED] * 3
    async with unit_of_work() as session:
        case = await session.get_one(KycCase, cast.hassan.id)
    assert (case.status, case.rejection_reason, case.submitted_at) == (KycStatus.NOT_SUBMITTED, "", None)
    async with reading() as connection:
        assert (await queries.page(connection)).waiting == 0


async def test_the_archive_tells_the_state_and_holds_no_picture(cast: Cast) -> None:
    await papers.submit(cast.hassan)
    await papers.reject(cast.hassan, cast.salma, "Carte expirée")
    await papers.run_destructions()
    await papers.submit(cast.hassan, "second")
    pieces = [piece async for piece in await exporting.export(cast.hassan.id)]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.namelist() == ["data.json"]
    told = orjson.loads(archive.read("data.json"))
    assert told["files"] == []
    assert told["identity_check"]["case"][0]["status"] == "PENDING"
    assert len(told["identity_check"]["destroyed"]) == 3
    assert str(cast.salma.id) not in archive.read("data.json").decode()


async def test_approved_ones_go_when_their_time_is_over(cast: Cast) -> None:
    await papers.submit(cast.hassan)
    await papers.approve(cast.hassan, cast.salma)
    kept = settings().kyc_kept_days
    await later(cast.hassan.id, days=kept, seconds=-60)
    assert (await sweeping.sweep()).retired == 0
    assert len(await papers.sealed_files(cast.hassan.id)) == 3
    await later(cast.hassan.id, days=kept, seconds=1)
    swept = await sweeping.sweep()
    assert (swept.retired, swept.finished) == (1, 1)
    assert [why for _side, why, _sha256 in await proofs(cast.hassan.id)] == [KycEnd.RETENTION] * 3
    async with reading() as connection:
        standing = await queries.own(connection, cast.hassan.id)
    assert (standing.status, standing.files_gone_at is None) == (KycStatus.APPROVED, False)
    assert (await sweeping.sweep()).retired == 0


async def test_the_sweep_finishes_what_a_lost_task_began(cast: Cast) -> None:
    await papers.submit(cast.hassan)
    await papers.reject(cast.hassan, cast.salma)
    async with unit_of_work() as session:
        await session.execute(text("DELETE FROM pgqueuer"))
    swept = await sweeping.sweep()
    assert (swept.retired, swept.finished) == (0, 1)
    assert len(await proofs(cast.hassan.id)) == 3


async def test_keys_that_open_nothing_are_destroyed_and_others_stay(cast: Cast) -> None:
    await papers.submit(cast.hassan)
    rows = await papers.sealed_files(cast.hassan.id)
    sealing.seal("0" * 32 + ".webp", b"x")
    old = (clock.now() - timedelta(days=2)).timestamp()
    for path in sealing.keys_folder().glob("*.key"):
        os.utime(path, (old, old))
    assert (await sweeping.sweep()).stray_keys >= 1
    assert not sealing.has_key("0" * 32 + ".webp")
    assert all(sealing.has_key(row.key) for row in rows)


async def test_papers_whose_keys_are_lost_are_asked_for_again(cast: Cast) -> None:
    """So it is after a backup was brought back: it holds rows and sealed bytes, and never a key."""
    await papers.submit(cast.hassan)
    for row in await papers.sealed_files(cast.hassan.id):
        sealing.destroy_key(row.key)
    assert (await sweeping.sweep()).unreadable == 1
    async with reading() as connection:
        assert (await queries.own(connection, cast.hassan.id)).status is KycStatus.NOT_SUBMITTED
        assert (await connection.scalars(select(KycFile.id))).all() == []
    await papers.submit(cast.hassan, "again")


async def test_a_destroyed_key_is_overwritten_before_it_is_let_go(cast: Cast) -> None:
    name = "1" * 32 + ".webp"
    sealing.seal(name, b"x")
    path = sealing.keys_folder() / f"{name}.key"
    twin = path.with_name("twin")
    os.link(path, twin)
    before = twin.read_bytes()
    sealing.destroy_key(name)
    assert twin.read_bytes() != before
    twin.unlink()
    sealing.destroy_key(name)


async def test_no_answer_holds_a_picture_afterwards(client: httpx.AsyncClient, cast: Cast) -> None:
    await papers.submit(cast.hassan)
    await sign_in(client, cast.salma)
    address = f"/admin/kyc/{cast.hassan.id}"
    shown = await client.get(f"{address}/selfie")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
    assert shown.headers["cache-control"] == "private, no-store"
    assert b"canary" not in shown.content
    await papers.reject(cast.hassan, cast.salma)
    for after in ("rejected", "destroyed"):
        for side in KycSide:
            gone = await client.get(f"{address}/{side}")
            assert gone.status_code == 404, after
        page = await client.get(address)
        assert page.status_code == 200
        assert f"{address}/selfie" not in page.text
        await papers.run_destructions()
    assert "détruit" in page.text
