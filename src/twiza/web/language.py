"""The address alone decides the language: French at `/about`, Arabic at `/ar/about`, English at `/en/about`."""

from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from twiza.kit import i18n
from twiza.web import origin
from twiza.web.raw_headers import first

COOKIE = "lang"
PREFIXED = ("ar", "en")
_BARE = frozenset(f"/{prefix}" for prefix in PREFIXED)
# What a path may hold as it is.
_AS_IT_STANDS = "/~!$&'()*+,;=:@"
_NOT_PAGES = ("/api/v1/", "/static/", "/health/", "/media/")


class LanguageFromAddress:
    """Takes the prefix off the path, so that routes are written once, and sets the language of the request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        code, rest = split(path)
        if path in _BARE and scope["type"] == "http":
            await RedirectResponse(path + "/", 308)(scope, receive, send)
            return
        if scope["type"] == "http" and (tidy := _french(scope) or _without_last_slash(scope, rest)):
            await RedirectResponse(tidy, 308)(scope, receive, send)
            return
        if path == "/" and scope["type"] == "http" and (chosen := _first_visit(scope)):
            await RedirectResponse(f"/{chosen}/", 302, {"vary": "Accept-Language, Cookie"})(
                scope, receive, send
            )
            return
        if path.startswith(_NOT_PAGES):
            code = accepted(first(scope, b"accept-language").decode("latin-1"))
        scope = {**scope, "path": rest, "raw_path": rest.encode()}
        scope.setdefault("state", {})["lang"] = code
        with i18n.use(code):
            await self.app(scope, receive, send)


def _french(scope: Scope) -> str | None:
    """/fr/about means /about: whoever saw /ar and /en may well write it."""
    prefix, _, rest = scope["path"][1:].partition("/")
    if prefix != "fr" or scope["method"] not in {"GET", "HEAD"}:
        return None
    # Somebody who writes it wants it, whatever their browser asks for.
    return _told(scope, rest) if rest.strip("/") else "/?lang=fr"


def _without_last_slash(scope: Scope, rest: str) -> str | None:
    """/ar/about/ means /ar/about."""
    path: str = scope["path"]
    if scope["method"] not in {"GET", "HEAD"} or rest == "/" or not rest.endswith("/"):
        return None
    return None if path.startswith(_NOT_PAGES) else _told(scope, path)


def _told(scope: Scope, path: str) -> str:
    """Without an origin, for behind a proxy the request knows a false one; a second slash would begin a host."""
    asked = scope["query_string"].decode("latin-1")
    return "/" + quote(path.strip("/"), safe=_AS_IT_STANDS) + (f"?{asked}" if asked else "")


def split(path: str) -> tuple[str, str]:
    """The language an address speaks, and the address without it."""
    first, slash, rest = path[1:].partition("/")
    return (first, "/" + rest) if slash and first in PREFIXED else ("fr", path)


def accepted(header: str, default: str = "fr") -> str:
    """The first of our languages that a browser asks for."""
    weighed: list[tuple[float, int, str]] = []
    for position, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.partition(";q=")
        code = tag.strip().lower().split("-")[0]
        if code in i18n.LANGUAGES:
            weighed.append((-_weight(weight), position, code))
    return min(weighed)[2] if weighed else default


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def _first_visit(scope: Scope) -> str | None:
    """Where a visit to `/` without an explicit choice leads, when not to French."""
    if scope["method"] not in {"GET", "HEAD"} or b"lang=fr" in scope["query_string"]:
        return None
    # Whoever comes from one of our own pages asked for French by following a link to it.
    if (referer := first(scope, b"referer")) and origin.own_path(referer.decode("latin-1")):
        return None
    cookies = HTTPConnection(scope).cookies if first(scope, b"cookie") else {}
    chosen = cookies.get(COOKIE) or accepted(first(scope, b"accept-language").decode("latin-1"))
    return chosen if chosen in PREFIXED else None
