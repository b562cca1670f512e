"""Cities and categories: short lists that change once in a blue moon."""

from fastapi import APIRouter, Response
from sqlalchemy import RowMapping, select

from twiza.api.answers import answer, page
from twiza.api.deps import Reader
from twiza.api.schemas import places as shapes
from twiza.api.schemas.page import Page
from twiza.kit.i18n import language
from twiza.profiles.places import Category, CategoryKind, City

router = APIRouter(tags=["places"])
_NAMES = (City.slug, City.name_fr, City.name_ar, City.name_en)
_CITIES = select(*_NAMES).order_by(City.position, City.id)
_CATEGORIES = select(
    Category.slug, Category.kind, Category.icon, Category.name_fr, Category.name_ar, Category.name_en
).order_by(Category.position, Category.id)


@router.get("/cities", responses={200: {"model": Page[shapes.City]}})
async def list_cities(reader: Reader) -> Response:
    """Every city that Twiza serves."""
    rows = (await reader.execute(_CITIES)).mappings()
    return answer(page([{"slug": row["slug"], **_named(row)} for row in rows], None))


@router.get("/categories", responses={200: {"model": Page[shapes.Category]}})
async def list_categories(reader: Reader, kind: CategoryKind | None = None) -> Response:
    """Every category of services, or those of one kind."""
    rows = (await reader.execute(_CATEGORIES)).mappings()
    found = [
        {"slug": row["slug"], "kind": row["kind"], "icon": row["icon"], **_named(row)}
        for row in rows
        if kind in {None, row["kind"]}
    ]
    return answer(page(found, None))


def _named(row: RowMapping) -> dict[str, object]:
    names = {code: row[f"name_{code}"] for code in ("fr", "ar", "en")}
    return {"name": names[language.get()], "names": names, "allowed_actions": []}
