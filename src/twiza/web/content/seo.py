"""What machines read first: robots.txt, the sitemap in three languages, and llms.txt."""

from math import ceil

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import content
from twiza.discovery import mapping
from twiza.kit.db import reading
from twiza.kit.errors import NotFound
from twiza.kit.i18n import LANGUAGES, NAMES
from twiza.kit.settings import settings
from twiza.web import templates
from twiza.web.templates import url_in

PATHS = (
    "/",
    "/gigs",
    "/freelancers",
    "/services",
    "/pros",
    "/pricing",
    "/devenir-pro",
    "/about",
    "/faq",
    "/legal/terms",
    "/legal/privacy",
    "/legal/notice",
)
# Three addresses each; a file may hold 50,000.
LISTED_PER_PART = 5_000
_MOST_PARTS = 50_000
HREFLANG = {"fr": "fr-MA", "ar": "ar-MA", "en": "en"}
# Pages of one person: nothing for a search engine to keep.
PRIVATE = (
    "/admin", "/client", "/dashboard", "/favourites", "/freelancer/", "/messages", "/notifications", "/orders", "/report",
)  # fmt: skip


async def robots(_request: Request) -> Response:
    """Everything public may be read."""
    closed = [url_in(code, path) for path in PRIVATE for code in LANGUAGES]
    return _text("content/robots.txt", "text/plain", closed=closed)


async def sitemap(_request: Request) -> Response:
    """Each public page in each language, with its sisters in the other two; many profiles and gigs come in parts."""
    async with reading() as connection:
        listed = await mapping.how_many(connection)
    if listed <= LISTED_PER_PART:
        return await _part(1)
    parts = range(1, ceil(listed / LISTED_PER_PART) + 1)
    return _text("content/sitemap_index.xml", "application/xml", parts=parts)


async def sitemap_part(request: Request) -> Response:
    """Some of them; the first part begins with the pages of the house."""
    number: int = request.path_params["number"]
    if not 0 < number <= _MOST_PARTS:
        raise NotFound
    return await _part(number)


async def _part(number: int) -> Response:
    offset = (number - 1) * LISTED_PER_PART
    async with reading() as connection:
        listed = await mapping.paths(connection, limit=LISTED_PER_PART, offset=offset)
        of_house = [*PATHS, *await mapping.trades(connection)] if number == 1 else []
    if not listed and number > 1:
        raise NotFound
    paths = [*of_house, *listed]
    pages = [{code: settings().public_url + url_in(code, path) for code in LANGUAGES} for path in paths]
    return _text("content/sitemap.xml", "application/xml", pages=pages, hreflang=HREFLANG)


async def llms(_request: Request) -> Response:
    """What Twiza is, in the few lines that a language model needs."""
    pages = {slug: content.page(slug, "en", link=url_in) for slug in content.SLUGS}
    return _text("content/llms.txt", "text/plain", pages=pages, names=NAMES)


def _text(template: str, media_type: str, **context: object) -> Response:
    body = templates.text(template, {"base": settings().public_url, **context})
    return Response(body, media_type=media_type, headers={"cache-control": "public, max-age=3600"})


routes = [
    Route("/robots.txt", robots),
    Route("/sitemap.xml", sitemap),
    Route("/sitemap/{number:int}.xml", sitemap_part),
    Route("/llms.txt", llms),
]
