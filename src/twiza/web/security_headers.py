"""Headers on every answer: a strict Content-Security-Policy, no sniffing, no framing, no leaking referrer."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twiza.kit.settings import settings
from twiza.web import assets


def content_security_policy() -> str:
    """No inline script or style, save the stylesheets that a first visit carries, allowed by their hashes."""
    inlined = " ".join(f"'{one}'" for one in assets.css_hashes())
    return "; ".join(
        [
            "default-src 'self'",
            "script-src 'self'",
            f"style-src 'self' {inlined}",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            f"connect-src 'self' {_socket_origin()}",
            "manifest-src 'self'",
            "worker-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def _socket_origin() -> str:
    return settings().public_url.replace("http", "ws", 1)


class SecurityHeaders:
    """Adds what is missing; a route that sets a header of its own keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        headers = {
            "content-security-policy": content_security_policy(),
            "x-content-type-options": "nosniff",
            "referrer-policy": "strict-origin-when-cross-origin",
            "permissions-policy": "camera=(self), microphone=(self), geolocation=(), payment=()",
            "cross-origin-opener-policy": "same-origin",
        }
        if settings().is_production:
            headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
        # Encoded once, not for each answer.
        self.headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message.get("headers", ())
                taken = {name for name, _ in own}
                message["headers"] = [*own, *(header for header in self.headers if header[0] not in taken)]
            await send(message)

        await self.app(scope, receive, send_with_headers)
