"""The lists of a profile: for each the fields of its form, the verbs behind its buttons, and what is said then."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import ids
from twiza.kit.errors import NotFound
from twiza.kit.i18n import N_
from twiza.profiles import arranging, certifications, education, portfolio, skills, speaking


@dataclass(frozen=True)
class Part:
    """One list; its name is its anchor on the page, too. Some entries can be changed in place, some moved."""

    name: str
    fields: tuple[str, ...]
    add: Callable[..., Awaitable[Any]]
    take_away: Callable[[AsyncSession, UUID, str], Awaitable[None]]
    added: str
    gone: str
    change: Callable[..., Awaitable[Any]] | None = None
    move: Callable[..., Awaitable[None]] | None = None


Remove = Callable[..., Awaitable[None]]


def _by_id(remove: Remove) -> Callable[[AsyncSession, UUID, str], Awaitable[None]]:
    async def take_away(session: AsyncSession, by: UUID, key: str) -> None:
        entry_id = ids.parse(key)
        if entry_id is None:
            raise NotFound
        await remove(session, entry_id, by=by)

    return take_away


async def _forget_language(session: AsyncSession, by: UUID, key: str) -> None:
    await speaking.forget_language(session, by=by, code=key)


PROJECTS = Part(
    "projects",
    ("title", "year", "link", "description"),
    portfolio.add_project,
    _by_id(portfolio.remove_project),
    N_("The project is on your profile."),
    N_("The project is off your profile."),
    move=arranging.move_project,
)
PARTS: Mapping[str, Part] = {
    part.name: part
    for part in (
        Part(
            "skills",
            ("name", "level"),
            skills.add_skill,
            _by_id(skills.remove_skill),
            N_("The skill is on your profile."),
            N_("The skill is off your profile."),
            move=arranging.move_skill,
        ),
        Part(
            "languages",
            ("code", "fluency"),
            speaking.speak,
            _forget_language,
            N_("The language is on your profile."),
            N_("The language is off your profile."),
        ),
        Part(
            "education",
            ("school", "degree", "start_year", "end_year"),
            education.add_education,
            _by_id(education.remove_education),
            N_("The studies are on your profile."),
            N_("The studies are off your profile."),
            change=education.change_education,
        ),
        Part(
            "certifications",
            ("name", "issuer", "year", "link"),
            certifications.add_certification,
            _by_id(certifications.remove_certification),
            N_("The certificate is on your profile."),
            N_("The certificate is off your profile."),
            change=certifications.change_certification,
        ),
        PROJECTS,
    )
}
