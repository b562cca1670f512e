"""An SMS provider on this machine: checks who sends, keeps what it took, fails or falls silent when asked to.

It takes `POST /messages` with `{"to", "text"}`, answers `GET /messages` with what arrived, and honours
`Idempotency-Key` as careful providers do: the same key is the same message.
"""

import hmac
import re
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

_E164 = re.compile(r"\+[1-9]\d{6,14}")
LONGEST_TEXT = 1_000


@dataclass(frozen=True)
class Text:
    """One message that was taken."""

    id: int
    to: str
    text: str
    key: str


@dataclass
class SmsProvider:
    """What the provider knows and how it is told to misbehave; `app` is what a server runs."""

    token: str
    taken: list[Text] = field(default_factory=list)
    requests: int = 0
    failures: list[int] = field(default_factory=list)
    """Statuses to answer next, in order, instead of taking the message."""
    retry_after: int | None = None
    silent: bool = False
    """Take the message and never answer."""

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/messages", self._take, methods=["POST"]),
                Route("/messages", self._list, methods=["GET"]),
            ]
        )

    async def _take(self, request: Request) -> Response:
        self.requests += 1
        if not self._knows(request):
            return JSONResponse({"error": "unauthorized"}, 401)
        if self.failures:
            status = self.failures.pop(0)
            headers = {"retry-after": str(self.retry_after)} if self.retry_after is not None else None
            return JSONResponse({"error": "asked to fail"}, status, headers)
        fault, to, text = _read(await read_json(request))
        if fault:
            return JSONResponse({"error": fault}, 400)
        taken = self._keep(to, text, request.headers.get("idempotency-key", ""))
        if self.silent:
            await until_hung_up(request)
        return JSONResponse({"id": taken.id, "status": "queued"}, 202)

    async def _list(self, request: Request) -> Response:
        if not self._knows(request):
            return JSONResponse({"error": "unauthorized"}, 401)
        return JSONResponse([{"id": one.id, "to": one.to, "text": one.text} for one in self.taken])

    def _knows(self, request: Request) -> bool:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {self.token}".encode())

    def _keep(self, to: str, text: str, key: str) -> Text:
        for known in self.taken:
            if key and known.key == key:
                return known
        self.taken.append(Text(len(self.taken) + 1, to, text, key))
        return self.taken[-1]


async def until_hung_up(request: Request) -> None:
    """Never answer: the caller loses patience."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def read_json(request: Request) -> object:
    """The body, None when it is none."""
    try:
        return await request.json()
    except ValueError:
        return None


def _read(body: object) -> tuple[str, str, str]:
    """What is wrong with a request, if anything, and what it says."""
    if not isinstance(body, dict):
        return "not a JSON object", "", ""
    to, text = body.get("to"), body.get("text")
    if not isinstance(to, str) or not _E164.fullmatch(to):
        return "`to` is not an international number", "", ""
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST_TEXT:
        return "`text` is missing or too long", "", ""
    return "", to, text
