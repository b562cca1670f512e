"""What machines read first: robots.txt, the sitemap in three languages, and llms.txt."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import content
from twiza.kit.i18n import LANGUAGES, NAMES
from twiza.kit.settings import settings
from twiza.web import templates
from twiza.web.templates import url_in

PATHS = (
    "/",
    "/freelancers",
    "/pros",
    "/pricing",
    "/devenir-pro",
    "/about",
    "/faq",
    "/legal/terms",
    "/legal/privacy",
    "/legal/notice",
)
HREFLANG = {"fr": "fr-MA", "ar": "ar-MA", "en": "en"}
# Pages of one person: nothing for a search engine to keep.
PRIVATE = ("/admin", "/client", "/dashboard", "/notifications")


async def robots(_request: Request) -> Response:
    """Everything public may be read."""
    closed = [url_in(code, path) for path in PRIVATE for code in LANGUAGES]
    return _text("content/robots.txt", "text/plain", closed=closed)


async def sitemap(_request: Request) -> Response:
    """Each public page in each language, with its sisters in the other two."""
    pages = [{code: settings().public_url + url_in(code, path) for code in LANGUAGES} for path in PATHS]
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
    Route("/llms.txt", llms),
]
