"""The statements behind lists of pros: one that ranks, one that brings what the cards of a page show.

An index is walked in the order of the list, and tells by itself who meets the filters; one after the other is looked up
in the calendars until there are enough. Each combination of filters is one statement, built once. Cards come by a
statement of their own, always the same: the database plans it once, and the other one in no time.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    Integer,
    Select,
    Uuid,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from twiza.accounts.models import Account, AccountStatus, Hat, HatKind
from twiza.discovery import pro_ranking
from twiza.discovery.models import ProListing, ProRecord
from twiza.profiles.places import Category, City
from twiza.pros.models import ProCalendar, ProNeighbourhood, ProProfile, ProService

Statement = Select[*tuple[Any, ...]]
_ORDER = ("is_free", "boosted", "standing", "shuffle", "pro_id")


class Shape(NamedTuple):
    """What a statement must have: `after` says whether the last page ended among the free or among the rest."""

    wanted: frozenset[str]
    after: str = ""
    limit: int = 0


@lru_cache(maxsize=512)
def page(shape: Shape) -> Statement:
    """The free in their order, then the rest in theirs, as far as the page has room."""
    # A bound LIMIT doubles the database's work.
    limit = literal_column(str(shape.limit))
    free = _ranked(shape, free=True).limit(limit).cte("those_free")
    room = func.greatest(limit - select(func.count()).select_from(free).scalar_subquery(), 0)
    rest = _ranked(shape, free=False).limit(room).cte("the_rest")
    if shape.after == "rest":
        return _ranked(shape, free=False).limit(limit)
    found = union_all(select(free), select(rest)).subquery("found")
    return select(found).order_by(*(found.c[name].desc() for name in _ORDER))


@lru_cache(maxsize=256)
def counted(shape: Shape, *, most: int) -> Select[int]:
    """How many there are; counting stops at `most`."""
    some = select(ProListing.pro_id).where(*_filters(shape.wanted)).limit(literal_column(str(most)))
    return select(func.count()).select_from(some.subquery())


@lru_cache
def named() -> Statement:
    """These very pros, by the first of their services."""
    listed, calendar = ProListing, _calendar(ProListing.pro_id).lateral("hours")
    return (
        select(
            listed.pro_id,
            listed.category_id,
            listed.standing,
            literal_column("false", Boolean).label("boosted"),
            literal_column("true", Boolean).label("is_free"),
            _shuffle().label("shuffle"),
            _free_hour("soonest", "horizon", listed.notice, calendar.c).label("next_free"),
        )
        .select_from(listed)
        .join(calendar, true())
        .where(listed.leads, listed.pro_id == func.any(bindparam("pros", type_=ARRAY(Uuid))))
    )


@lru_cache
def cards(code: str) -> Statement:
    """What cards show of these pros in these categories; somebody banned this very moment is left out for certain."""
    wanted = [bindparam(name, type_=ARRAY(Uuid)) for name in ("pros", "categories")]
    hit = func.unnest(*wanted).table_valued("pro_id", "category_id", name="hit").render_derived()
    return (
        select(
            hit.c.pro_id,
            Account.first_name,
            Account.last_name,
            Account.avatar,
            Account.identity_verified_at,
            Hat.headline,
            Hat.rating_sum,
            Hat.rating_count,
            ProProfile.call_out_fee,
            ProProfile.takes_urgent,
            ProService.pricing_type,
            ProService.min_price,
            ProService.max_price,
            ProService.fixed_price,
            ProRecord.done,
            City.slug.label("city_slug"),
            getattr(City, f"name_{code}").label("city"),
            Category.slug.label("category_slug"),
            getattr(Category, f"name_{code}").label("category"),
        )
        .select_from(hit)
        .join(Account, Account.id == hit.c.pro_id)
        .join(ProProfile, ProProfile.account_id == hit.c.pro_id)
        .join(ProService, (ProService.pro_id == hit.c.pro_id) & (ProService.category_id == hit.c.category_id))
        .join(City, City.id == ProProfile.city_id)
        .join(Category, Category.id == ProService.category_id)
        .outerjoin(Hat, (Hat.account_id == hit.c.pro_id) & (Hat.kind == HatKind.PRO))
        .outerjoin(ProRecord, ProRecord.pro_id == hit.c.pro_id)
        .where(
            Account.status == literal_column(f"'{AccountStatus.ACTIVE.value}'"), Account.deleted_at.is_(None)
        )
    )


@lru_cache
def best() -> Statement:
    """The best of Premium and of the others who have a picture and a free hour, by quality alone."""
    listed, half = ProListing, literal_column("24")
    calendar = _calendar(ProListing.pro_id).lateral("hours")
    hour = _free_hour("first", "last", listed.notice, calendar.c)
    halves = [
        select(listed.pro_id, listed.standing, listed.quality)
        .select_from(listed)
        .join(Account, Account.id == listed.pro_id)
        .join(calendar, true())
        .where(listed.leads, which, Account.avatar.is_not(None), hour.is_not(None))
        .order_by(listed.standing.desc(), listed.quality.desc(), listed.pro_id)
        .limit(half)
        .subquery()
        for which in (
            listed.standing >= literal_column(str(pro_ranking.PREMIUM)),
            listed.standing < literal_column(str(pro_ranking.PREMIUM)),
        )
    ]
    both = union_all(*(select(one) for one in halves)).subquery("both")
    return select(both).order_by(both.c.quality.desc(), both.c.pro_id)


@lru_cache
def trades() -> Statement:
    """How many each city has in each category."""
    place = (ProListing.city_id, ProListing.category_id)
    return select(*place, func.count().label("pros")).group_by(*place)


def _ranked(shape: Shape, *, free: bool) -> Statement:
    """Those who are free, or those who aren't, in order."""
    walked = _walked(shape, free=free).subquery("free_walked" if free else "rest_walked")
    # One after the other, as long as the page has room: else the planner may read all calendars there are.
    calendar = _calendar(walked.c.pro_id).offset(literal_column("0")).lateral("hours")
    hour = _free_hour("first", "last", walked.c.notice, calendar.c)
    return (
        select(
            *(walked.c[name] for name in ("pro_id", "category_id", "standing", "boosted", "shuffle")),
            literal_column("true" if free else "false", Boolean).label("is_free"),
            _free_hour("soonest", "horizon", walked.c.notice, calendar.c).label("next_free"),
        )
        .select_from(walked)
        # Whoever has never opened an hour has no calendar.
        .join(calendar, true(), isouter=not free)
        .where(hour.is_not(None) if free else hour.is_(None))
        .order_by(*(walked.c[name].desc() for name in _keys(shape.wanted)))
    )


