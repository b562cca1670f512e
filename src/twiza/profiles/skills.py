"""What a freelancer is good at, and how good."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_
from twiza.profiles import entries, typed
from twiza.profiles.models import Skill, SkillLevel

MOST = 20
LONGEST = 40
THERE = N_("This skill is on your profile already.")
NO_LEVEL = N_("Choose a level of the list.")


async def add_skill(session: AsyncSession, *, by: UUID, name: str, level: str) -> Skill:
    """One more; the same one written otherwise is the same, at another level a contradiction."""
    await entries.hold_freelancer(session, by)
    fields = typed.Fields()
    said = fields.line("name", name, LONGEST)
    if level not in set(SkillLevel):
        fields.faults["level"] = NO_LEVEL
    fields.check()
    folded = await session.scalar(select(func.fold(said))) or ""
    if there := await entries.twin(session, Skill, by, folded_name=folded):
        if there.level == level:
            return there
        raise Invalid({"name": THERE})
    await entries.check_room(session, Skill, by, MOST, "name")
    after = select(func.coalesce(func.max(Skill.position), 0) + 1).where(Skill.account_id == by)
    skill = Skill(
        account_id=by,
        name=said,
        folded_name=folded,
        level=SkillLevel(level),
        position=await session.scalar(after) or 0,
    )
    session.add(skill)
    await session.flush()
    return skill


async def remove_skill(session: AsyncSession, skill_id: UUID, *, by: UUID) -> None:
    await session.delete(await entries.own(session, Skill, skill_id, by))
