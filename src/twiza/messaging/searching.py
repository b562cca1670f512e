"""Search in one's own messages; what is hidden from a reader can't be found by them either."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Text, and_, bindparam, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.accounts.models import Account
from twiza.accounts.queries import avatar_url
from twiza.kit.folding import fold
from twiza.messaging.inbox import public_name
from twiza.messaging.models import ConversationSide, Message
from twiza.messaging.veiling import veil

MOST = 30
LONGEST = 100
_AROUND = 60
_ESCAPED = str.maketrans({"%": "\\%", "_": "\\_", "\\": "\\\\"})
_FOUND = (
    select(
        Message.id,
        Message.sender_id,
        Message.text,
        Message.created_at,
        ConversationSide.other_id,
        Account.first_name,
        Account.last_name,
        Account.avatar,
    )
    .join(
        ConversationSide,
        and_(
            ConversationSide.conversation_id == Message.conversation_id,
            ConversationSide.account_id == bindparam("me"),
        ),
    )
    .join(Account, Account.id == ConversationSide.other_id)
    .where(func.fold(Message.text).op("LIKE")(func.all(bindparam("words", type_=ARRAY(Text)))))
    .order_by(Message.id.desc())
    # Some of them may turn out to be found only by what is hidden.
    .limit(literal_column(str(2 * MOST)))
)


@dataclass(frozen=True, slots=True)
class Found:
    """A message that holds the words, and a piece of it."""

    id: UUID
    other_id: UUID
    name: str
    initials: str
    avatar_url: str | None
    excerpt: str
    is_mine: bool
    at: datetime


async def search(connection: AsyncConnection, account_id: UUID, words: str) -> Sequence[Found]:
    """The latest messages of one's own conversations that hold all of these words."""
    folded = fold(words[:LONGEST]).split()
    if not folded:
        return []
    patterns = [f"%{word.translate(_ESCAPED)}%" for word in folded]
    rows = (await connection.execute(_FOUND, {"me": account_id, "words": patterns})).all()
    found: list[Found] = []
    for row in rows:
        is_mine = row.sender_id == account_id
        text = row.text
        if not is_mine:
            text = (await veil(connection, account_id, row.other_id, [text]))(text)
        if all(word in fold(text) for word in folded):
            found.append(
                Found(
                    id=row.id,
                    other_id=row.other_id,
                    name=public_name(row.first_name, row.last_name),
                    initials=(row.first_name[:1] + row.last_name[:1]).upper(),
                    avatar_url=avatar_url(row.avatar),
                    excerpt=_around(text, folded[0]),
                    is_mine=is_mine,
                    at=row.created_at,
                )
            )
    return found[:MOST]


def _around(text: str, word: str) -> str:
    """Some words before and after the one that was looked for."""
    line = " ".join(text.split())
    at = max(0, fold(line).find(word) - _AROUND)
    cut = line[at : at + 3 * _AROUND]
    return f"{'…' if at else ''}{cut}{'…' if at + 3 * _AROUND < len(line) else ''}"
