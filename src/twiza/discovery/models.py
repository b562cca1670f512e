"""The tables of search: what is known of each gig on offer, the words in use, and words that mean the same."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, Moment


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
