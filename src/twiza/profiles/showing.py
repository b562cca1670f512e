"""Reading a freelancer's profile, whole or merely counted."""

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts.models import Account, Hat, HatKind
from twiza.profiles.models import Certification, Education, Project, ProjectPicture, Skill, SpokenLanguage
from twiza.profiles.places import Category, City
from twiza.profiles.shown import (
    CertificationShown,
    EducationShown,
    LanguageShown,
    PictureShown,
    Profile,
    ProjectShown,
    SkillShown,
    Tally,
)

Reading: TypeAlias = AsyncConnection | AsyncSession

_WORN = (
    select(
        Hat.account_id,
        Hat.headline,
        func.coalesce(Account.bio, "").label("bio"),
        func.coalesce(City.slug, "").label("city"),
        func.coalesce(Category.slug, "").label("category"),
    )
    .join(Account, Account.id == Hat.account_id)
    .outerjoin(City, City.id == Hat.city_id)
    .outerjoin(Category, Category.id == Hat.category_id)
    .where(Hat.account_id == bindparam("account"), Hat.kind == HatKind.FREELANCER)
)
_SKILLS = (
    select(Skill.id, Skill.name, Skill.level)
    .where(Skill.account_id == bindparam("account"))
    .order_by(Skill.position, Skill.id)
)
_EDUCATION = (
    select(Education.id, Education.school, Education.degree, Education.start_year, Education.end_year)
    .where(Education.account_id == bindparam("account"))
    .order_by(Education.end_year.desc().nulls_first(), Education.start_year.desc(), Education.id)
)
_CERTIFICATIONS = (
    select(Certification.id, Certification.name, Certification.issuer, Certification.year, Certification.link)
    .where(Certification.account_id == bindparam("account"))
    .order_by(Certification.year.desc(), Certification.id)
)
_LANGUAGES = (
    select(SpokenLanguage.code, SpokenLanguage.fluency)
    .where(SpokenLanguage.account_id == bindparam("account"))
    .order_by(SpokenLanguage.fluency.desc(), SpokenLanguage.code)
)
_PROJECTS = (
    select(Project.id, Project.title, Project.description, Project.link, Project.year)
    .where(Project.account_id == bindparam("account"))
    .order_by(Project.position.desc(), Project.id)
)
_PICTURES = (
    select(ProjectPicture.project_id, ProjectPicture.id, ProjectPicture.name)
    .join(Project, Project.id == ProjectPicture.project_id)
    .where(Project.account_id == bindparam("account"))
    .order_by(ProjectPicture.position, ProjectPicture.id)
)


async def profile(reader: Reading, account_id: UUID) -> Profile | None:
    """As its owner keeps it, or None for somebody who isn't a freelancer."""
    values = {"account": account_id}
    worn = (await reader.execute(_WORN, values)).one_or_none()
    if worn is None:
        return None
    return Profile(
        *worn,
        skills=[SkillShown(*row) for row in await reader.execute(_SKILLS, values)],
        education=[EducationShown(*row) for row in await reader.execute(_EDUCATION, values)],
        certifications=[CertificationShown(*row) for row in await reader.execute(_CERTIFICATIONS, values)],
        languages=[LanguageShown(*row) for row in await reader.execute(_LANGUAGES, values)],
        projects=await _projects(reader, values),
    )


async def tally(reader: Reading, account_id: UUID) -> Tally:
    """How far a profile has come, in one statement."""
    counts = (_count(kind, account_id) for kind in (Skill, SpokenLanguage, Project))
    return Tally(*(await reader.execute(select(*counts))).one())


async def _projects(reader: Reading, values: dict[str, UUID]) -> Sequence[ProjectShown]:
    rows = (await reader.execute(_PROJECTS, values)).all()
    pictures = (await reader.execute(_PICTURES, values)).all() if rows else []
    return [
        ProjectShown(
            *row, pictures=[PictureShown(one.id, one.name) for one in pictures if one.project_id == row.id]
        )
        for row in rows
    ]


def _count(kind: type[Skill | SpokenLanguage | Project], account_id: UUID) -> Any:
    counted: Select[int] = select(func.count()).select_from(kind).where(kind.account_id == account_id)
    return counted.scalar_subquery()
