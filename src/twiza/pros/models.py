"""The tables of pros: profile, neighbourhoods, services, hours, exceptions, photos, and the bits of each hour."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import BIT, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, Moment, stored_enum
from twiza.kit.money import MoneyColumn
from twiza.profiles.places import Named

# Hours for which bits are kept: sixty days ahead, and a day before so that what has begun stays in sight.
CALENDAR_HOURS = 62 * 24


class PricingType(StrEnum):
    RANGE = "RANGE"
    FIXED = "FIXED"


class ExceptionReason(StrEnum):
    """Why hours are closed or opened apart from the week."""

    MANUAL_BLOCK = "MANUAL_BLOCK"
    MANUAL_OPEN = "MANUAL_OPEN"
    FULL_DAY_BOOKING = "FULL_DAY_BOOKING"


class Neighbourhood(Named, Base):
    """A part of a city; administrators add and rename them."""

    __tablename__ = "neighbourhood"
    __table_args__ = (UniqueConstraint("city_id", "slug"),)

    id: Mapped[Id]
    city_id: Mapped[UUID] = mapped_column(ForeignKey("city.id"))
    slug: Mapped[str]
    position: Mapped[int] = mapped_column(server_default=text("0"))
    hidden: Mapped[bool] = mapped_column(server_default=text("false"))


class ProProfile(Base):
    """A pro; this row is the lock of everything that concerns the pro's time.

    `hidden_until` and `suspended_at` are sanctions, `paused_at` is the pro's own wish, `premium_until` what was paid
    for. `feed_version` goes into the secret of the calendar feed: raising it makes the old address useless.
    """

    __tablename__ = "pro_profile"
    __table_args__ = (
        # Empty once the person has left.
        CheckConstraint("whatsapp ~ '^([+][1-9][0-9]{6,14})?$'", name="whatsapp_e164"),
        CheckConstraint("min_notice_hours BETWEEN 0 AND 168", name="notice_sound"),
        CheckConstraint("call_out_fee IS NULL OR call_out_fee >= 0", name="fee_sound"),
        CheckConstraint("consecutive_cancels >= 0", name="cancels_counted"),
        Index("ix_pro_profile_city", "city_id"),
        Index("ix_pro_profile_hidden", "hidden_until", postgresql_where=text("hidden_until IS NOT NULL")),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    city_id: Mapped[UUID] = mapped_column(ForeignKey("city.id"))
    whatsapp: Mapped[str]
    bio: Mapped[str] = mapped_column(server_default=text("''"))
    min_notice_hours: Mapped[int] = mapped_column(server_default=text("2"))
    takes_urgent: Mapped[bool] = mapped_column(server_default=text("false"))
    call_out_fee: Mapped[MoneyColumn | None]
    call_out_includes: Mapped[str] = mapped_column(server_default=text("''"))
    paused_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    hidden_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    suspended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    consecutive_cancels: Mapped[int] = mapped_column(server_default=text("0"))
    premium_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    feed_version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[CreatedAt]


class ProNeighbourhood(Base):
    """Where a pro goes; none means the whole city."""

    __tablename__ = "pro_neighbourhood"

    pro_id: Mapped[UUID] = mapped_column(
        ForeignKey("pro_profile.account_id", ondelete="CASCADE"), primary_key=True
    )
    neighbourhood_id: Mapped[UUID] = mapped_column(
        ForeignKey("neighbourhood.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ProService(Base):
    """One category that a pro works in, and what it costs; the final price is settled between the two."""

    __tablename__ = "pro_service"
    __table_args__ = (
        UniqueConstraint("pro_id", "category_id"),
        CheckConstraint(
            "CASE pricing_type WHEN 'FIXED' THEN fixed_price > 0 AND min_price IS NULL AND max_price IS NULL "
            "ELSE min_price > 0 AND max_price >= min_price AND fixed_price IS NULL END",
            name="priced",
        ),
        Index("ix_pro_service_category", "category_id"),
    )

    id: Mapped[Id]
    pro_id: Mapped[UUID] = mapped_column(ForeignKey("pro_profile.account_id", ondelete="CASCADE"))
    category_id: Mapped[UUID] = mapped_column(ForeignKey("category.id"))
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    pricing_type: Mapped[PricingType] = mapped_column(stored_enum(PricingType, "pricing_type"))
    min_price: Mapped[MoneyColumn | None]
    max_price: Mapped[MoneyColumn | None]
    fixed_price: Mapped[MoneyColumn | None]
    boosted_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[CreatedAt]


class Timetable(Base):
    """Other weekly hours for some dates, such as Ramadan; the last day is included."""

    __tablename__ = "timetable"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        ExcludeConstraint(
            ("pro_id", "="),
            (text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="ex_timetable_apart",
            using="gist",
        ),
    )

    id: Mapped[Id]
    pro_id: Mapped[UUID] = mapped_column(ForeignKey("pro_profile.account_id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(server_default=text("''"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    created_at: Mapped[CreatedAt]


class WeeklyHours(Base):
    """An interval of wall-clock time on one day of the week (0 is Sunday), of the week itself or of a timetable."""

    __tablename__ = "weekly_hours"
    __table_args__ = (
        CheckConstraint("day_of_week BETWEEN 0 AND 6", name="day_of_a_week"),
        CheckConstraint("start_min >= 0 AND end_min > start_min AND end_min <= 1440", name="within_a_day"),
        ExcludeConstraint(
            ("pro_id", "="),
            (text("coalesce(timetable_id, '00000000-0000-0000-0000-000000000000'::uuid)"), "="),
            ("day_of_week", "="),
            (text("int4range(start_min, end_min)"), "&&"),
            name="ex_weekly_hours_apart",
            using="gist",
        ),
    )

    id: Mapped[Id]
    pro_id: Mapped[UUID] = mapped_column(ForeignKey("pro_profile.account_id", ondelete="CASCADE"))
    timetable_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("timetable.id", ondelete="CASCADE"), index=True
    )
    day_of_week: Mapped[int]
    start_min: Mapped[int]
    end_min: Mapped[int]


class AvailabilityException(Base):
    """Hours closed or opened apart from the week; a closed one wins over an open one."""

    __tablename__ = "availability_exception"
    __table_args__ = (
        CheckConstraint("end_at > start_at", name="in_order"),
        CheckConstraint(
            "(reason = 'FULL_DAY_BOOKING') = (booking_id IS NOT NULL)", name="bookings_own_their_days"
        ),
        Index("ix_availability_exception_pro", "pro_id", "start_at"),
        Index(
            "uq_availability_exception_booking",
            "booking_id",
            unique=True,
            postgresql_where=text("booking_id IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    pro_id: Mapped[UUID] = mapped_column(ForeignKey("pro_profile.account_id", ondelete="CASCADE"))
    start_at: Mapped[Moment]
    end_at: Mapped[Moment]
    reason: Mapped[ExceptionReason] = mapped_column(stored_enum(ExceptionReason, "exception_reason"))
    note: Mapped[str] = mapped_column(server_default=text("''"))
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"))
    created_at: Mapped[CreatedAt]


class ProPhoto(Base):
    """A picture of the pro's work, for everybody."""

    __tablename__ = "pro_photo"
    __table_args__ = (Index("ix_pro_photo_pro", "pro_id", "position"),)

    id: Mapped[Id]
    pro_id: Mapped[UUID] = mapped_column(ForeignKey("pro_profile.account_id", ondelete="CASCADE"))
    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default=text("''"))
    position: Mapped[int] = mapped_column(server_default=text("0"))


class ProCalendar(Base):
    """A bit for each hour from `base_hour` (hours since 1970, UTC): opened by the pro, held by a booking.

    Free is `open & ~locked`, after the pro's notice. The rows behind them stay the truth; these bits are what lists
    of thousands of pros are ranked by, and are written in the same transaction.
    """

    __tablename__ = "pro_calendar"

    pro_id: Mapped[UUID] = mapped_column(
        ForeignKey("pro_profile.account_id", ondelete="CASCADE"), primary_key=True
    )
    base_hour: Mapped[int] = mapped_column(BigInteger)
    open: Mapped[str] = mapped_column(BIT(CALENDAR_HOURS))
    locked: Mapped[str] = mapped_column(BIT(CALENDAR_HOURS))
