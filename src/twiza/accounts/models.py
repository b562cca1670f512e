"""The tables of accounts, and facts about one account."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, CITEXT, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from twiza.kit.db import Base, CreatedAt, Id, Moment, stored_enum

# What administrators search through, as its index holds it; the space in front lets a word begin it.
TOLD = "fold(' ' || first_name || ' ' || last_name || ' ' || coalesce(email::text, ''))"


class AccountStatus(StrEnum):
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    BANNED = "BANNED"


class HatKind(StrEnum):
    """The ways of taking part; one account may wear several."""

    CLIENT = "client"
    FREELANCER = "freelancer"
    PRO = "pro"
    COMPANY = "company"


class Permission(StrEnum):
    """What an administrator may look after; OWNER may do all of it."""

    SUPPORT = "support"
    KYC = "kyc"
    FINANCE = "finance"
    CONTENT = "content"
    OWNER = "owner"


class CodePurpose(StrEnum):
    """What a six-digit code or a link proves."""

    VERIFY_PHONE = "verify_phone"
    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105  the name of a purpose


class Account(Base):
    """A person or a firm: how they sign in, how they're reached, and whether they may."""

    __tablename__ = "account"
    __table_args__ = (
        # Anybody may type any number; it belongs to the one who proved it.
        Index(
            "uq_account_phone_verified",
            "phone",
            unique=True,
            postgresql_where=text("phone_verified_at IS NOT NULL"),
        ),
        Index(
            "uq_account_email_verified",
            "email",
            unique=True,
            postgresql_where=text("email_verified_at IS NOT NULL"),
        ),
        Index("ix_account_told", text(f"{TOLD} gin_trgm_ops"), postgresql_using="gin"),
        Index(
            "ix_account_phone_part",
            "phone",
            postgresql_using="gin",
            postgresql_ops={"phone": "gin_trgm_ops"},
        ),
        CheckConstraint("phone IS NULL OR phone ~ '^[+][1-9][0-9]{6,14}$'", name="phone_e164"),
        CheckConstraint("phone_verified_at IS NULL OR phone IS NOT NULL", name="verified_phone_exists"),
        CheckConstraint("email_verified_at IS NULL OR email IS NOT NULL", name="verified_email_exists"),
        CheckConstraint("language IN ('fr', 'ar', 'en')", name="language_known"),
    )

    id: Mapped[Id]
    first_name: Mapped[str]
    last_name: Mapped[str]
    phone: Mapped[str | None] = mapped_column(index=True)
    phone_verified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    email: Mapped[str | None] = mapped_column(CITEXT, index=True)
    email_verified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(server_default=text("'fr'"))
    status: Mapped[AccountStatus] = mapped_column(
        stored_enum(AccountStatus, "account_status"), server_default=AccountStatus.ACTIVE.value
    )
    status_reason: Mapped[str | None]
    status_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    token_version: Mapped[int] = mapped_column(server_default=text("1"))
    is_admin: Mapped[bool] = mapped_column(server_default=text("false"))
    permissions: Mapped[list[str]] = mapped_column(ARRAY(CITEXT), server_default=text("'{}'"))
    totp_secret: Mapped[str | None]
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    totp_last_step: Mapped[int | None]
    active_hat: Mapped[HatKind] = mapped_column(stored_enum(HatKind, "hat_kind"))
    avatar: Mapped[str | None]
    bio: Mapped[str | None]
    city_id: Mapped[UUID | None] = mapped_column(ForeignKey("city.id"))
    identity_verified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    marketing_consent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    notification_preferences: Mapped[dict[str, Any]] = mapped_column(
        JSONB, server_default=text("'{}'::jsonb")
    )
    created_at: Mapped[CreatedAt]
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    hats: Mapped[list["Hat"]] = relationship(
        lazy="raise", order_by="Hat.created_at", cascade="all, delete-orphan"
    )

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def public_name(self) -> str:
        """What strangers read: the first name and the last name's initial."""
        return f"{self.first_name} {self.last_name[:1]}." if self.last_name else self.first_name

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()

    @property
    def phone_verified(self) -> bool:
        return self.phone_verified_at is not None

    @property
    def email_verified(self) -> bool:
        return self.email_verified_at is not None

    @property
    def is_active(self) -> bool:
        return self.status is AccountStatus.ACTIVE and self.deleted_at is None

    @property
    def has_totp(self) -> bool:
        return self.totp_confirmed_at is not None

    def may(self, permission: Permission) -> bool:
        return self.is_admin and (permission in self.permissions or Permission.OWNER in self.permissions)


