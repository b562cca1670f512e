"""Ring the bell: keep the notice, and tell open pages how many are unread."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, Table, Text, bindparam, func, insert, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import bus, clock
from twiza.notifications.models import Notification
from twiza.notifications.notice import Notice
from twiza.notifications.people import Person
from twiza.notifications.rows import Row


def _number(new: int) -> Select[*tuple[Any, ...]]:
    """The account's topic, and how many notices it hasn't read; a statement doesn't see the rows it writes."""
    unread = select(func.count() + literal_column(str(new))).where(
        Notification.account_id == bindparam("account_id"), Notification.read_at.is_(None)
    )
    told = func.jsonb_build_object(
        literal_column("'type'"), literal_column("'notification'"),
        literal_column("'unread'"), unread.scalar_subquery(), type_=JSONB,
    )  # fmt: skip
    return select(bindparam("topic", type_=Text), told)


_KEEP = insert(cast("Table", Notification.__table__)).values(
    {name: bindparam(name) for name in ("id", "account_id", "kind", "params", "created_at")}
)
_NUMBER = _number(0)
# Kept and told in one go.
_RING = _number(1).add_cte(_KEEP.cte("kept"))


async def write(session: AsyncSession, account: Person, notice: Notice) -> None:
    """Only what fills the words is kept; the words are chosen when they are read."""
    kept = {
        "id": notice.id,
        "kind": notice.row.kind,
        "params": _needed(notice.row, notice.params),
        "created_at": clock.now(),
    }
    await bus.publish_found(session, _RING, {**_whose(account.id), **kept})


async def announce(session: AsyncSession, account_id: UUID) -> None:
    """Tell the account's open pages how many notices are unread now."""
    await bus.publish_found(session, _NUMBER, _whose(account_id))


def _whose(account_id: UUID) -> dict[str, object]:
    return {"account_id": account_id, "topic": f"account:{account_id}"}


def _needed(row: Row, params: Mapping[str, object]) -> dict[str, object]:
    return {name: params[name] for name in sorted(row.placeholders & params.keys())}
