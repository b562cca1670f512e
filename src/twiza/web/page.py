"""How a page is answered: rendered with what every page needs, or redirected in the same language."""

import base64
from typing import Any, TypeVar
from urllib.parse import quote, unquote

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from twiza.kit import i18n
from twiza.kit.settings import settings
from twiza.web import assets, templates

AnyResponse = TypeVar("AnyResponse", bound=Response)
THEMES = ("light", "dark")
THEME_COOKIE = "theme"
TOAST_COOKIE = "toast"
CSS_COOKIE = "css"
_A_YEAR = 365 * 24 * 3600


def render(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page (or an htmx fragment) from its template, private unless it says otherwise."""
    shared = shared_context(request)
    response = HTMLResponse(templates.text(template, {**shared, **context}), status)
    response.headers.setdefault(
        "cache-control", "private, no-cache" if shared["viewer"] is None else "private, no-store"
    )
    if shared["css_inline"] and not is_fragment(request):
        response.set_cookie(CSS_COOKIE, assets.css_version(), max_age=_A_YEAR, samesite="lax", httponly=True)
    if TOAST_COOKIE in request.cookies:
        response.delete_cookie(TOAST_COOKIE)
    return response


def shared_context(request: Request) -> dict[str, Any]:
    """What the layouts need to know, whichever the page."""
    lang = i18n.language.get()
    has_css = request.cookies.get(CSS_COOKIE) == assets.css_version() or is_fragment(request)
    viewer = getattr(request.state, "viewer", None)
    return {
        "lang": lang,
        "dir": i18n.direction(lang),
        "theme": theme(request),
        "path": path_with_query(request),
        "viewer": viewer,
        "unread": getattr(request.state, "unread", 0),
        "unread_messages": getattr(request.state, "unread_messages", 0),
        "css_inline": None if has_css else assets.css_text(),
        "toasts": read_toasts(request),
        "page_url": settings().public_url,
        "settings": public_settings(),
    }


def public_settings() -> dict[str, object]:
    """The settings that pages may show."""
    chosen = settings()
    names = ("env", "publisher_name", "publisher_address", "publisher_ice", "cndp_receipt", "contact_email")
    return {name: getattr(chosen, name) for name in names}


def theme(request: Request) -> str:
    """light, dark, or nothing when the system decides."""
    chosen = request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def path_with_query(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def is_fragment(request: Request) -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("hx-request") == "true" and request.headers.get("hx-request-type") != "full"


def redirect(_request: Request, path: str, *, status: int = 303) -> RedirectResponse:
    """Go to another page of ours, in the language of this one."""
    response = RedirectResponse(templates.url(path), status)
    response.headers["cache-control"] = "private, no-store"
    return response


def safe_next(path: str | None, default: str = "/") -> str:
    """An address of our own to go to afterwards; anything else becomes the default."""
    if (
        not path
        or not path.startswith("/")
        or path.startswith(("//", "/\\"))
        or any(ord(c) < 32 for c in path)
    ):
        return default
    return path


def toast(response: AnyResponse, text: str, kind: str = "ok") -> AnyResponse:
    """Show a short message on the page that comes next; it survives a redirect and needs no JavaScript."""
    packed = base64.urlsafe_b64encode(orjson.dumps([[kind, text]])).decode()
    response.set_cookie(TOAST_COOKIE, quote(packed), max_age=60, samesite="lax", httponly=True)
    return response


def read_toasts(request: Request) -> list[tuple[str, str]]:
    """The messages left by the answer before this one; a mangled cookie says nothing."""
    packed = request.cookies.get(TOAST_COOKIE)
    if not packed or len(packed) > 4000:
        return []
    try:
        told = orjson.loads(base64.urlsafe_b64decode(unquote(packed)))
        return [(str(kind), str(text)) for kind, text in told][:3]
    except (ValueError, TypeError):
        return []
