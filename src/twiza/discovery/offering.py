"""Gigs that pages show by themselves: those like one that is looked at, and the best of each category."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, literal_column, select

from twiza.discovery.models import GigSearch
from twiza.gigs import access, cards
from twiza.gigs.cards import GigCard
from twiza.gigs.models import Gig
from twiza.kit.db import rows
from twiza.kit.i18n import language


async def similar(gig_id: UUID, limit: int = 4) -> Sequence[GigCard]:
    """The best of its category by others; of the category above when there are too few."""
    found = await rows(_similar(language.get(), limit), {"gig": gig_id})
    return [cards.card(row) for row in found]


async def featured_gigs(limit: int = 8) -> Sequence[GigCard]:
    """The best of every category in turn, each seller once."""
    found = await rows(_featured(language.get(), limit), {})
    return [cards.card(row) for row in found]


@lru_cache
def _similar(code: str, limit: int) -> Any:
    here = select(GigSearch).where(GigSearch.gig_id == bindparam("gig")).subquery("here")
    others = [
        select(GigSearch.gig_id, GigSearch.quality, literal_column(str(far)).label("far"))
        .where(
            column == select(getattr(here.c, column.key)).scalar_subquery(),
            GigSearch.freelancer_id != select(here.c.freelancer_id).scalar_subquery(),
        )
        .order_by(GigSearch.quality.desc(), GigSearch.gig_id.desc())
        .limit(literal_column(str(limit)))
        .subquery()
        for far, column in enumerate((GigSearch.category_id, GigSearch.top_id))
    ]
    both = select(others[0]).union_all(select(others[1])).subquery()
    near = (
        select(both.c.gig_id, func.min(both.c.far).label("far"), func.max(both.c.quality).label("quality"))
        .group_by(both.c.gig_id)
        .subquery("near")
    )
    return (
        cards.selected(code)
        .join(near, near.c.gig_id == Gig.id)
        .where(access.offered())
        .order_by(near.c.far, near.c.quality.desc(), Gig.id.desc())
        .limit(literal_column(str(limit)))
    )


@lru_cache
def _featured(code: str, limit: int) -> Any:
    # The best hundred of all hold some of most categories; the window below is small.
    best = (
        select(GigSearch.gig_id, GigSearch.freelancer_id, GigSearch.top_id, GigSearch.quality)
        .order_by(GigSearch.quality.desc(), GigSearch.gig_id.desc())
        .limit(literal_column("400"))
        .subquery("best")
    )
    of_seller = func.row_number().over(
        partition_by=best.c.freelancer_id, order_by=(best.c.quality.desc(), best.c.gig_id.desc())
    )
    once = select(best, of_seller.label("turn")).subquery("once")
    in_category = func.row_number().over(
        partition_by=once.c.top_id, order_by=(once.c.quality.desc(), once.c.gig_id.desc())
    )
    placed = (
        select(once.c.gig_id, once.c.quality, in_category.label("place"))
        .where(once.c.turn == 1)
        .subquery("placed")
    )
    return (
        cards.selected(code)
        .join(placed, placed.c.gig_id == Gig.id)
        .where(access.offered())
        .order_by(placed.c.place, placed.c.quality.desc(), Gig.id.desc())
        .limit(literal_column(str(limit)))
    )
