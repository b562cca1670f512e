"""Skills and projects stand in the order their owner likes, one step at a time."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.errors import NotFound
from twiza.profiles import entries
from twiza.profiles.models import Project, Skill

Moved = TypeVar("Moved", Skill, Project)


async def move_skill(session: AsyncSession, skill_id: UUID, *, by: UUID, up: bool) -> None:
    """Before its neighbour, or after it; the first goes no further up, the last no further down."""
    await entries.hold_freelancer(session, by)
    mine = select(Skill).where(Skill.account_id == by).order_by(Skill.position, Skill.id)
    there = list(await session.scalars(mine))
    _step(there, skill_id, up=up)
    for place, skill in enumerate(there, start=1):
        skill.position = place
    await session.flush()


async def move_project(session: AsyncSession, project_id: UUID, *, by: UUID, up: bool) -> None:
    """The same; of projects the highest number stands first, for the latest does when nobody moves it."""
    await entries.hold_freelancer(session, by)
    mine = select(Project).where(Project.account_id == by).order_by(Project.position.desc(), Project.id)
    there = list(await session.scalars(mine))
    _step(there, project_id, up=up)
    for place, project in enumerate(reversed(there), start=1):
        project.position = place
    await session.flush()


def _step(there: list[Moved], wanted: UUID, *, up: bool) -> None:
    place = next((place for place, one in enumerate(there) if one.id == wanted), None)
    if place is None:
        raise NotFound
    beside = place - 1 if up else place + 1
    if 0 <= beside < len(there):
        there[place], there[beside] = there[beside], there[place]
