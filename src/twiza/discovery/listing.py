"""The statements behind lists of gigs: candidates from the index, ranked, then joined with what a card shows.

Each combination of filters is one statement, built once.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from twiza.discovery import ranking
from twiza.discovery.asked import Sort
from twiza.discovery.models import GigSearch
from twiza.gigs import access, cards
from twiza.gigs.models import Gig
from twiza.profiles.places import Category

# So many candidates are ranked at most, the best of those that the index gives.
MOST_CANDIDATES = 1000
_KEYS: dict[Sort, Any] = {
    Sort.BEST: GigSearch.quality,
    Sort.NEWEST: GigSearch.published_at,
    Sort.PRICE_ASC: GigSearch.price,
    Sort.PRICE_DESC: GigSearch.price,
    Sort.RATING: GigSearch.stars,
}
Statement = Select[*tuple[Any, ...]]


class Shape(NamedTuple):
    """What a statement must have: each shape is another statement, its values bound."""

    sort: Sort = Sort.BEST
    level: str = ""
    signs: bool = False
    prices: bool = False
    least: bool = False
    most: bool = False
    days: bool = False
    after: bool = False
    limit: int = 0


@lru_cache(maxsize=512)
def browsed(shape: Shape, code: str) -> Statement:
    """Gigs in the order of an index, of a category and as filtered; no words."""
    return _joined(_page(select(*_keyed(shape.sort)).where(*_filters(shape)), shape), shape, code)


@lru_cache(maxsize=512)
def walked(shape: Shape, code: str) -> Statement:
    """The same for words that many gigs bear: rows are read in order until enough of them match."""
    # Wrapped, so that the planner doesn't collect all matches first.
    matching = func.coalesce(_matches("q"), false())
    return _joined(_page(select(*_keyed(shape.sort)).where(matching, *_filters(shape)), shape), shape, code)


@lru_cache(maxsize=512)
def collected(shape: Shape, code: str) -> Statement:
    """The same for words that few gigs bear: all matches are collected and sorted."""
    found = select(*_keyed(shape.sort)).where(_matches("q"), *_filters(shape))
    fenced = _fenced(found, "found")
    return _joined(_page(select(fenced.c.gig_id, fenced.c.key), shape, fenced.c), shape, code)


@lru_cache(maxsize=512)
def ranked(shape: Shape, units: int, code: str, *, whole: bool) -> Statement:
    """The best of the candidates; `found` tells how many were left to choose from, `whole` that all say every word."""
    matching = select(GigSearch.gig_id, GigSearch.quality, GigSearch.words)
    fenced = _fenced(matching.where(_matches("q"), *_filters(shape)), "matching")
    candidates = (
        select(fenced)
        .order_by(fenced.c.quality.desc(), fenced.c.gig_id.desc())
        .limit(literal_column(str(MOST_CANDIDATES)))
        .subquery()
    )
    scored = select(candidates.c.gig_id, _score(candidates.c, units, whole=whole).label("key")).subquery()
    page = select(scored.c.gig_id, scored.c.key, func.count().over().label("found"))
    return _joined(_page(page, shape, scored.c), shape, code)


@lru_cache(maxsize=512)
def counted(shape: Shape, *, words: bool, most: int) -> Select[int]:
    """How many there are; counting stops at `most`."""
    some = select(GigSearch.gig_id).where(*_filters(shape), *([_matches("q")] if words else []))
    return select(func.count()).select_from(some.limit(literal_column(str(most))).subquery())


@lru_cache(maxsize=256)
def sampled(
    shape: Shape, prices: tuple[tuple[int, int], ...], *, words: bool, common: bool, most: int
) -> Statement:
    """The signs of so many matches, with how many bear each; the ranges of prices, as `p0`, `p1`…"""
    matching = [*_filters(shape), *([_matches("q")] if words else [])]
    found = select(GigSearch.gig_id, GigSearch.signs, GigSearch.price)
    if common and matching:
        # Of what many gigs meet, rows are read until there are enough; the index would collect all of them first.
        found = found.where(func.coalesce(and_(*matching), false()))
    elif matching:
        found = select(_fenced(found.where(*matching).limit(literal_column(str(most))), "matching"))
    some = found.limit(literal_column(str(most))).cte("some")
    each = select(func.unnest(some.c.signs).label("sign")).subquery()
    signs = select(each.c.sign, func.count().label("gigs")).group_by(each.c.sign)
    ranges = [
        select(literal_column(f"'p{number}'"), func.count()).where(
            some.c.price >= literal_column(str(least)), *_under(some.c.price, highest)
        )
        for number, (least, highest) in enumerate(prices)
    ]
    every = select(literal_column("''"), func.count()).select_from(some)
    return select(union_all(signs, *ranges, every).subquery())


def _under(price: ColumnElement[int], highest: int) -> list[ColumnElement[bool]]:
    return [price <= literal_column(str(highest))] if highest else []


def _fenced(matching: Statement, name: str) -> CTE:
    """Found by itself: else the planner reads all gigs in the order of an index, in the hope of meeting matches."""
    return matching.cte(name).prefix_with("MATERIALIZED", dialect="postgresql")


def _keyed(sort: Sort) -> tuple[Any, Any]:
    return GigSearch.gig_id, _KEYS[sort].label("key")


def _filters(shape: Shape) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if shape.level == "top":
        conditions.append(GigSearch.top_id == bindparam("category"))
    if shape.level == "category":
        conditions.append(GigSearch.category_id == bindparam("category"))
    if shape.signs:
        conditions.append(GigSearch.signs.contains(bindparam("signs", type_=ARRAY(Text))))
    if shape.prices:
        conditions.append(GigSearch.signs.overlap(bindparam("prices", type_=ARRAY(Text))))
    if shape.least:
        conditions.append(GigSearch.price >= bindparam("least", type_=Integer))
    if shape.most:
        conditions.append(GigSearch.price <= bindparam("most", type_=Integer))
    if shape.days:
        conditions.append(GigSearch.delivery_days <= bindparam("days", type_=Integer))
    return conditions


def _page(statement: Statement, shape: Shape, columns: Any = None) -> Statement:
    """After the row of the cursor, in order, one row more than a page holds."""
    key = _KEYS[shape.sort] if columns is None else columns.key
    gig_id = GigSearch.gig_id if columns is None else columns.gig_id
    rises = shape.sort is Sort.PRICE_ASC
    if shape.after:
        place = tuple_(bindparam("after_key", type_=key.type), bindparam("after_id", type_=gig_id.type))
        here = tuple_(key, gig_id)
        statement = statement.where(here > place if rises else here < place)
    ordered = (key.asc(), gig_id.asc()) if rises else (key.desc(), gig_id.desc())
    # A bound LIMIT doubles the database's work.
    return statement.order_by(*ordered).limit(literal_column(str(shape.limit)))


def _joined(page: Statement, shape: Shape, code: str) -> Statement:
    """What cards show of these gigs; one that was just banned or paused elsewhere is left out for certain."""
    hit = page.subquery("hit")
    rises = shape.sort is Sort.PRICE_ASC
    ordered = (hit.c.key.asc(), hit.c.gig_id.asc()) if rises else (hit.c.key.desc(), hit.c.gig_id.desc())
    more = [hit.c.found] if "found" in hit.c else []
    return (
        cards.selected(code)
        .add_columns(
            Category.slug.label("category_slug"),
            getattr(Category, f"name_{code}").label("category_name"),
            Gig.published_at,
            Gig.created_at,
            hit.c.key,
            *more,
        )
        .join(hit, hit.c.gig_id == Gig.id)
        .outerjoin(Category, Category.id == Gig.category_id)
        .where(access.offered())
        .order_by(*ordered)
    )


def _score(candidate: Any, units: int, *, whole: bool) -> ColumnElement[int]:
    """The formula of `ranking`, its inputs read from the candidate's words."""
    words: ColumnElement[Any] = candidate.words
    texts = [_text(words, number, whole=whole) for number in range(units)]
    categories = [case((_bears(words, f"category{number}"), 1.0), else_=0.0) for number in range(units)]
    share = literal_column(f"{units}.0::float8")
    value = ranking.score(
        _sum(texts) / share,
        _sum(categories) / share,
        candidate.quality / literal_column(f"{ranking.SCALE}.0::float8"),
    )
    return cast(func.round(value * ranking.SCALE), Integer)


def _text(words: ColumnElement[Any], number: int, *, whole: bool) -> ColumnElement[float]:
    best_first = [
        (_bears(words, f"typed{number}"), ranking.TITLE),
        (_bears(words, f"title{number}"), ranking.TITLE_OTHERWISE),
        (_bears(words, f"tags{number}"), ranking.TAGS),
        (_bears(words, f"category{number}"), ranking.CATEGORY),
    ]
    if whole:
        return case(*best_first, else_=ranking.DESCRIPTION)
    return case(*best_first, (_bears(words, f"anywhere{number}"), ranking.DESCRIPTION), else_=0.0)


def _sum(columns: list[Any]) -> Any:
    total = columns[0]
    for each in columns[1:]:
        total += each
    return total


def _matches(name: str) -> ColumnElement[bool]:
    return _bears(GigSearch.words, name)


def _bears(words: Any, name: str) -> ColumnElement[bool]:
    return words.op("@@", is_comparison=True)(cast(bindparam(name, type_=Text), TSQUERY))