class Hat(Base):
    """One way an account takes part; profiles hang on it."""

    __tablename__ = "hat"
    __table_args__ = (
        UniqueConstraint("account_id", "kind"),
        CheckConstraint("rating_count >= 0 AND rating_sum >= rating_count", name="rating_sound"),
    )

    id: Mapped[Id]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[HatKind] = mapped_column(stored_enum(HatKind, "hat_kind"))
    headline: Mapped[str] = mapped_column(server_default=text("''"))
    city_id: Mapped[UUID | None] = mapped_column(ForeignKey("city.id"), index=True)
    category_id: Mapped[UUID | None] = mapped_column(ForeignKey("category.id"), index=True)
    company_name: Mapped[str | None]
    rating_sum: Mapped[int] = mapped_column(server_default=text("0"))
    rating_count: Mapped[int] = mapped_column(server_default=text("0"))
    completed: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[CreatedAt]

    @property
    def rating(self) -> float | None:
        return self.rating_sum / self.rating_count if self.rating_count else None


class Block(Base):
    """Somebody who doesn't want to hear from somebody else."""

    __tablename__ = "block"
    __table_args__ = (
        CheckConstraint("blocker_id <> blocked_id", name="two_people"),
        Index("ix_block_blocked", "blocked_id"),
    )

    blocker_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    blocked_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    created_at: Mapped[CreatedAt]


class Code(Base):
    """A six-digit code: only its HMAC is kept.

    `holder` is whoever may type it in: an account, or nobody's id when the code is a decoy that never left.
    Both kinds live in one table, so that tries, expiry and answers can't tell them apart.
    """

    __tablename__ = "code"
    __table_args__ = (Index("ix_code_holder_purpose", "holder", "purpose"),)

    id: Mapped[Id]
    holder: Mapped[UUID]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[CodePurpose] = mapped_column(stored_enum(CodePurpose, "code_purpose"))
    target: Mapped[str]
    digest: Mapped[bytes]
    tries: Mapped[int] = mapped_column(server_default=text("0"))
    expires_at: Mapped[Moment]
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[CreatedAt]


class Link(Base):
    """A single-use link that was sent: only its HMAC is kept."""

    __tablename__ = "link"

    id: Mapped[Id]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[CodePurpose] = mapped_column(stored_enum(CodePurpose, "code_purpose"))
    target: Mapped[str]
    digest: Mapped[bytes] = mapped_column(unique=True)
    expires_at: Mapped[Moment]
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[CreatedAt]


class KeptForm(Base):
    """A form that a signed-out person posted, kept for an hour so that signing in gives it back."""

    __tablename__ = "kept_form"

    id: Mapped[Id]
    digest: Mapped[bytes] = mapped_column(unique=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    path: Mapped[str]
    fields: Mapped[list[list[str]]] = mapped_column(JSONB)
    had_files: Mapped[bool] = mapped_column(server_default=text("false"))
    expires_at: Mapped[Moment]
    created_at: Mapped[CreatedAt]


class SocialIdentity(Base):
    """A Google or GitHub identity, known by (issuer, subject) alone."""

    __tablename__ = "social_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[Id]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    email: Mapped[str | None] = mapped_column(CITEXT)
    created_at: Mapped[CreatedAt]


class Acceptance(Base):
    """Which version of which text was accepted, when and from where."""

    __tablename__ = "acceptance"

    id: Mapped[Id]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    document: Mapped[str]
    version: Mapped[str]
    text_hash: Mapped[str]
    ip: Mapped[str | None]
    created_at: Mapped[CreatedAt]


class AdminAct(Base):
    """The audit log: every act of an administrator, only ever added to."""

    __tablename__ = "admin_act"

    id: Mapped[Id]
    admin_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    verb: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    reason: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    created_at: Mapped[CreatedAt]
