"""The shapes of freelancers' profiles: as everybody reads them, and what their owner sends."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from twiza.api.schemas.places import Place
from twiza.profiles.models import Fluency, SkillLevel

_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"
_SKILL: dict[str, Any] = {"name": "Illustrator", "level": "expert"}
_EDUCATION: dict[str, Any] = {
    "school": "École des beaux-arts de Casablanca",
    "degree": "Design graphique",
    "start_year": 2012,
    "end_year": 2015,
}
_CERTIFICATION: dict[str, Any] = {
    "name": "Adobe Certified Professional",
    "issuer": "Adobe",
    "year": 2021,
    "link": "https://example.com/certificates/42",
}
_LANGUAGE: dict[str, Any] = {"code": "ary", "fluency": "native"}
_PROJECT: dict[str, Any] = {
    "title": "Café Argan",
    "description": "Logo, carte et emballages.",
    "link": "https://example.com/argan",
    "year": 2024,
}
_PICTURE: dict[str, Any] = {
    "id": _ID,
    "url": "/media/5f0c2a7be8d94b3c9a6e1d2f3b4c5d6e-960.webp",
    "small_url": "/media/5f0c2a7be8d94b3c9a6e1d2f3b4c5d6e-320.webp",
}
_LISTS: dict[str, Any] = {
    "skills": [{"id": _ID, **_SKILL}],
    "education": [{"id": _ID, **_EDUCATION}],
    "certifications": [{"id": _ID, **_CERTIFICATION}],
    "languages": [_LANGUAGE],
    "projects": [{"id": _ID, **_PROJECT, "pictures": [_PICTURE]}],
}
_PRESENTED: dict[str, Any] = {
    "headline": "Identités visuelles pour petites entreprises",
    "bio": "Graphiste à Casablanca depuis 2015.",
    "city": {"slug": "casablanca", "name": "Casablanca"},
    "category": {"slug": "design", "name": "Design & marque"},
}
FREELANCER_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "name": "Youssef E.",
    "avatar_url": None,
    "identity_verified": True,
    **_PRESENTED,
    "rating": 4.9,
    "reviews": 31,
    "completed_orders": 44,
    "answers_within_minutes": 12,
    **_LISTS,
    "created_at": "2026-11-21T12:00:00Z",
    "created_local": "2026-11-21 12:00",
    "allowed_actions": ["message", "report"],
}
OWN_EXAMPLE: dict[str, Any] = {**_PRESENTED, **_LISTS, "allowed_actions": ["edit"]}


class SkillSent(BaseModel):
    """A skill to be added."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_SKILL]})

    name: str = Field(max_length=200)
    level: SkillLevel


class EducationSent(BaseModel):
    """A school and what was learned there; without an end it goes on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EDUCATION]})

    school: str = Field(max_length=500)
    degree: str = Field(max_length=500)
    start_year: int
    end_year: int | None = None


class CertificationSent(BaseModel):
    """A certificate, and where it can be checked."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_CERTIFICATION]})

    name: str = Field(max_length=500)
    issuer: str = Field(max_length=500)
    year: int
    link: str = Field("", max_length=1000)


class Language(BaseModel):
    """A language of work; sent again it changes."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_LANGUAGE]})

    code: str = Field(max_length=10, description="Such as fr, ar, ary (Darija), zgh (Amazigh), en")
    fluency: Fluency


class ProjectSent(BaseModel):
    """A finished piece of work; its pictures are sent apart."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_PROJECT]})

    title: str = Field(max_length=500)
    description: str = Field("", max_length=5000)
    link: str = Field("", max_length=1000)
    year: int | None = None


class FreelancerEdit(BaseModel):
    """What one presents; what isn't sent stays, null takes it away."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"headline": _PRESENTED["headline"], "city": "casablanca"}]},
    )

    headline: str | None = Field(None, max_length=500)
    bio: str | None = Field(None, max_length=5000)
    city: str | None = Field(None, max_length=60, description="A city's slug")
    category: str | None = Field(None, max_length=60, description="The slug of an online category")


class Skill(BaseModel):
    """A skill with its level."""

    id: UUID
    name: str
    level: SkillLevel


class Education(BaseModel):
    """A school and what was learned there."""

    id: UUID
    school: str
    degree: str
    start_year: int
    end_year: int | None = Field(description="null: it goes on")


class Certification(BaseModel):
    """A certificate and who gave it."""

    id: UUID
    name: str
    issuer: str
    year: int
    link: str


class ProjectPicture(BaseModel):
    """A picture of a project."""

    id: UUID
    url: str
    small_url: str


class Project(BaseModel):
    """A finished piece of work."""

    id: UUID
    title: str
    description: str
    link: str
    year: int | None
    pictures: list[ProjectPicture]


class OwnFreelancer(BaseModel):
    """One's own profile as one wrote it."""

    model_config = ConfigDict(json_schema_extra={"examples": [OWN_EXAMPLE]})

    headline: str
    bio: str
    city: Place | None
    category: Place | None
    skills: list[Skill]
    education: list[Education]
    certifications: list[Certification]
    languages: list[Language]
    projects: list[Project]
    allowed_actions: list[str]


class Freelancer(OwnFreelancer):
    """A freelancer as everybody may read them: phone numbers in their texts are hidden."""

    model_config = ConfigDict(json_schema_extra={"examples": [FREELANCER_EXAMPLE]})

    id: UUID
    name: str = Field(description="The first name and the last name's initial")
    avatar_url: str | None
    identity_verified: bool
    rating: float | None
    reviews: int
    completed_orders: int
    answers_within_minutes: int | None = Field(description="The usual wait for an answer, when it is known")
    created_at: datetime
    created_local: str = Field(description="The same moment as people in Morocco read it")
