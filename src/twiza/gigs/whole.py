"""A gig with all its parts, as its page, its editor, the API and orders read it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts.models import Account
from twiza.accounts.shielding import masked
from twiza.gigs.covers import LARGE, SMALL, cover_url
from twiza.gigs.models import Gig, GigFaq, GigPackage, GigPicture, GigQuestion, GigStatus, Tier

# Plain reads take either: a connection on hot paths, the session of a transaction elsewhere.
Reading = AsyncConnection | AsyncSession


@dataclass(frozen=True, slots=True)
class Package:
    id: UUID
    tier: Tier
    title: str
    contents: str
    price: int
    delivery_days: int
    revisions: int | None


@dataclass(frozen=True, slots=True)
class Picture:
    id: UUID
    name: str
    description: str

    @property
    def small_url(self) -> str:
        return cover_url(self.name, SMALL)

    @property
    def large_url(self) -> str:
        return cover_url(self.name, LARGE)


@dataclass(frozen=True, slots=True)
class Faq:
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    id: UUID
    question: str
    required: bool


@dataclass(frozen=True, slots=True)
class WholeGig:
    """One gig, everything a person may read of it."""

    id: UUID
    freelancer_id: UUID
    category_id: UUID | None
    status: GigStatus
    title: str
    description: str
    language: str
    tags: Sequence[str]
    cover: str | None
    price: int | None
    delivery_days: int | None
    views: int
    orders_count: int
    rating_sum: int
    rating_count: int
    deactivated_at: datetime | None
    deactivated_reason: str | None
    published_at: datetime | None
    created_at: datetime
    updated_at: datetime
    packages: Sequence[Package] = ()
    pictures: Sequence[Picture] = ()
    faq: Sequence[Faq] = ()
    questions: Sequence[Question] = ()

    @property
    def rating(self) -> float | None:
        return self.rating_sum / self.rating_count if self.rating_count else None

    @property
    def is_offered(self) -> bool:
        """As far as the gig itself is concerned."""
        return self.status is GigStatus.PUBLISHED and self.deactivated_at is None

    def shielded(self) -> "WholeGig":
        """As strangers read it: phone numbers hidden, wherever they were written."""
        return replace(
            self,
            description=masked(self.description),
            tags=[masked(tag) for tag in self.tags],
            packages=[
                replace(one, title=masked(one.title), contents=masked(one.contents)) for one in self.packages
            ],
            faq=[Faq(masked(one.question), masked(one.answer)) for one in self.faq],
            questions=[replace(one, question=masked(one.question)) for one in self.questions],
            pictures=[replace(one, description=masked(one.description)) for one in self.pictures],
        )

    def package(self, tier: str) -> Package | None:
        """The package of that size, if it is offered."""
        return next((package for package in self.packages if package.tier == tier), None)

    def cover_url(self, width: int = SMALL) -> str:
        return cover_url(self.cover, width)


_OWN_COLUMNS = (
    Gig.id, Gig.freelancer_id, Gig.category_id, Gig.status, Gig.title, Gig.description, Gig.language, Gig.tags,
    Gig.cover, Gig.price, Gig.delivery_days, Gig.views, Gig.orders_count, Gig.rating_sum, Gig.rating_count,
    Gig.deactivated_at, Gig.deactivated_reason, Gig.published_at, Gig.created_at, Gig.updated_at,
)  # fmt: skip
_GIG = select(*_OWN_COLUMNS).join(Account, Account.id == Gig.freelancer_id).where(Gig.id == bindparam("gig"))
_PACKAGES = (
    select(
        GigPackage.id,
        GigPackage.tier,
        GigPackage.title,
        GigPackage.contents,
        GigPackage.price,
        GigPackage.delivery_days,
        GigPackage.revisions,
    )
    .where(GigPackage.gig_id == bindparam("gig"))
    .order_by(GigPackage.tier)
)
_PICTURES = (
    select(GigPicture.id, GigPicture.name, GigPicture.description)
    .where(GigPicture.gig_id == bindparam("gig"))
    .order_by(GigPicture.position, GigPicture.id)
)
_FAQ = (
    select(GigFaq.question, GigFaq.answer).where(GigFaq.gig_id == bindparam("gig")).order_by(GigFaq.position)
)
_QUESTIONS = (
    select(GigQuestion.id, GigQuestion.question, GigQuestion.required)
    .where(GigQuestion.gig_id == bindparam("gig"))
    .order_by(GigQuestion.position)
)


async def read(reader: Reading, gig_id: UUID, rule: ColumnElement[bool]) -> WholeGig | None:
    """The gig with its parts, if the rule lets it be seen: five short statements."""
    wanted = {"gig": gig_id}
    row = (await reader.execute(_GIG.where(rule), wanted)).one_or_none()
    if row is None:
        return None
    return WholeGig(
        *row,
        packages=[Package(*each) for each in (await reader.execute(_PACKAGES, wanted)).all()],
        pictures=[Picture(*each) for each in (await reader.execute(_PICTURES, wanted)).all()],
        faq=[Faq(*each) for each in (await reader.execute(_FAQ, wanted)).all()],
        questions=[Question(*each) for each in (await reader.execute(_QUESTIONS, wanted)).all()],
    )
