"""The shapes of a freelancer's profile: as its owner keeps it, and as everybody else reads it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from twiza.accounts.shielding import masked
from twiza.kit import storage
from twiza.profiles.models import Fluency, SkillLevel
from twiza.profiles.portfolio import WIDTHS

_SMALL, _LARGE = WIDTHS


@dataclass(frozen=True, slots=True)
class SkillShown:
    id: UUID
    name: str
    level: SkillLevel


@dataclass(frozen=True, slots=True)
class EducationShown:
    id: UUID
    school: str
    degree: str
    start_year: int
    end_year: int | None


@dataclass(frozen=True, slots=True)
class CertificationShown:
    id: UUID
    name: str
    issuer: str
    year: int
    link: str


@dataclass(frozen=True, slots=True)
class LanguageShown:
    code: str
    fluency: Fluency


@dataclass(frozen=True, slots=True)
class PictureShown:
    id: UUID
    name: str

    @property
    def small_url(self) -> str:
        return storage.media_url(self.name, _SMALL)

    @property
    def url(self) -> str:
        return storage.media_url(self.name, _LARGE)


@dataclass(frozen=True, slots=True)
class ProjectShown:
    id: UUID
    title: str
    description: str
    link: str
    year: int | None
    pictures: Sequence[PictureShown] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything a freelancer says; `city` and `category` are slugs."""

    account_id: UUID
    headline: str
    bio: str
    city: str
    category: str
    skills: Sequence[SkillShown]
    education: Sequence[EducationShown]
    certifications: Sequence[CertificationShown]
    languages: Sequence[LanguageShown]
    projects: Sequence[ProjectShown]

    def shielded(self) -> "Profile":
        """As strangers read it: no phone number in any text, no link that rings a phone."""
        return replace(
            self,
            headline=masked(self.headline),
            bio=masked(self.bio),
            skills=[replace(one, name=masked(one.name)) for one in self.skills],
            education=[
                replace(one, school=masked(one.school), degree=masked(one.degree)) for one in self.education
            ],
            certifications=[
                replace(one, name=masked(one.name), issuer=masked(one.issuer), link=_silent(one.link))
                for one in self.certifications
            ],
            projects=[
                replace(
                    one,
                    title=masked(one.title),
                    description=masked(one.description),
                    link=_silent(one.link),
                )
                for one in self.projects
            ],
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries the lists of a profile have."""

    skills: int = 0
    languages: int = 0
    projects: int = 0


def _silent(link: str) -> str:
    """The link, unless it leads to somebody's phone."""
    return link if masked(link) == link else ""
