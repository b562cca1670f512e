"""The 240 gigs of the demo world: each written by hand, with packages, questions and answers of its category."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.demo import written
from twiza.demo.calendar import day, named, stamped
from twiza.demo.people import EMAIL_DOMAIN
from twiza.demo.written import Part, labelled
from twiza.gigs.covers import generated
from twiza.gigs.models import Gig, GigFaq, GigPackage, GigQuestion, GigStatus, Tier
from twiza.kit.money import dirhams

FILES = ("design", "web-mobile", "video-photo", "traduction", "comptabilite", "marketing")
_TIERS = ((Tier.BASIC, 1.0, 1.0, 1), (Tier.STANDARD, 1.7, 1.5, 3), (Tier.PREMIUM, 2.8, 2.0, None))

# Looked at more in the week than on Sundays, the same numbers for the same days.
_VIEWS = text(
    "INSERT INTO gig_day (gig_id, day, views) "
    "SELECT gig.id, of.day::date, 1 + abs(hashtext(gig.title || of.day::date)) % 7 "
    "  + CASE WHEN extract(isodow FROM of.day) < 6 THEN 2 ELSE 0 END "
    "FROM gig, generate_series(cast(:first AS date), cast(:last AS date), interval '1 day') AS of(day) "
    "WHERE gig.id = ANY(:gigs) AND abs(hashtext(of.day::date || gig.title)) % 3 > 0"
)
_TOTALS = text(
    "UPDATE gig SET views = seen.views FROM (SELECT gig_id, 4 * sum(views) AS views FROM gig_day GROUP BY gig_id) "
    "AS seen WHERE gig.id = seen.gig_id AND gig.id = ANY(:gigs)"
)


@dataclass(frozen=True, slots=True)
class Written:
    """One gig as its file has it."""

    parent: str
    category: str
    seller: str
    place: int
    language: str
    price: int
    days: int
    title: str
    pitch: str
    tags: Sequence[str]
    published_at: datetime

    @property
    def id(self) -> UUID:
        return stamped(self.published_at, "gig", self.category, self.place)

    @property
    def seller_id(self) -> UUID:
        return named(f"{self.seller.lower()}{EMAIL_DOMAIN}")


def all_gigs() -> Iterator[Written]:
    """Every file, every category, in order."""
    for parent in FILES:
        for part in written.parts(f"gigs/{parent}.txt"):
            yield from _of_category(parent, part)


def _of_category(parent: str, part: Part) -> Iterator[Written]:
    category, *sellers = part.heading
    split = [names.split(",") for names in sellers]
    by_language: dict[str, list[str]] = dict(zip(("fr", "ar", "en"), split, strict=True))
    told: dict[str, int] = {"fr": 0, "ar": 0, "en": 0}
    for place, (language, price, days, title, pitch, tags) in enumerate(part.lines):
        names = by_language[language]
        seller = names[told[language] % len(names)]
        told[language] += 1
        keywords = [tag.strip() for tag in tags.replace("،", ",").split(",")]
        # Spread over half a year.
        since = day(40 + named("since", title).int % 130, 9)
        told_of = (parent, category, seller, place, language, int(price), int(days), title, pitch)
        yield Written(*told_of, keywords, since)


async def publish(session: AsyncSession, categories: Mapping[str, UUID]) -> None:
    """In a handful of statements; the search follows by itself."""
    offers = {part.heading[0]: part for part in written.parts("offers.txt")}
    rows: dict[Any, list[dict[str, Any]]] = {Gig: [], GigPackage: [], GigFaq: [], GigQuestion: []}
    for gig in all_gigs():
        offer = offers[f"{gig.parent} {gig.language}"]
        rows[Gig].append(_gig(gig, offer, categories[gig.category]))
        rows[GigPackage] += _packages(gig, offer)
        rows[GigFaq] += [
            {
                "id": named("faq", gig.id, n),
                "gig_id": gig.id,
                "position": n,
                "question": asked,
                "answer": said,
            }
            for n, (asked, said) in enumerate(labelled(offer, "faq"))
        ]
        rows[GigQuestion] += [
            {
                "id": question_id(gig, n),
                "gig_id": gig.id,
                "position": n,
                "question": asked,
                "required": n == 0,
            }
            for n, (asked,) in enumerate(labelled(offer, "ask"))
        ]
    for table, values in rows.items():
        await session.execute(insert(table), values)
    ids = [row["id"] for row in rows[Gig]]
    await session.execute(_VIEWS, {"first": day(29).date(), "last": day(0).date(), "gigs": ids})
    await session.execute(_TOTALS, {"gigs": ids})


def question_id(gig: Written, place: int) -> UUID:
    """What the client is asked before the work starts."""
    return named("question", gig.id, place)


def _gig(gig: Written, offer: Part, category_id: UUID) -> dict[str, Any]:
    closings = labelled(offer, "closing")
    at = gig.published_at
    return {
        "id": gig.id,
        "freelancer_id": gig.seller_id,
        "category_id": category_id,
        "status": GigStatus.PUBLISHED,
        "title": gig.title,
        "description": f"{gig.pitch}\n\n{closings[gig.place % len(closings)][0]}",
        "language": gig.language,
        "tags": list(gig.tags),
        "cover": generated(gig.parent, gig.id),
        "price": dirhams(gig.price),
        "delivery_days": gig.days,
        "published_at": at,
        "created_at": at,
        "updated_at": at,
    }


def _packages(gig: Written, offer: Part) -> Iterator[dict[str, Any]]:
    for tier, dearer, longer, revisions in _TIERS:
        title, contents = labelled(offer, tier.value)[0]
        yield {
            "id": named("package", gig.id, tier),
            "gig_id": gig.id,
            "tier": tier,
            "title": title,
            "contents": contents,
            "price": price_of(gig, dearer),
            "delivery_days": round(gig.days * longer),
            "revisions": revisions,
        }


def price_of(gig: Written, dearer: float) -> int:
    """Round sums, as people ask for them."""
    return dirhams(round(gig.price * dearer / 50) * 50 if dearer > 1 else gig.price)


def prices(gig: Written) -> Mapping[Tier, int]:
    """What each package costs."""
    return {tier: price_of(gig, dearer) for tier, dearer, _longer, _revisions in _TIERS}
