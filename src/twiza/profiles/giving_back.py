"""A freelancer's profile belongs to the archive of one's own data."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import exporting, own_data
from twiza.profiles.models import Certification, Education, Project, Skill, SpokenLanguage


@exporting.part("freelancer_profile")
async def profile(session: AsyncSession, account_id: UUID) -> dict[str, own_data.Rows]:
    """Skills, studies, certificates, languages and finished work; pictures are among the files."""
    shown = {
        "skills": (Skill, (Skill.name, Skill.level)),
        "education": (
            Education,
            (Education.school, Education.degree, Education.start_year, Education.end_year),
        ),
        "certifications": (
            Certification,
            (Certification.name, Certification.issuer, Certification.year, Certification.link),
        ),
        "languages": (SpokenLanguage, (SpokenLanguage.code, SpokenLanguage.fluency)),
        "projects": (Project, (Project.title, Project.description, Project.link, Project.year)),
    }
    return {
        name: await own_data.rows(session, select(*columns).where(table.account_id == account_id))
        for name, (table, columns) in shown.items()
    }
