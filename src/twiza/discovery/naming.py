"""Administrators say which words mean the same."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts import access, audit
from twiza.accounts.models import Permission
from twiza.discovery import synonyms
from twiza.discovery.folding import fold
from twiza.discovery.models import SynonymGroup
from twiza.discovery.stemming import stems
from twiza.kit import clock, ids
from twiza.kit.db import lock
from twiza.kit.errors import Invalid
from twiza.kit.events import after_commit
from twiza.kit.i18n import N_

MOST_TERMS, LONGEST = 60, 60
PAGE = 30
TOO_FEW = N_("Give at least two words, with a comma between them.")
TOO_MANY = N_("Give at most {most} words, of {longest} characters each.")


async def add_group(session: AsyncSession, said: str, *, by: UUID) -> SynonymGroup:
    """Have these words found by each other."""
    await access.admin_with(session, by, Permission.CONTENT)
    group = SynonymGroup(id=ids.new(), terms=_read(said), updated_at=clock.now())
    session.add(group)
    await audit.write(session, by, "add-synonyms", "synonym_group", group.id, details={"terms": group.terms})
    _tell(session)
    return group


async def change_group(session: AsyncSession, group_id: UUID, said: str, *, by: UUID) -> SynonymGroup:
    """Other words for the same thing."""
    await access.admin_with(session, by, Permission.CONTENT)
    terms = _read(said)
    group = await lock(session, SynonymGroup, group_id)
    details = {"before": group.terms, "terms": terms}
    group.terms, group.updated_at = terms, clock.now()
    await audit.write(session, by, "change-synonyms", "synonym_group", group_id, details=details)
    _tell(session)
    return group


async def remove_group(session: AsyncSession, group_id: UUID, *, by: UUID) -> None:
    """These words are found by themselves alone again."""
    await access.admin_with(session, by, Permission.CONTENT)
    group = await lock(session, SynonymGroup, group_id)
    await session.execute(delete(SynonymGroup).where(SynonymGroup.id == group_id))
    await audit.write(
        session, by, "remove-synonyms", "synonym_group", group_id, details={"terms": group.terms}
    )
    _tell(session)


async def groups(
    connection: AsyncConnection, words: str = "", *, after: UUID | None = None
) -> tuple[Sequence[SynonymGroup], UUID | None]:
    """The groups that say a word, the newest first, and where the next page begins."""
    statement = select(SynonymGroup.id, SynonymGroup.terms, SynonymGroup.updated_at).order_by(
        SynonymGroup.id.desc()
    )
    if folded := fold(words):
        told = func.fold(func.array_to_string(SynonymGroup.terms, literal_column("' '")))
        statement = statement.where(func.strpos(told, folded) > 0)
    if after:
        statement = statement.where(SynonymGroup.id < after)
    rows = (await connection.execute(statement.limit(literal_column(str(PAGE + 1))))).all()
    found = [SynonymGroup(id=row.id, terms=row.terms, updated_at=row.updated_at) for row in rows[:PAGE]]
    return found, rows[PAGE - 1].id if len(rows) > PAGE else None


def _read(said: str) -> list[str]:
    """Words parted by commas or lines, in the order they were given, each once."""
    parts = said.replace("\n", ",").replace("،", ",").split(",")
    terms = {tuple(stems(part)): " ".join(part.split()) for part in reversed(parts) if stems(part)}
    read = list(reversed(terms.values()))
    if len(read) < 2:
        raise Invalid({"terms": TOO_FEW})
    if len(read) > MOST_TERMS or any(len(term) > LONGEST for term in read):
        raise Invalid({"terms": TOO_MANY}, most=MOST_TERMS, longest=LONGEST)
    return read


def _tell(session: AsyncSession) -> None:
    """This process reads the groups again at once, the others within a minute."""

    async def forget() -> None:
        synonyms.forget()

    after_commit(session, forget)
