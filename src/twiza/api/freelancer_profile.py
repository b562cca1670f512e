"""Freelancers' profiles: read whole by everybody, written entry by entry by their owner.

Every call that changes one's profile answers with all of it as it stands now.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from fastapi import APIRouter, File, Response, UploadFile
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import HatKind
from twiza.api import freelancer_shown
from twiza.api.deps import CurrentViewer, OptionalViewer, Reader, Session
from twiza.api.idempotency import Once, OnceOnly
from twiza.api.schemas import freelancers as shapes
from twiza.kit.errors import NotFound
from twiza.profiles import (
    certifications,
    editing,
    education,
    portfolio,
    presenting,
    showing,
    skills,
    speaking,
)

Responses: TypeAlias = dict[int | str, dict[str, Any]]
router = APIRouter(tags=["people"])
OWN = "/users/me/freelancer"
_PRESENTED = ("headline", "city", "category")
_MADE: Responses = {201: {"model": shapes.OwnFreelancer}}
_CHANGED: Responses = {200: {"model": shapes.OwnFreelancer}}


@router.get("/freelancers/{freelancer_id}", responses={200: {"model": shapes.Freelancer}})
async def show_freelancer(freelancer_id: UUID, viewer: OptionalViewer, reader: Reader) -> Response:
    """A freelancer's whole public profile."""
    return await freelancer_shown.public(reader, freelancer_id, viewer.id if viewer else None)


@router.get(OWN, responses={**_CHANGED, 404: {}})
async def show_own_profile(viewer: CurrentViewer, reader: Reader) -> Response:
    """One's own profile as a freelancer, as one wrote it."""
    return await freelancer_shown.own(reader, viewer.id)


@router.patch(OWN, responses={**_CHANGED, 404: {}})
async def edit_own_profile(
    viewer: CurrentViewer, session: Session, changes: shapes.FreelancerEdit
) -> Response:
    """Change headline, bio, city or category; what isn't sent stays."""
    there = await showing.profile(session, viewer.id)
    if there is None:
        raise NotFound
    sent = changes.model_dump(exclude_unset=True)
    if "bio" in sent:
        await editing.edit(session, viewer.id, bio=changes.bio)
    if sent.keys() & set(_PRESENTED):
        said = {name: sent[name] or "" if name in sent else getattr(there, name) for name in _PRESENTED}
        await presenting.present(session, viewer.id, HatKind.FREELANCER, **said)
    return await _now(session, viewer.id)


@router.post(f"{OWN}/skills", status_code=201, responses={**_MADE, 404: {}})
async def add_skill(
    viewer: CurrentViewer, session: Session, sent: shapes.SkillSent, once: OnceOnly
) -> Response:
    """Add a skill, up to twenty."""
    return await _make(
        once,
        session,
        viewer.id,
        lambda: skills.add_skill(session, by=viewer.id, name=sent.name, level=sent.level),
    )


