"""The tables of a freelancer's profile: skills, studies, certificates, languages, finished work."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from twiza.kit.db import Base, CreatedAt, Id, stored_enum


class SkillLevel(StrEnum):
    BEGINNER = "beginner"
    SKILLED = "skilled"
    EXPERT = "expert"


class Fluency(StrEnum):
    BASIC = "basic"
    CONVERSATIONAL = "conversational"
    FLUENT = "fluent"
    NATIVE = "native"


class Skill(Base):
    """Something a freelancer is good at."""

    __tablename__ = "skill"
    __table_args__ = (UniqueConstraint("account_id", "folded_name"),)

    id: Mapped[Id]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str]
    folded_name: Mapped[str]
    level: Mapped[SkillLevel] = mapped_column(stored_enum(SkillLevel, "skill_level"))
    position: Mapped[int] = mapped_column(server_default=text("0"))


class Education(Base):
    """A school and what was learned there."""

    __tablename__ = "education"
    __table_args__ = (
        Index("ix_education_account", "account_id"),
        CheckConstraint("end_year IS NULL OR end_year >= start_year", name="years_in_order"),
    )

    id: Mapped[Id]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    school: Mapped[str]
    degree: Mapped[str]
    start_year: Mapped[int]
    end_year: Mapped[int | None]


class Certification(Base):
    """A certificate and who gave it."""

    __tablename__ = "certification"
    __table_args__ = (Index("ix_certification_account", "account_id"),)

    id: Mapped[Id]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str]
    issuer: Mapped[str]
    year: Mapped[int]
    link: Mapped[str] = mapped_column(server_default=text("''"))


class SpokenLanguage(Base):
    """A language somebody works in."""

    __tablename__ = "spoken_language"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    fluency: Mapped[Fluency] = mapped_column(stored_enum(Fluency, "fluency"))


class Project(Base):
    """A finished piece of work, shown with its pictures."""

    __tablename__ = "project"
    __table_args__ = (Index("ix_project_account", "account_id", "position"),)

    id: Mapped[Id]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    title: Mapped[str]
    description: Mapped[str] = mapped_column(server_default=text("''"))
    link: Mapped[str] = mapped_column(server_default=text("''"))
    year: Mapped[int | None]
    position: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[CreatedAt]

    pictures: Mapped[list["ProjectPicture"]] = relationship(
        lazy="raise", order_by="ProjectPicture.position", cascade="all, delete-orphan"
    )


class ProjectPicture(Base):
    """One of a project's pictures."""

    __tablename__ = "project_picture"
    __table_args__ = (Index("ix_project_picture_project", "project_id", "position"),)

    id: Mapped[Id]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    name: Mapped[str]
    position: Mapped[int] = mapped_column(server_default=text("0"))
