"""Who may send us a form: only our own pages, told by Origin, else by Sec-Fetch-Site."""

from starlette.requests import HTTPConnection

from twiza.kit.settings import settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# Addresses that other sites post to by design. Each checks a signature of its own instead; payment gateways'
# callbacks and returns are listed here too, by path prefix, when they are mounted.
EXEMPT: tuple[str, ...] = ("/webhooks/",)


def is_refused(connection: HTTPConnection, method: str) -> bool:
    """Whether an unsafe request may have been sent by somebody else's page in this browser's name."""
    if method in SAFE_METHODS or connection.url.path.startswith(EXEMPT):
        return False
    if _is_api(connection) and is_bearer(connection):
        # No page makes a browser send one of its own accord, and whoever sends it is not known by cookies.
        return False
    origin = connection.headers.get("origin")
    site = connection.headers.get("sec-fetch-site")
    if not connection.cookies and (_is_api(connection) or (origin is None and site is None)):
        # Nothing a browser adds by itself: a program, or a page that CORS judges.
        return False
    if origin is not None:
        return origin not in own_origins()
    return site != "same-origin"


def own_origins() -> frozenset[str]:
    """The exact origins of our pages; a developer's machine answers to both of its names."""
    chosen = settings()
    if chosen.base_url or chosen.is_production:
        return frozenset({chosen.public_url})
    return frozenset(
        {chosen.public_url, f"http://127.0.0.1:{chosen.port}", f"http://localhost:{chosen.port}"}
    )


def own_path(address: str) -> str | None:
    """What follows our origin in the address of one of our own pages; behind a proxy, requests don't know it."""
    for origin in own_origins():
        if address.startswith(f"{origin}/"):
            return address.removeprefix(origin)
    return None


def is_bearer(connection: HTTPConnection) -> bool:
    """Whether it says by a token who sends it; cookies tell nothing then."""
    return connection.headers.get("authorization", "")[:7].lower() == "bearer "


def _is_api(connection: HTTPConnection) -> bool:
    return connection.url.path.startswith("/api/")
