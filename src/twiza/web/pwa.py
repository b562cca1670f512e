"""What makes the site an app on a phone: the manifest, and the page shown without a network."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from twiza.kit import i18n
from twiza.kit.i18n import _
from twiza.web.assets import asset
from twiza.web.page import render
from twiza.web.templates import url


async def manifest(_request: Request) -> Response:
    """The app's name, colours and icons, in the language of the address."""
    lang = i18n.language.get()
    icons = [
        {
            "src": asset(f"icons/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    told = {
        "id": "/",
        "name": _("Twiza"),
        "short_name": _("Twiza"),
        "description": _("Freelancers, craftspeople and verified pros all over Morocco."),
        "lang": lang,
        "dir": i18n.direction(lang),
        "start_url": url("/"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f9f6f2",
        "theme_color": "#3e31c1",
        "icons": icons,
    }
    return JSONResponse(
        told, media_type="application/manifest+json", headers={"cache-control": "public, max-age=3600"}
    )


async def offline(request: Request) -> Response:
    """Kept by the service worker for moments without a network."""
    return render(request, "errors/offline.html")


routes = [Route("/manifest.webmanifest", manifest), Route("/offline", offline)]