@router.delete(f"{OWN}/skills/{{skill_id}}", responses=_CHANGED)
async def remove_skill(skill_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """Take a skill away."""
    await skills.remove_skill(session, skill_id, by=viewer.id)
    return await _now(session, viewer.id)


@router.post(f"{OWN}/education", status_code=201, responses={**_MADE, 404: {}})
async def add_education(
    viewer: CurrentViewer, session: Session, sent: shapes.EducationSent, once: OnceOnly
) -> Response:
    """Add studies, up to ten."""
    said = {
        "school": sent.school,
        "degree": sent.degree,
        "start_year": str(sent.start_year),
        "end_year": _typed(sent.end_year),
    }
    return await _make(
        once, session, viewer.id, lambda: education.add_education(session, by=viewer.id, **said)
    )


@router.delete(f"{OWN}/education/{{education_id}}", responses=_CHANGED)
async def remove_education(education_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """Take studies away."""
    await education.remove_education(session, education_id, by=viewer.id)
    return await _now(session, viewer.id)


@router.post(f"{OWN}/certifications", status_code=201, responses={**_MADE, 404: {}})
async def add_certification(
    viewer: CurrentViewer, session: Session, sent: shapes.CertificationSent, once: OnceOnly
) -> Response:
    """Add a certificate, up to fifteen."""
    said = {"name": sent.name, "issuer": sent.issuer, "year": str(sent.year), "link": sent.link}
    return await _make(
        once, session, viewer.id, lambda: certifications.add_certification(session, by=viewer.id, **said)
    )


@router.delete(f"{OWN}/certifications/{{certification_id}}", responses=_CHANGED)
async def remove_certification(certification_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """Take a certificate away."""
    await certifications.remove_certification(session, certification_id, by=viewer.id)
    return await _now(session, viewer.id)


@router.post(f"{OWN}/languages", status_code=201, responses={**_MADE, 404: {}})
async def speak_language(
    viewer: CurrentViewer, session: Session, sent: shapes.Language, once: OnceOnly
) -> Response:
    """Say how well one speaks a language; saying it again changes it."""
    return await _make(
        once,
        session,
        viewer.id,
        lambda: speaking.speak(session, by=viewer.id, code=sent.code, fluency=sent.fluency),
    )


@router.delete(f"{OWN}/languages/{{code}}", responses=_CHANGED)
async def forget_language(code: str, viewer: CurrentViewer, session: Session) -> Response:
    """No longer a language of work."""
    await speaking.forget_language(session, by=viewer.id, code=code)
    return await _now(session, viewer.id)


@router.post(f"{OWN}/projects", status_code=201, responses={**_MADE, 404: {}})
async def add_project(
    viewer: CurrentViewer, session: Session, sent: shapes.ProjectSent, once: OnceOnly
) -> Response:
    """Add a finished project, up to twelve; it stands first."""
    return await _make(
        once, session, viewer.id, lambda: portfolio.add_project(session, by=viewer.id, **_project(sent))
    )


@router.put(f"{OWN}/projects/{{project_id}}", responses=_CHANGED)
async def edit_project(
    project_id: UUID, viewer: CurrentViewer, session: Session, sent: shapes.ProjectSent
) -> Response:
    """Other words for a project."""
    await portfolio.edit_project(session, project_id, by=viewer.id, **_project(sent))
    return await _now(session, viewer.id)


@router.delete(f"{OWN}/projects/{{project_id}}", responses=_CHANGED)
async def remove_project(project_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """Take a project away, with its pictures."""
    await portfolio.remove_project(session, project_id, by=viewer.id)
    return await _now(session, viewer.id)


@router.post(f"{OWN}/projects/{{project_id}}/pictures", status_code=201, responses=_MADE)
async def add_project_picture(
    project_id: UUID,
    viewer: CurrentViewer,
    session: Session,
    once: OnceOnly,
    picture: Annotated[UploadFile, File(description="JPEG, PNG, WebP, AVIF or GIF")],
) -> Response:
    """Add a picture to a project, up to six; it is redrawn without what the camera wrote into it."""
    return await _make(
        once,
        session,
        viewer.id,
        lambda: portfolio.add_pictures(session, project_id, by=viewer.id, uploads=[picture]),
    )


@router.delete(f"{OWN}/projects/{{project_id}}/pictures/{{picture_id}}", responses=_CHANGED)
async def remove_project_picture(
    project_id: UUID, picture_id: UUID, viewer: CurrentViewer, session: Session
) -> Response:
    """Take a picture of a project away."""
    await portfolio.remove_picture(session, picture_id, by=viewer.id, project_id=project_id)
    return await _now(session, viewer.id)


async def _make(
    once: Once, session: AsyncSession, by: UUID, add: Callable[[], Awaitable[object]]
) -> Response:
    async def make() -> UUID:
        await add()
        return by

    async def show(_made: UUID | None) -> Response:
        return await _now(session, by, status=201)

    return await once.run(make, show)


async def _now(session: AsyncSession, by: UUID, *, status: int = 200) -> Response:
    await session.flush()
    return await freelancer_shown.own(await session.connection(), by, status=status)


def _project(sent: shapes.ProjectSent) -> dict[str, str]:
    return {
        "title": sent.title,
        "description": sent.description,
        "link": sent.link,
        "year": _typed(sent.year),
    }


def _typed(year: int | None) -> str:
    return "" if year is None else str(year)
