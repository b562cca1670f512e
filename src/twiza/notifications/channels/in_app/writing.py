"""Ring the bell: keep the notice, and tell open pages how many are unread."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Text, bindparam, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import bus, clock
from twiza.notifications.models import Notification
from twiza.notifications.notice import Notice
from twiza.notifications.people import Person
from twiza.notifications.rows import Row

_UNREAD = select(func.count()).where(
    Notification.account_id == bindparam("account_id"), Notification.read_at.is_(None)
)
# The account's topic, and how many notices it hasn't read.
_NUMBER = select(
    bindparam("topic", type_=Text),
    func.jsonb_build_object(
        literal_column("'type'"), literal_column("'notification'"),
        literal_column("'unread'"), _UNREAD.scalar_subquery(), type_=JSONB,
    ),
)  # fmt: skip
# Kept and told in one go; a statement doesn't see the rows it writes.
_RING = bus.part(
    "notices",
    {
        "notices": """
            SELECT id, account_id, kind, params, created_at FROM jsonb_to_recordset(:notices)
                AS notices (id uuid, account_id uuid, kind text, params jsonb, created_at timestamptz)
        """,
        "kept_notices": """
            INSERT INTO notification (id, account_id, kind, params, created_at)
            SELECT id, account_id, kind, params, created_at FROM notices
        """,
    },
    """
        SELECT 'account:' || account_id, jsonb_build_object('type', 'notification', 'unread', count(*) + (
            SELECT count(*) FROM notification AS waiting
            WHERE waiting.account_id = notices.account_id AND waiting.read_at IS NULL
        ))
        FROM notices GROUP BY account_id
    """,
)


async def write(session: AsyncSession, person: Person, notice: Notice) -> None:
    """Only what fills the words is kept; the words are chosen when they are read."""
    kept = {
        "id": notice.id,
        "account_id": person.id,
        "kind": notice.row.kind,
        "params": _needed(notice.row, notice.params),
        "created_at": clock.now(),
    }
    bus.publish_left(session, _RING, kept)


async def announce(session: AsyncSession, account_id: UUID) -> None:
    """Tell the account's open pages how many notices are unread now."""
    whose = {"account_id": account_id, "topic": f"account:{account_id}"}
    await bus.publish_found(session, _NUMBER, whose)


def _needed(row: Row, params: Mapping[str, object]) -> dict[str, object]:
    return {name: params[name] for name in sorted(row.placeholders & params.keys())}
