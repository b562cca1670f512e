"""The tables of search: what is known of each gig and pro on offer, the words in use, and words that mean the same."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, Moment
from twiza.kit.money import MoneyColumn


class GigSearch(Base):
    """A gig that anybody may find: a row is here exactly while the gig is offered and its seller in order.

    Kept by the database's triggers (migration 0004). `words` weigh A in the title, B in the category's names, C in the
    tags, D in the description. `signs` are what filters ask for: `c:` a category's slug, `v:` a city's, `l:` a language
    of the seller, `d:` at most so many days, `p:` a range of prices, `r:` at least so many tenths of a star, `q:` a
    tier of quality (`ranking.TIERS`). `fresh` is renewed by the worker.
    """

    __tablename__ = "gig_search"
    __table_args__ = (
        Index(
            "ix_gig_search_words",
            "words",
            "signs",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        ),
        Index("ix_gig_search_best", text("quality DESC"), text("gig_id DESC")),
        Index("ix_gig_search_top", "top_id", text("quality DESC"), text("gig_id DESC")),
        Index("ix_gig_search_category", "category_id", text("quality DESC"), text("gig_id DESC")),
        Index("ix_gig_search_newest", text("published_at DESC"), text("gig_id DESC")),
        Index("ix_gig_search_price", "price", "gig_id"),
        Index("ix_gig_search_stars", text("stars DESC"), text("gig_id DESC")),
        Index("ix_gig_search_freelancer", "freelancer_id"),
    )

    gig_id: Mapped[UUID] = mapped_column(ForeignKey("gig.id", ondelete="CASCADE"), primary_key=True)
    freelancer_id: Mapped[UUID]
    top_id: Mapped[UUID | None]
    category_id: Mapped[UUID | None]
    published_at: Mapped[Moment]
    price: Mapped[int]
    delivery_days: Mapped[int]
    stars: Mapped[int]
    quality: Mapped[int]
    fresh: Mapped[int]
    signs: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    words: Mapped[str] = mapped_column(TSVECTOR)


class SellerPace(Base):
    """Of a hundred first messages to a seller, how many are answered within a day; counted every night."""

    __tablename__ = "seller_pace"
    __table_args__ = (CheckConstraint("answers BETWEEN 0 AND 100", name="answers_sound"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    answers: Mapped[int]


class SearchWord(Base):
    """A word (or a sign) of the index and how many gigs bear it, counted anew every hour.

    Words tell which plan a search takes and are where mistyped ones are looked up. The row of the empty word counts all
    gigs.
    """

    __tablename__ = "search_word"
    __table_args__ = (
        Index(
            "ix_search_word_trigrams",
            "word",
            postgresql_using="gin",
            postgresql_ops={"word": "gin_trgm_ops"},
        ),
    )

    word: Mapped[str] = mapped_column(primary_key=True)
    gigs: Mapped[int] = mapped_column(server_default=text("1"))


class SynonymGroup(Base):
    """Words of any language that name one trade or skill: whoever asks for one finds all of them."""

    __tablename__ = "synonym_group"
    __table_args__ = (CheckConstraint("cardinality(terms) BETWEEN 2 AND 60", name="some_terms"),)

    id: Mapped[Id]
    terms: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[Moment] = mapped_column(server_default=text("now()"))


# What filters and hours ask for stands in each index: a list is walked in its order without its rows being fetched.
_BESIDES = (
    "pro_id", "category_id", "rating", "price", "verified", "takes_urgent", "notice", "day_hours", "everywhere",
)  # fmt: skip


def _walked(name: str, *columns: str, once: bool = False) -> Index:
    besides = [column for column in _BESIDES if column not in columns]
    where = text("leads") if once else None
    return Index(f"ix_pro_listing_{name}", *columns, postgresql_include=besides, postgresql_where=where)


class ProListing(Base):
    """A pro as one category of one city lists them: a row is here exactly while anybody may find them there.

    Kept by the database's triggers (migration 0007). `leads` is the first of the pro's services, by which lists of all
    categories name them once. `standing` and `boosted` are what the order goes by (`pro_ranking`); they are true until
    `changes_at`, then the worker renews them. Prices are the lowest that is asked; `rating` is in hundredths of a star,
    0 without any; who doesn't go everywhere goes where `pro_neighbourhood` says. `day_hours` has a bit for each hour of
    the day (UTC, the highest is the first): on some day ahead that hour is open. Whether it is free is for the calendar
    to say: rows change seldom, so that the indexes alone tell nearly everything.
    """

    __tablename__ = "pro_listing"
    __table_args__ = (
        _walked("trade", "city_id", "category_id", "boosted", "standing"),
        _walked("city", "city_id", "standing", once=True),
        _walked("category", "category_id", "standing"),
        _walked("all", "standing", once=True),
        Index("ix_pro_listing_changes", "changes_at", postgresql_where=text("changes_at IS NOT NULL")),
        # Indexes can only tell alone what is in pages that were cleaned since they changed.
        {
            "postgresql_with": {
                "autovacuum_vacuum_scale_factor": 0.01,
                "autovacuum_vacuum_insert_scale_factor": 0.01,
            }
        },
    )

    pro_id: Mapped[UUID] = mapped_column(
        ForeignKey("pro_profile.account_id", ondelete="CASCADE"), primary_key=True
    )
    category_id: Mapped[UUID] = mapped_column(ForeignKey("category.id"), primary_key=True)
    city_id: Mapped[UUID]
    leads: Mapped[bool]
    boosted: Mapped[bool]
    standing: Mapped[int]
    quality: Mapped[int]
    rating: Mapped[int]
    price: Mapped[MoneyColumn]
    verified: Mapped[bool]
    takes_urgent: Mapped[bool]
    notice: Mapped[int]
    everywhere: Mapped[bool]
    day_hours: Mapped[int]
    changes_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ProRecord(Base):
    """How a pro has worked in the last half year, counted every night from the bookings.

    `asked` leaves out what somebody else's confirmation or the client closed before an answer was due; `minutes` is
    the usual time to an answer, empty without one. Of the confirmed bookings, `done` were completed, `called_off` by the
    pro, and `left_open` never said to be over.
    """

    __tablename__ = "pro_record"
    __table_args__ = (
        CheckConstraint("answered BETWEEN 0 AND asked", name="answers_sound"),
        CheckConstraint("done >= 0 AND called_off >= 0 AND left_open >= 0", name="counts_sound"),
    )

    pro_id: Mapped[UUID] = mapped_column(
        ForeignKey("pro_profile.account_id", ondelete="CASCADE"), primary_key=True
    )
    asked: Mapped[int] = mapped_column(server_default=text("0"))
    answered: Mapped[int] = mapped_column(server_default=text("0"))
    minutes: Mapped[int | None]
    confirmed: Mapped[int] = mapped_column(server_default=text("0"))
    done: Mapped[int] = mapped_column(server_default=text("0"))
    called_off: Mapped[int] = mapped_column(server_default=text("0"))
    left_open: Mapped[int] = mapped_column(server_default=text("0"))
