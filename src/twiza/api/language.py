"""The language of an answer: the account’s when signed in, else what Accept-Language asked for."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twiza.api import problems
from twiza.kit import i18n


class Speaks:
    """Sets the language for everything inside, and turns a fault of ours into a problem document."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        viewer = scope.get("state", {}).get("viewer")
        with i18n.use(viewer.language if viewer else i18n.language.get()):
            await _answered(self.app, scope, receive, send)


async def _answered(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    started = False

    async def send_in_language(message: Message) -> None:
        nonlocal started
        if message["type"] == "http.response.start":
            started = True
            headers = MutableHeaders(scope=message)
            headers["content-language"] = i18n.language.get()
            headers.add_vary_header("Accept-Language")
        await send(message)

    try:
        await app(scope, receive, send_in_language)
    except Exception as error:
        if started:
            raise
        response = await problems.unexpected(Request(scope), error)
        await response(scope, receive, send_in_language)
