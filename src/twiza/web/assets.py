"""Static files: one stylesheet bundled from many, and addresses that change with the content."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

import lightningcss
from minijinja import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from twiza.kit.settings import CHECKOUT

FOLDER = CHECKOUT / "static"
# Phones in Morocco are kept for years: these versions get the same look.
BROWSERS = ["chrome >= 100", "safari >= 15.4", "firefox >= 100", "samsung >= 19"]
STYLESHEET = "css/app.css"
# Pages where people arrive bring their own look inside their first answer too.
INLINED = (STYLESHEET, "css/home.css", "css/people.css", "css/auth.css")
FOREVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
_RELATIVE_URL = re.compile(r"""url\((["']?)(?:\.\./)+([^)"']+)\1\)""")


@lru_cache
def asset(path: str) -> str:
    """The address of a file under static/; it changes when the file does, so browsers keep it for ever."""
    content = css(path).encode() if path.endswith(".css") else (FOLDER / path).read_bytes()
    return Markup(f"/static/{path}?v={_digest(content)}")


@lru_cache
def css(path: str) -> str:
    """One stylesheet with all it imports, for the browsers above, its addresses absolute."""
    bundle = lightningcss.bundle_css(str(FOLDER / path), browsers_list=BROWSERS, minify=True)
    return _RELATIVE_URL.sub(lambda found: f"url({asset(found[2])})", bundle)


@lru_cache
def icon_href(name: str) -> str:
    """The address of one icon inside the sprite."""
    return Markup(f"{asset('icons.svg')}#{name}")


def css_text() -> str:
    """The stylesheet of every page; served as a file, and inlined on a first visit."""
    return css(STYLESHEET)


@lru_cache
def css_version() -> str:
    """Short name of this stylesheet's content, kept in a cookie by browsers that have it."""
    return _digest(css_text().encode())


def own_css(path: str, inline: str | None) -> str:
    """A page's own stylesheet, inside the page when the shared one is; Markup for its head."""
    return Markup(
        f"<style>{css(path)}</style>" if inline else f'<link rel="stylesheet" href="{asset(path)}">'
    )


@lru_cache
def css_hashes() -> tuple[str, ...]:
    """What the Content-Security-Policy allows inline: these stylesheets and no other."""
    digests = (hashlib.sha256(css(path).encode()).digest() for path in INLINED)
    return tuple("sha256-" + base64.b64encode(digest).decode() for digest in digests)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]


class VersionedFiles(StaticFiles):
    """Static files: kept for ever when the address names this very version, for a day otherwise."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code in {200, 304}:
            current = asset(path).endswith("?" + scope["query_string"].decode("latin-1"))
            response.headers["cache-control"] = FOREVER if current else A_DAY
        return response


async def stylesheet(request: Request) -> Response:
    """A bundled stylesheet: the one of every page, or one that a single page adds."""
    path = f"css/{request.path_params['path']}"
    if ".." in path or not (FOLDER / path).is_file():
        raise HTTPException(404)
    return Response(css(path), media_type="text/css", headers={"cache-control": FOREVER})


def _at_root(name: str, media_type: str) -> Route:
    """A file that must stand at the root: a service worker answers for every page below itself."""

    async def send(_request: Request) -> Response:
        return FileResponse(FOLDER / name, media_type=media_type, headers={"cache-control": "no-cache"})

    return Route(f"/{Path(name).name}", send)


routes = [
    _at_root("js/sw.js", "text/javascript"),
    _at_root("icons/favicon.ico", "image/x-icon"),
    _at_root("icons/apple-touch-icon.png", "image/png"),
    Route("/static/css/{path:path}", stylesheet),
    Mount("/static", VersionedFiles(directory=FOLDER)),
]
