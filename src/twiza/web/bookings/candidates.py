"""Whom one may ask: the pro somebody came from, and the best others of the same city and work who are free then."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.accounts.models import Account, AccountStatus, Hat, HatKind
from twiza.accounts.queries import avatar_url
from twiza.discovery import pro_search
from twiza.discovery.pro_search import ProCard, ProsAsked
from twiza.kit import clock
from twiza.kit.i18n import gettext as _
from twiza.pros import slots
from twiza.pros.models import PricingType, ProProfile, ProService
from twiza.web.bookings import words
from twiza.web.bookings.asked import Asked

_OTHERS = 5


async def of(
    connection: AsyncConnection, asked: Asked, viewer_id: UUID | None, seed: int
) -> list[dict[str, Any]]:
    """Cards to tick: whoever was ticked or came from first, then the others."""
    wanted = ProsAsked(asked.city.id, asked.category.id, at=asked.at, urgent=asked.urgent)
    page = await pro_search.find(connection, wanted, seed, limit=_OTHERS + len(asked.chosen) + 1)
    # Without an hour nobody can be told to be free then.
    others = [card for card in page.pros if card.is_free and card.id != viewer_id]
    if asked.at is None:
        others = []
    first = (
        asked.chosen if asked.anchor in asked.chosen or not asked.anchor else [asked.anchor, *asked.chosen]
    )
    named = await _named(connection, first, asked.category.id)
    found = {card.id: _found(card) for card in others}
    # The list knows more: of those chosen, too, it tells that they are free then.
    known = {**named, **found}
    order = [*first, *(card.id for card in others if card.id not in first)]
    shown = [known[each] for each in dict.fromkeys(order) if each in known][: _OTHERS + 1]
    return [{**card, "ticked": card["id"] in asked.chosen} for card in shown]


async def at_the_soonest(connection: AsyncConnection, asked: Asked, seed: int) -> Asked:
    """As soon as possible means an hour: the first at which the pro, or anybody who takes urgent jobs, is free.

    Whoever names neither an hour nor a pro begins with the first at which somebody is free.
    """
    if asked.at is not None or (asked.anchor and not asked.urgent):
        return asked
    if asked.anchor:
        return replace(asked, at=await slots.next_free(connection, asked.anchor, clock.now()))
    wanted = ProsAsked(asked.city.id, asked.category.id, urgent=asked.urgent)
    page = await pro_search.find(connection, wanted, seed)
    return replace(asked, at=min((card.next_free for card in page.pros if card.next_free), default=None))


def _found(card: ProCard) -> dict[str, Any]:
    shown = ("id", "name", "initials", "avatar_url", "verified", "premium", "rating", "reviews")
    return {
        **{name: getattr(card, name) for name in shown},
        "prices": words.prices(card.call_out_fee, card.price_from, card.price_to),
        "next_free": _("Free then"),
    }


async def _named(
    connection: AsyncConnection, ids: Sequence[UUID], category_id: UUID
) -> dict[UUID, dict[str, Any]]:
    """Those chosen, whether or not they are among the first of the list."""
    statement = (
        select(
            Account.id,
            Account.first_name,
            Account.last_name,
            Account.avatar,
            Account.identity_verified_at,
            ProProfile.call_out_fee,
            ProProfile.premium_until,
            ProService.pricing_type,
            ProService.min_price,
            ProService.max_price,
            ProService.fixed_price,
            Hat.rating_sum,
            Hat.rating_count,
        )
        .join(ProProfile, ProProfile.account_id == Account.id)
        .join(ProService, ProService.pro_id == Account.id)
        .join(Hat, (Hat.account_id == Account.id) & (Hat.kind == HatKind.PRO), isouter=True)
        .where(
            Account.id.in_(ids),
            ProService.category_id == category_id,
            ProService.is_active,
            Account.status == AccountStatus.ACTIVE,
        )
    )
    return {row.id: _card(row) for row in await connection.execute(statement)}


def _card(row: Any) -> dict[str, Any]:
    fixed = row.pricing_type is PricingType.FIXED
    low, high = (row.fixed_price, row.fixed_price) if fixed else (row.min_price, row.max_price)
    return {
        "id": row.id,
        "name": f"{row.first_name} {row.last_name[:1]}." if row.last_name else row.first_name,
        "initials": (row.first_name[:1] + row.last_name[:1]).upper(),
        "avatar_url": avatar_url(row.avatar),
        "verified": row.identity_verified_at is not None,
        "premium": row.premium_until is not None and row.premium_until > clock.now(),
        "rating": row.rating_sum / row.rating_count if row.rating_count else None,
        "reviews": row.rating_count or 0,
        "prices": words.prices(row.call_out_fee, low, high),
        "next_free": "",
    }
