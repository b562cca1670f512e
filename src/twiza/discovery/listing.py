"""The statements behind lists of gigs: candidates from the index, ranked, then joined with what a card shows.

Each combination of filters is one statement, built once.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    cast,
    false,
    func,
    literal_column,
    select,
    tuple_,
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
    fenced = found.offset(literal_column("0")).subquery()
    return _joined(_page(select(fenced.c.gig_id, fenced.c.key), shape, fenced.c), shape, code)


@lru_cache(maxsize=512)
def ranked(shape: Shape, units: int, code: str, *, whole: bool) -> Statement:
    """The best of the candidates; `found` tells how many were left to choose from, `whole` that all say every word."""
    # The fence keeps the planner from walking all gigs by quality in the hope of meeting matches.
    fenced = (
        select(GigSearch.gig_id, GigSearch.quality, GigSearch.words)
        .where(_matches("q"), *_filters(shape))
        .offset(literal_column("0"))
        .subquery()
    )
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
    some = select(GigSearch.gig_id).where(*_filters(shape))
    if words:
        some = some.where(_matches("q"))
    return select(func.count()).select_from(some.limit(literal_column(str(most))).subquery())


def _keyed(sort: Sort) -> tuple[Any, Any]:
    return GigSearch.gig_id, _KEYS[sort].label("key")


@lru_cache(maxsize=256)
def counted_each(shapes: tuple[Shape, ...], *, words: bool, most: int) -> Statement:
    """Several counts at once; what is bound for the first ends in 0, for the second in 1."""
    counts: list[ColumnElement[Any]] = []
    for number, shape in enumerate(shapes):
        some = select(literal_column("1")).select_from(GigSearch).where(*_filters(shape, str(number)))
        if words:
            some = some.where(_matches("q"))
        bounded = some.limit(literal_column(str(most))).subquery()
        counts.append(select(func.count()).select_from(bounded).scalar_subquery().label(f"n{number}"))
    return select(*counts)


def _filters(shape: Shape, number: str = "") -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if shape.level == "top":
        conditions.append(GigSearch.top_id == bindparam(f"category{number}"))
    if shape.level == "category":
        conditions.append(GigSearch.category_id == bindparam(f"category{number}"))
    if shape.signs:
        conditions.append(GigSearch.signs.contains(bindparam(f"signs{number}", type_=ARRAY(Text))))
    if shape.prices:
        conditions.append(GigSearch.signs.overlap(bindparam(f"prices{number}", type_=ARRAY(Text))))
    if shape.least:
        conditions.append(GigSearch.price >= bindparam(f"least{number}", type_=Integer))
    if shape.most:
        conditions.append(GigSearch.price <= bindparam(f"most{number}", type_=Integer))
    if shape.days:
        conditions.append(GigSearch.delivery_days <= bindparam(f"days{number}", type_=Integer))
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
