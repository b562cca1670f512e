"""The tables of payments: where a freelancer is paid."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, Moment, stored_enum


class PayoutKind(StrEnum):
    BANK = "bank"
    WALLET = "wallet"


class PayoutDetails(Base):
    """A seller's bank account or wallet, as the paying party of an order sees it."""

    __tablename__ = "payout_details"
    __table_args__ = (
        CheckConstraint("kind <> 'bank' OR rib ~ '^[0-9]{24}$'", name="rib_digits"),
        CheckConstraint("kind <> 'wallet' OR (provider <> '' AND wallet <> '')", name="wallet_whole"),
    )

    id: Mapped[Id]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), unique=True)
    kind: Mapped[PayoutKind] = mapped_column(stored_enum(PayoutKind, "payout_kind"))
    holder: Mapped[str]
    rib: Mapped[str] = mapped_column(server_default=text("''"))
    bank: Mapped[str] = mapped_column(server_default=text("''"))
    provider: Mapped[str] = mapped_column(server_default=text("''"))
    wallet: Mapped[str] = mapped_column(server_default=text("''"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[Moment] = mapped_column(server_default=text("now()"))
