"""Cities and categories: short lists that change once in a blue moon."""

from fastapi import APIRouter, Response

from twiza import profiles
from twiza.api.answers import answer, page
from twiza.api.deps import Reader
from twiza.api.schemas import places as shapes
from twiza.api.schemas.page import Page
from twiza.kit.i18n import language
from twiza.profiles import CategoryKind
from twiza.pros import neighbourhoods

router = APIRouter(tags=["places"])


@router.get("/cities", responses={200: {"model": Page[shapes.City]}})
async def list_cities(reader: Reader) -> Response:
    """Every city that Twiza serves, with its neighbourhoods."""
    parts = await neighbourhoods.by_city(reader)
    code = language.get()
    found = [
        {
            "slug": city.slug,
            **_named(city),
            "neighbourhoods": [
                {"slug": one.slug, "name": one.name(code), "names": one.names}
                for one in parts.get(city.id, ())
            ],
        }
        for city in await profiles.cities(reader)
    ]
    return answer(page(found, None))


@router.get("/categories", responses={200: {"model": Page[shapes.Category]}})
async def list_categories(reader: Reader, kind: CategoryKind | None = None) -> Response:
    """Every category of services, or those of one kind, with the second level under the first."""
    found = [
        {**_category(category), "children": [_category(child) for child in category.children]}
        for category in await profiles.categories(reader)
        if kind in {None, category.kind}
    ]
    return answer(page(found, None))


def _category(category: profiles.CategoryItem) -> dict[str, object]:
    return {"slug": category.slug, "kind": category.kind, "icon": category.icon, **_named(category)}


def _named(place: profiles.CityItem | profiles.CategoryItem) -> dict[str, object]:
    return {"name": place.name(language.get()), "names": place.names, "allowed_actions": []}
