"""The words that mean the same that Twiza opens with."""

from pathlib import Path

from sqlalchemy import exists, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.discovery.models import SynonymGroup

_FILE = Path(__file__).with_name("synonyms.txt")


async def seed(session: AsyncSession) -> None:
    """Once, into an empty table: what an administrator changed or took away stays so."""
    if not await session.scalar(select(exists(select(SynonymGroup.id)))):
        await session.execute(insert(SynonymGroup), [{"terms": terms} for terms in groups()])


def groups() -> list[list[str]]:
    """The groups of the file, as they are written."""
    lines = (line.strip() for line in _FILE.read_text(encoding="utf-8").splitlines())
    return [[term.strip() for term in line.split(",")] for line in lines if line and not line.startswith("#")]
