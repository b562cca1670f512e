"""Every day: pictures past their time, and whatever a crash or a restored backup left behind."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.db import lock, reading, unit_of_work
from twiza.kit.settings import settings
from twiza.kit.storage import FileRow, sealing
from twiza.trust.kyc import delays, erasing
from twiza.trust.kyc.models import KycCase, KycEnd, KycFile, KycParty, KycStatus
from twiza.trust.kyc.states import LOSE

log = structlog.get_logger()


class Swept(NamedTuple):
    """What a sweep found: cases past their time, doomed pictures, unreadable cases, keys without a file."""

    retired: int
    finished: int
    unreadable: int
    stray_keys: int


async def sweep() -> Swept:
    """Destroy what should be gone; anything but retired cases means that something had gone wrong before."""
    retired = await _retire()
    unreadable = await _let_go_of_unreadable()
    finished = await _finish()
    swept = Swept(retired, finished, unreadable, await _drop_stray_keys())
    found = swept._asdict()
    if finished > retired or unreadable or swept.stray_keys:
        log.warning("identity pictures were left behind", **found)
    else:
        log.info("identity pictures swept", **found)
    return swept


async def _retire() -> int:
    """Approved long enough ago: one case per transaction, looked at again under its lock."""
    before = clock.now() - timedelta(days=settings().kyc_kept_days)
    due = (
        KycCase.status == KycStatus.APPROVED,
        KycCase.files_gone_at.is_(None),
        KycCase.decided_at <= before,
    )
    retired = 0
    for account_id in await _accounts(select(KycCase.account_id).where(*due)):
        async with unit_of_work() as session:
            case = await lock(session, KycCase, account_id)
            if case.status is KycStatus.APPROVED and case.decided_at and case.decided_at <= before:
                retired += bool(await erasing.doom(session, account_id, KycEnd.RETENTION))
    return retired


async def _finish() -> int:
    """Doomed pictures whose task was lost, and those just doomed."""
    doomed = select(KycFile.account_id).where(KycFile.doomed_at.is_not(None)).distinct()
    accounts = await _accounts(doomed)
    for account_id in accounts:
        await erasing.destroy(account_id)
    return len(accounts)


async def _let_go_of_unreadable() -> int:
    """A restored backup brings rows back but no keys: who waits with pictures nobody can open sends them again."""
    living = (
        select(KycFile.account_id, FileRow.key)
        .join(FileRow, FileRow.id == KycFile.file_id)
        .where(KycFile.doomed_at.is_(None))
    )
    async with reading() as connection:
        found = (await connection.execute(living)).all()
    lost = {account_id for account_id, key in found if not sealing.has_key(key)}
    for account_id in lost:
        async with unit_of_work() as session:
            await _lose(session, account_id)
    return len(lost)


async def _lose(session: AsyncSession, account_id: UUID) -> None:
    case = await lock(session, KycCase, account_id)
    if case.status is KycStatus.PENDING:
        LOSE.check(case.status, KycParty.CLOCK)
        case.status, case.due_at, case.owner_id = KycStatus.NOT_SUBMITTED, None, None
    await erasing.doom(session, account_id, KycEnd.KEY_LOST)


async def _drop_stray_keys() -> int:
    """Keys whose file was never kept, or is gone: they open nothing, and nothing may ever need them."""
    before = (clock.now() - delays.SETTLED).timestamp()
    old = [path for path in sealing.keys_folder().glob("*.key") if path.stat().st_mtime < before]
    if not old:
        return 0
    living = select(FileRow.key).where(
        FileRow.key.in_([path.stem for path in old]), FileRow.deleted_at.is_(None)
    )
    async with reading() as connection:
        alive = set((await connection.scalars(living)).all())
    stray = [path.stem for path in old if path.stem not in alive]
    for key in stray:
        sealing.destroy_key(key)
    return len(stray)


async def _accounts(statement: object) -> list[UUID]:
    async with reading() as connection:
        return list((await connection.scalars(statement)).all())  # type: ignore[arg-type]
