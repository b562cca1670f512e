"""The list of freelancers: one of the hottest reads of the API, so rows go straight to JSON."""

from functools import lru_cache
from typing import Annotated, Any, NamedTuple, TypeVarTuple
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy import ARRAY, Select, Text, bindparam, func, literal_column, select

from twiza.accounts.models import Account, AccountStatus, Hat, HatKind
from twiza.accounts.queries import avatar_url
from twiza.accounts.shielding import masked
from twiza.api import cursors
from twiza.api.actions import actions_on
from twiza.api.answers import answer, page, since
from twiza.api.deps import OptionalViewer
from twiza.api.hot import hot
from twiza.api.schemas.page import Page
from twiza.api.schemas.people import ListedPerson
from twiza.discovery.searching import TOLD, patterns
from twiza.kit.i18n import language
from twiza.kit.records import records
from twiza.profiles.places import Category, City

router = APIRouter(tags=["people"], responses={200: {"model": Page[ListedPerson]}})
PAGE = 20
Columns = TypeVarTuple("Columns")


class Wanted(NamedTuple):
    """Which filters a call uses: each combination is one statement, built once."""

    city: bool
    category: bool
    q: bool
    after: bool


class Asked(BaseModel):
    """What a call asks for."""

    city: str | None = Field(None, max_length=60, description="A city's slug", examples=["casablanca"])
    category: str | None = Field(None, max_length=60, description="A category's slug", examples=["design"])
    q: str | None = Field(
        None, max_length=100, description="Words of the name or headline", examples=["logo"]
    )
    cursor: str | None = Field(None, max_length=400, description="The `next_cursor` of the page before")
    total: bool = Field(False, description="Count them too, up to a thousand")


@router.get("/freelancers")
@hot
async def list_freelancers(viewer: OptionalViewer, asked: Annotated[Asked, Query()]) -> Response:
    """Freelancers, the newest first."""
    return await _listed(HatKind.FREELANCER, asked, viewer.id if viewer else None)


async def _listed(hat: HatKind, asked: Asked, viewer_id: UUID | None) -> Response:
    values = _values(hat, asked)
    wanted = Wanted(*(name in values for name in Wanted._fields))
    found = await records(page_statement(wanted, language.get()), values)
    counted = (await records(_count(wanted._replace(after=False)), values))[0][0] if asked.total else None
    items = [_item(row, hat, viewer_id) for row in found[:PAGE]]
    next_cursor = cursors.write(hat, [str(found[PAGE - 1]["hat_id"])]) if len(found) > PAGE else None
    return answer(page(items, next_cursor, counted))


def _values(hat: HatKind, asked: Asked) -> dict[str, Any]:
    """What is bound into the statement: only what was asked for."""
    values: dict[str, Any] = {"hat": hat}
    if asked.city:
        values["city"] = asked.city
    if asked.category:
        values["category"] = asked.category
    if words := patterns(asked.q or ""):
        values["q"] = words
    if after := cursors.read(hat, asked.cursor, (UUID,)):
        values["after"] = after[0]
    return values


@lru_cache
def page_statement(wanted: Wanted, lang: str) -> Select[*tuple[Any, ...]]:
    """One row more than a page holds tells whether there is a next one."""
    statement = select(
        Account.id,
        Account.first_name,
        func.left(Account.last_name, 1).label("initial"),
        Account.avatar,
        Hat.id.label("hat_id"),
        Hat.headline,
        Hat.company_name,
        Hat.created_at,
        City.slug.label("city_slug"),
        getattr(City, f"name_{lang}").label("city_name"),
        Category.slug.label("category_slug"),
        getattr(Category, f"name_{lang}").label("category_name"),
    )
    # A bound LIMIT doubles the database's work.
    return _filtered(statement, wanted).order_by(Hat.id.desc()).limit(literal_column(str(PAGE + 1)))


@lru_cache
def _count(wanted: Wanted) -> Select[int]:
    some = _filtered(select(Hat.id), wanted).limit(literal_column(str(cursors.MOST_COUNTED + 1)))
    return select(func.count()).select_from(some.subquery())


def _filtered(statement: Select[*Columns], wanted: Wanted) -> Select[*Columns]:
    """Only people whose account is in order."""
    statement = (
        statement.select_from(Hat)
        .join(Account, Account.id == Hat.account_id)
        .outerjoin(City, City.id == Hat.city_id)
        .outerjoin(Category, Category.id == Hat.category_id)
        .where(
            Hat.kind == bindparam("hat"),
            Account.status == AccountStatus.ACTIVE,
            Account.deleted_at.is_(None),
            Account.phone_verified_at.is_not(None),
        )
    )
    if wanted.city:
        statement = statement.where(City.slug == bindparam("city"))
    if wanted.category:
        statement = statement.where(Category.slug == bindparam("category"))
    if wanted.q:
        statement = statement.where(TOLD.op("LIKE")(func.all(bindparam("q", type_=ARRAY(Text)))))
    return statement.where(Hat.id < bindparam("after")) if wanted.after else statement


def _item(row: asyncpg.Record, hat: HatKind, viewer_id: UUID | None) -> dict[str, object]:
    # Taken apart once: twelve look-ups by name cost more than the rest of the item.
    (
        account,
        first,
        initial,
        avatar,
        _,
        headline,
        company,
        joined,
        city,
        city_name,
        category,
        category_name,
    ) = row
    return {
        "id": str(account),
        "name": company or (f"{first} {initial}." if initial else first),
        "hat": hat,
        "headline": masked(headline),
        "city": {"slug": city, "name": city_name} if city else None,
        "category": {"slug": category, "name": category_name} if category else None,
        "avatar_url": avatar_url(avatar),
        **since(joined),
        "allowed_actions": actions_on(account, viewer_id),
    }
