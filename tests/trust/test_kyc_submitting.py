"""Sending papers: by whom, what is taken, what is refused in which words, and that nothing is left of a refusal."""

import asyncio
import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.cast import Cast
from tests.trust import papers
from twiza.accounts.models import Account
from twiza.kit import clock, storage
from twiza.kit.db import lock, reading, unit_of_work
from twiza.kit.errors import Conflict, Invalid, NotFound
from twiza.kit.settings import settings
from twiza.kit.storage import Visibility, sealing
from twiza.trust.kyc import delays, queries, submitting
from twiza.trust.kyc.models import KycCase, KycFile, KycSide, KycStatus
from twiza.trust.kyc.states import KYC


@pytest.fixture
def production() -> Iterator[None]:
    """The same machine, open to the world."""
    os.environ["TWIZA_ENV"] = "production"
    settings.cache_clear()
    yield
    os.environ["TWIZA_ENV"] = "test"
    os.environ.pop("TWIZA_CNDP_RECEIPT", None)
    settings.cache_clear()


def kept() -> set[str]:
    """The keys and the sealed bytes on the disk."""
    folders = (sealing.keys_folder(), settings().data_dir / "files" / "sealed")
    return {path.name for folder in folders for path in folder.rglob("*") if path.is_file()}


async def refused(cast: Cast, files: dict[KycSide, bytes | None], *, consents: bool = True) -> Invalid:
    with pytest.raises(Invalid) as caught:
        async with unit_of_work() as session:
            await submitting.submit(session, cast.hassan.id, files=dict(files), consents=consents)
    async with reading() as connection:
        assert (await queries.own(connection, cast.hassan.id)).status is KycStatus.NOT_SUBMITTED
    return caught.value


async def test_three_sealed_pictures_and_a_case_to_answer(cast: Cast) -> None:
    await papers.submit(cast.hassan)
    async with unit_of_work() as session:
        case = await lock(session, KycCase, cast.hassan.id)
        sides = set(await session.scalars(select(KycFile.side)))
    assert case.status is KycStatus.PENDING
    assert case.due_at and case.submitted_at
    assert case.due_at - case.submitted_at == delays.ANSWER_WITHIN
    assert sides == set(KycSide)
    for row in await papers.sealed_files(cast.hassan.id):
        assert (row.visibility, row.media_type, row.name) == (Visibility.SEALED, "image/webp", "file.webp")
        drawn = await storage.read(row)
        assert drawn[8:12] == b"WEBP"
        assert b"canary" not in drawn
        for path in papers.on_disk(row.key):
            lying = path.read_bytes()
            assert b"WEBP" not in lying
            assert drawn[64:128] not in lying
        assert not list((settings().data_dir / "files" / "public").rglob(f"{row.key}*"))


async def test_freelancers_send_them_and_clients_have_nothing_to_show(cast: Cast) -> None:
    await papers.submit(cast.youssef)
    with pytest.raises(Conflict) as caught:
        await papers.submit(cast.amina)
    assert caught.value.code == "no_profile"


async def test_each_wrong_picture_has_its_own_code_and_nothing_is_kept(cast: Cast) -> None:
    before = kept()
    good = papers.photos()
    pdf = await refused(cast, {**good, KycSide.CIN_FRONT: b"%PDF-1.7 carte.jpg"})
    assert (pdf.code, set(pdf.fields)) == ("not_a_photo", {"cin_front"})
    assert "PDF" in pdf.fields["cin_front"]
    for wrong in (
        b"MZ\x90\x00 not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04zip",
    ):
        assert (await refused(cast, {**good, KycSide.SELFIE: wrong})).code == "not_a_photo"
    assert (await refused(cast, {**good, KycSide.CIN_BACK: None})).code == "picture_missing"
    assert (await refused(cast, {**good, KycSide.CIN_BACK: b""})).code == "picture_missing"
    heavy = b"\xff\xd8\xff\xe0" + b"0" * settings().upload_limit
    assert (await refused(cast, {**good, KycSide.SELFIE: heavy})).code == "photo_too_heavy"
    twice = await refused(cast, {**good, KycSide.CIN_BACK: good[KycSide.CIN_FRONT]})
    assert (twice.code, set(twice.fields)) == ("same_photo_twice", {"cin_back"})
    cut = await refused(cast, {**good, KycSide.SELFIE: good[KycSide.SELFIE][:200]})
    assert set(cut.fields) == {"selfie"}
    assert (await refused(cast, dict(good), consents=False)).code == "no_consent"
    assert kept() == before


async def test_while_it_waits_nothing_more_is_taken_and_a_race_keeps_one(cast: Cast) -> None:
    before = kept()
    ends = await asyncio.gather(
        papers.submit(cast.hassan, "one"), papers.submit(cast.hassan, "two"), return_exceptions=True
    )
    assert [type(end) for end in ends if end] == [Conflict]
    with pytest.raises(Conflict) as caught:
        await papers.submit(cast.hassan, "three")
    assert caught.value.code == "wrong_state"
    async with reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(KycFile)) == 3
    assert len(kept() - before) == 6  # three pictures, three keys


async def test_after_a_refusal_new_ones_are_taken_at_once(cast: Cast) -> None:
    await papers.submit(cast.hassan, "first")
    await papers.reject(cast.hassan, cast.salma)
    await papers.submit(cast.hassan, "second")
    async with reading() as connection:
        standing = await queries.own(connection, cast.hassan.id)
        assert await queries.readable_sides(connection, cast.hassan.id) == set(KycSide)
    assert (standing.status, standing.rejection_reason) == (KycStatus.PENDING, "")
    await papers.run_destructions()
    assert len(await papers.sealed_files(cast.hassan.id)) == 3


async def test_whoever_is_verified_has_nothing_to_send(cast: Cast) -> None:
    await papers.submit(cast.hassan)
    await papers.approve(cast.hassan, cast.salma)
    with pytest.raises(Conflict) as caught:
        await papers.submit(cast.hassan, "again")
    assert caught.value.code == "already_verified"


async def test_whoever_left_sends_nothing(cast: Cast) -> None:
    async with unit_of_work() as session:
        (await lock(session, Account, cast.hassan.id)).deleted_at = clock.now() - timedelta(minutes=1)
    with pytest.raises(NotFound):
        await papers.submit(cast.hassan)


@pytest.mark.usefixtures("production")
async def test_in_production_the_cndp_comes_first(cast: Cast) -> None:
    with pytest.raises(Conflict) as caught:
        await papers.submit(cast.hassan)
    assert caught.value.code == "kyc_closed"
    os.environ["TWIZA_CNDP_RECEIPT"] = "A-123/2026"
    settings.cache_clear()
    await papers.submit(cast.hassan)


def test_every_cell_of_the_machine() -> None:
    legal = {
        ("NOT_SUBMITTED", "submit", "PENDING", "person"),
        ("REJECTED", "submit", "PENDING", "person"),
        ("PENDING", "approve", "APPROVED", "admin"),
        ("PENDING", "reject", "REJECTED", "admin"),
        ("APPROVED", "revoke", "REJECTED", "admin"),
        ("PENDING", "lose", "NOT_SUBMITTED", "clock"),
        *((str(status), "forget", "NOT_SUBMITTED", "clock") for status in KycStatus),
    }
    table = {
        (str(source), move.verb, str(move.target), str(party))
        for move in KYC.moves
        for source in move.sources
        for party in move.parties
    }
    assert table == legal
