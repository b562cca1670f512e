"""Where checks stand: a person's own, the queue by deadline, one case with all that helps to decide it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, literal_column, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from twiza.accounts.models import Account
from twiza.kit import clock
from twiza.kit.errors import NotFound
from twiza.trust.kyc.models import KycCase, KycErasure, KycFile, KycLook, KycSide, KycStatus

PAGE = 30
_Owner, _Admin = aliased(Account), aliased(Account)
Place = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's own check, as they may read it."""

    status: KycStatus
    rejection_reason: str
    submitted_at: datetime | None
    decided_at: datetime | None
    files_gone_at: datetime | None


_NONE = Standing(KycStatus.NOT_SUBMITTED, "", None, None, None)
_OWN = (
    KycCase.status, KycCase.rejection_reason, KycCase.submitted_at, KycCase.decided_at, KycCase.files_gone_at,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One case as administrators see it."""

    account_id: UUID
    name: str
    status: KycStatus
    rejection_reason: str
    submitted_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    files_gone_at: datetime | None
    owner_id: UUID | None
    owner: str

    @property
    def is_late(self) -> bool:
        return self.due_at is not None and self.due_at < clock.now()


class CasePage(NamedTuple):
    """Some cases, where the next ones begin, and how many wait in all."""

    cases: Sequence[Case]
    next: Place | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody opened a picture."""

    admin: str
    side: KycSide
    at: datetime


def _name(account: Any) -> ColumnElement[str]:
    return func.concat_ws(" ", account.first_name, account.last_name)


def _cases() -> Select[*tuple[Any, ...]]:
    return (
        select(
            KycCase.account_id,
            _name(Account),
            KycCase.status,
            KycCase.rejection_reason,
            KycCase.submitted_at,
            KycCase.due_at,
            KycCase.decided_at,
            KycCase.files_gone_at,
            KycCase.owner_id,
            _name(_Owner),
        )
        .join(Account, Account.id == KycCase.account_id)
        .outerjoin(_Owner, _Owner.id == KycCase.owner_id)
    )


_LIMIT = literal_column(str(PAGE + 1))
_WAITING = KycCase.status == KycStatus.PENDING
_COUNT = select(func.count()).select_from(KycCase).where(_WAITING)


async def own(connection: AsyncConnection, account_id: UUID) -> Standing:
    row = (await connection.execute(select(*_OWN).where(KycCase.account_id == account_id))).one_or_none()
    return Standing(*row) if row else _NONE


async def waiting(connection: AsyncConnection) -> int:
    """How many people wait for an answer."""
    return await connection.scalar(_COUNT) or 0


async def page(
    connection: AsyncConnection, *, show: str = "", owner: UUID | None = None, after: Place | None = None
) -> CasePage:
    """What waits by deadline; `mine` what this administrator took, `closed` what was decided last."""
    closed = show == "closed"
    moment = KycCase.decided_at if closed else KycCase.due_at
    place = tuple_(moment, KycCase.account_id)
    statement = _cases().limit(_LIMIT)
    if closed:
        statement = statement.where(KycCase.decided_at.is_not(None), KycCase.status != KycStatus.PENDING)
        statement = statement.order_by(moment.desc(), KycCase.account_id.desc())
    else:
        statement = statement.where(_WAITING).order_by(moment, KycCase.account_id)
    if show == "mine":
        statement = statement.where(KycCase.owner_id == owner)
    if after:
        statement = statement.where(place < after if closed else place > after)
    found = [_case(row) for row in (await connection.execute(statement)).all()]
    waits = await waiting(connection)
    if len(found) <= PAGE:
        return CasePage(found, None, waits)
    last = found[PAGE - 1]
    moment_of_last = last.decided_at if closed else last.due_at
    return CasePage(found[:PAGE], (moment_of_last, last.account_id) if moment_of_last else None, waits)


async def one(connection: AsyncConnection, account_id: UUID) -> Case:
    row = (await connection.execute(_cases().where(KycCase.account_id == account_id))).one_or_none()
    if row is None:
        raise NotFound
    return _case(row)


async def readable_sides(connection: AsyncConnection, account_id: UUID) -> set[KycSide]:
    """The pictures that can still be opened."""
    living = select(KycFile.side).where(KycFile.account_id == account_id, KycFile.doomed_at.is_(None))
    return set((await connection.scalars(living)).all())


async def looks(connection: AsyncConnection, account_id: UUID) -> Sequence[Look]:
    """Who opened them, the latest first."""
    statement = (
        select(_name(_Admin), KycLook.side, KycLook.at)
        .join(_Admin, _Admin.id == KycLook.admin_id)
        .where(KycLook.account_id == account_id)
        .order_by(KycLook.id.desc())
        .limit(literal_column(str(PAGE)))
    )
    return [Look(*row) for row in (await connection.execute(statement)).all()]


async def erasures(connection: AsyncConnection, account_id: UUID) -> Sequence[Mapping[str, Any]]:
    """What was destroyed, and why, the latest first."""
    statement = (
        select(KycErasure.side, KycErasure.reason, KycErasure.sha256, KycErasure.at)
        .where(KycErasure.account_id == account_id)
        .order_by(KycErasure.id.desc())
        .limit(literal_column(str(PAGE)))
    )
    return [dict(row) for row in (await connection.execute(statement)).mappings().all()]


def _case(row: Row[*tuple[Any, ...]]) -> Case:
    return Case(*row)