def _calendar(pro_id: Any) -> Statement:
    free = ProCalendar.open.bitwise_and(ProCalendar.locked.bitwise_not())
    return select(ProCalendar.base_hour, free.label("free")).where(ProCalendar.pro_id == pro_id)


def _walked(shape: Shape, *, free: bool) -> Statement:
    """Whoever meets the filters, in order; hours at which nobody opens on any day needn't be looked up."""
    listed = ProListing
    keys = _keys(shape.wanted)
    statement = select(
        listed.pro_id,
        listed.category_id,
        listed.standing,
        listed.notice,
        _boosted(shape.wanted).label("boosted"),
        _shuffle().label("shuffle"),
    ).where(*_filters(shape.wanted))
    if free:
        asked = bindparam("day_hours", type_=Integer)
        statement = statement.where(listed.day_hours.bitwise_and(asked) != literal_column("0"))
    if shape.after == ("free" if free else "rest"):
        place = tuple_(*(bindparam(f"after_{name}", type_=key.type) for name, key in keys.items()))
        statement = statement.where(tuple_(*keys.values()) < place)
    # The offset keeps the order: else the planner may look up everybody's hours before it sorts.
    return statement.order_by(*(key.desc() for key in keys.values())).offset(literal_column("0"))


def _keys(wanted: frozenset[str]) -> dict[str, Any]:
    """The order, all of it falling; a Boost counts only in its own city and category."""
    first = {"boosted": ProListing.boosted} if _is_one_trade(wanted) else {}
    return {
        **first,
        "standing": ProListing.standing,
        "shuffle": _shuffle(),
        "pro_id": ProListing.pro_id,
    }


def _boosted(wanted: frozenset[str]) -> ColumnElement[bool]:
    return ProListing.boosted.expression if _is_one_trade(wanted) else literal_column("false", Boolean)


def _is_one_trade(wanted: frozenset[str]) -> bool:
    return {"city", "category"} <= wanted


def _shuffle() -> ColumnElement[int]:
    """The light random: the same for one seed, whoever joins or leaves."""
    seed = bindparam("seed", type_=BigInteger)
    return func.uuid_hash_extended(ProListing.pro_id, seed, type_=BigInteger)


def _free_hour(first: str, until: str, notice: Any, calendar: Any) -> ColumnElement[int | None]:
    """The calendar's first free hour of this window, after the pro's notice."""
    soonest = bindparam("soonest", type_=BigInteger) + notice
    since = func.greatest(bindparam(first, type_=BigInteger), soonest, calendar.base_hour)
    # The horizon also bounds an hour asked for that lies beyond it.
    end = func.least(bindparam(until, type_=BigInteger), bindparam("horizon", type_=BigInteger))
    return func.free_hour(calendar.free, calendar.base_hour, since, end, type_=BigInteger)


def _goes_there() -> Statement:
    """The offset has it looked up for one after the other: else all who go there are collected for each list."""
    there = ProNeighbourhood.neighbourhood_id == bindparam("neighbourhood", type_=Uuid)
    served = select(ProNeighbourhood.pro_id).where(ProNeighbourhood.pro_id == ProListing.pro_id, there)
    return served.correlate(ProListing).offset(literal_column("0"))


def _filters(wanted: frozenset[str]) -> list[ColumnElement[bool]]:
    listed = ProListing
    conditions: dict[str, ColumnElement[bool]] = {
        "city": listed.city_id == bindparam("city", type_=Uuid),
        "category": listed.category_id == bindparam("category", type_=Uuid),
        "neighbourhood": or_(
            listed.everywhere,
            exists(_goes_there()),
        ),
        "rating": listed.rating >= bindparam("rating", type_=Integer),
        "price": listed.price <= bindparam("price", type_=BigInteger),
        "verified": listed.verified == bindparam("verified", type_=Boolean),
        "urgent": listed.takes_urgent == bindparam("urgent", type_=Boolean),
    }
    # Without a category each pro is listed once, by the first of their services.
    once = [] if "category" in wanted else [listed.leads.expression]
    return [*(condition for name, condition in conditions.items() if name in wanted), *once]
