"""Finished work, shown with its pictures."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import storage
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import N_
from twiza.profiles import entries, typed
from twiza.profiles.models import Project, ProjectPicture

MOST = 12
MOST_PICTURES = 6
LONGEST_TITLE = 80
LONGEST_DESCRIPTION = 1_000
WIDTHS = (320, 960)
TOO_MANY_PICTURES = N_("A project shows at most {most} pictures.")


async def add_project(
    session: AsyncSession, *, by: UUID, title: str, description: str, link: str, year: str
) -> Project:
    await entries.hold_freelancer(session, by)
    said = _read(title, description, link, year)
    if there := await entries.twin(session, Project, by, **said):
        return there
    await entries.check_room(session, Project, by, MOST, "title")
    after = select(func.coalesce(func.max(Project.position), 0) + 1).where(Project.account_id == by)
    project = Project(account_id=by, position=await session.scalar(after) or 0, **said)
    session.add(project)
    await session.flush()
    return project


async def edit_project(
    session: AsyncSession, project_id: UUID, *, by: UUID, title: str, description: str, link: str, year: str
) -> Project:
    await entries.hold_freelancer(session, by)
    project = await entries.own(session, Project, project_id, by)
    for name, value in _read(title, description, link, year).items():
        setattr(project, name, value)
    return project


async def remove_project(session: AsyncSession, project_id: UUID, *, by: UUID) -> None:
    """Its pictures are erased with it."""
    project = await entries.own(session, Project, project_id, by)
    for picture in await pictures_of(session, project.id):
        await _erase(session, picture)
    await session.flush()
    await session.delete(project)


async def add_pictures(
    session: AsyncSession, project_id: UUID, *, by: UUID, uploads: Sequence[storage.Upload | bytes]
) -> None:
    """Show these too, after those there are."""
    await entries.own(session, Project, project_id, by)
    if len(uploads) > MOST_PICTURES:
        raise Invalid({"pictures": TOO_MANY_PICTURES}, most=MOST_PICTURES)
    # The store is asked before a row is locked: nobody waits for a slow disk.
    files = [
        await storage.put_image(session, upload, owner=by, widths=WIDTHS, field="pictures")
        for upload in uploads
    ]
    await entries.hold_freelancer(session, by)
    there = await pictures_of(session, project_id)
    if len(there) + len(files) > MOST_PICTURES:
        raise Invalid({"pictures": TOO_MANY_PICTURES}, most=MOST_PICTURES)
    after = there[-1].position + 1 if there else 0
    session.add_all(
        ProjectPicture(project_id=project_id, name=file.key, position=after + place)
        for place, file in enumerate(files)
    )


async def remove_picture(session: AsyncSession, picture_id: UUID, *, by: UUID, project_id: UUID) -> None:
    """Take a picture of one's project away."""
    found = await session.scalar(
        select(ProjectPicture)
        .join(Project, Project.id == ProjectPicture.project_id)
        .where(ProjectPicture.id == picture_id, Project.id == project_id, Project.account_id == by)
    )
    if found is None:
        raise NotFound
    await _erase(session, found)


async def pictures_of(session: AsyncSession, project_id: UUID) -> Sequence[ProjectPicture]:
    in_order = (ProjectPicture.position, ProjectPicture.id)
    found = select(ProjectPicture).where(ProjectPicture.project_id == project_id).order_by(*in_order)
    return (await session.scalars(found)).all()


async def _erase(session: AsyncSession, picture: ProjectPicture) -> None:
    row = await session.scalar(select(storage.FileRow).where(storage.FileRow.key == picture.name))
    if row is not None:
        await storage.erase(session, row.id)
    await session.delete(picture)


def _read(title: str, description: str, link: str, year: str) -> dict[str, str | int | None]:
    fields = typed.Fields()
    said: dict[str, str | int | None] = {
        "title": fields.line("title", title, LONGEST_TITLE),
        "description": fields.paragraphs("description", description, LONGEST_DESCRIPTION),
        "link": fields.link("link", link),
        "year": fields.year("year", year, required=False),
    }
    fields.check()
    return said
