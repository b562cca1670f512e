"""What a phone or an inbox received: the messages that wait, since tests have no provider."""

import re

from sqlalchemy import select

from twiza.kit.db import reading
from twiza.kit.outgoing import Outgoing


async def messages(to: str) -> list[str]:
    """All texts sent to this number or address, the oldest first."""
    async with reading() as connection:
        found = await connection.scalars(
            select(Outgoing.body).where(Outgoing.to == to).order_by(Outgoing.created_at, Outgoing.id)
        )
        return list(found)


async def last_code(to: str) -> str:
    """The six digits of the newest message."""
    found = re.search(r"\b\d{6}\b", (await messages(to))[-1])
    assert found, "the newest message carries no code"
    return found[0]


async def last_token(to: str) -> str:
    """The token of the newest message's link."""
    found = re.search(r"token=([\w-]+)", (await messages(to))[-1])
    assert found, "the newest message carries no link"
    return found[1]
