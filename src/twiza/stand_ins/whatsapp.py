"""WhatsApp's Cloud API on this machine: checks who sends and what, and calls the webhook with signatures.

It takes `POST /{phone_id}/messages` and refuses what Meta refuses: an unknown token, a number with its plus, a
template that wasn't approved, a free text to somebody who didn't write within the day, long buttons. `deliver` posts
signed pieces to a webhook; `resign`, repeating and reordering are up to the test.
"""

import hashlib
import hmac
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from twiza.stand_ins.sms import read_json, until_hung_up

_NUMBER = re.compile(r"[1-9]\d{6,14}")
_MOST_BUTTONS, _LONGEST_BUTTON = 3, 20
_MOST_LINES, _LONGEST_LINE = 10, 24
_WINDOW = 24 * 3600


@dataclass(frozen=True)
class Sent:
    """One message that was taken."""

    wamid: str
    body: Mapping[str, Any]

    @property
    def to(self) -> str:
        return str(self.body["to"])

    @property
    def payloads(self) -> list[str]:
        """What its buttons carry."""
        template = self.body.get("template", {})
        found = [
            parameter["payload"]
            for component in template.get("components", [])
            for parameter in component["parameters"]
            if parameter["type"] == "payload"
        ]
        sections = self.body.get("interactive", {}).get("action", {}).get("sections", [])
        return found + [row["id"] for section in sections for row in section["rows"]]


@dataclass
class WhatsApp:
    """What Meta knows and how it is told to misbehave; `app` is what a server runs."""

    phone_id: str
    token: str
    secret: str
    approved: Mapping[tuple[str, str], int]
    """Each approved template and language, with the number of its parameters."""
    taken: list[Sent] = field(default_factory=list)
    requests: int = 0
    failures: list[tuple[int, int]] = field(default_factory=list)
    """Statuses and Meta's error codes to answer next, in order."""
    retry_after: int | None = None
    silent: bool = False
    without_id: bool = False
    heard: dict[str, float] = field(default_factory=dict)
    """When each number wrote last."""

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route("/{phone_id}/messages", self._take, methods=["POST"])])

    async def _take(self, request: Request) -> Response:
        self.requests += 1
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self.token}".encode()):
            return _error(401, 190, "Invalid OAuth access token")
        if request.path_params["phone_id"] != self.phone_id:
            return _error(400, 100, "Unsupported post request")
        if self.failures:
            status, code = self.failures.pop(0)
            headers = {"retry-after": str(self.retry_after)} if self.retry_after is not None else None
            return _error(status, code, "asked to fail", headers)
        body = await read_json(request)
        fault = self._fault(body) if isinstance(body, dict) else (100, "not a JSON object")
        if fault:
            return _error(400, *fault)
        sent = Sent(f"wamid.{len(self.taken) + 1:04}", cast("Mapping[str, Any]", body))
        self.taken.append(sent)
        if self.silent:
            await until_hung_up(request)
        told = [] if self.without_id else [{"id": sent.wamid}]
        contact = {"input": sent.to, "wa_id": sent.to}
        return JSONResponse({"messaging_product": "whatsapp", "contacts": [contact], "messages": told})

    def _fault(self, body: Mapping[str, Any]) -> tuple[int, str] | None:
        if body.get("messaging_product") != "whatsapp" or body.get("recipient_type") != "individual":
            return 100, "messaging_product and recipient_type are required"
        to = body.get("to")
        if not isinstance(to, str) or not _NUMBER.fullmatch(to):
            return 100, "to is not a WhatsApp number"
        if body.get("type") == "template":
            return self._template_fault(body.get("template") or {})
        if time.time() - self.heard.get(to, 0) > _WINDOW:
            return 131047, "Re-engagement message"
        if body.get("type") == "interactive":
            return _interactive_fault(body.get("interactive") or {})
        text = (body.get("text") or {}).get("body")
        return None if body.get("type") == "text" and text else (100, "not a message")

    def _template_fault(self, template: Mapping[str, Any]) -> tuple[int, str] | None:
        name, language = template.get("name"), (template.get("language") or {}).get("code")
        wanted = self.approved.get((str(name), str(language)))
        if wanted is None:
            return 132001, "Template name does not exist in the translation"
        components = cast("Sequence[Mapping[str, Any]]", template.get("components") or [])
        parameters = [
            one for part in components if str(part["type"]).lower() == "body" for one in part["parameters"]
        ]
        if len(parameters) != wanted:
            return 132000, "Number of parameters does not match"
        if any(not one.get("text") or re.search(r"[\n\t]| {5}", one["text"]) for one in parameters):
            return 132018, "Parameters can not be empty or have new lines"
        return None

    def message(self, sender: str, piece: Mapping[str, Any], *, user_id: str | None = None) -> dict[str, Any]:
        """A call of the webhook that brings what somebody wrote or tapped; without a number, only their id is told."""
        who = {"from_user_id": user_id} if user_id else {}
        number = {"from": sender} if sender else {}
        contact: dict[str, Any] = {"profile": {"name": "Somebody"}}
        if sender:
            self.heard[sender] = time.time()
            contact["wa_id"] = sender
        if user_id:
            contact["user_id"] = user_id
        wamid = f"wamid.in.{time.monotonic_ns()}"
        said = {"id": wamid, "timestamp": str(int(time.time())), **number, **who, **piece}
        return self._call({"contacts": [contact], "messages": [said]})

    def status(self, sent: Sent, how_far: str, *, errors: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
        """A call that tells how far a message came, with what its sender gave along."""
        told: dict[str, Any] = {
            "id": sent.wamid,
            "status": how_far,
            "timestamp": str(int(time.time())),
            "recipient_id": sent.to,
            "biz_opaque_callback_data": sent.body.get("biz_opaque_callback_data", ""),
        }
        return self._call({"statuses": [{**told, **({"errors": list(errors)} if errors else {})}]})

    def signed(self, call: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
        """The bytes and headers of a call, as Meta makes them."""
        raw = orjson.dumps(call)
        proof = hmac.new(self.secret.encode(), raw, hashlib.sha256).hexdigest()
        return raw, {"content-type": "application/json", "x-hub-signature-256": f"sha256={proof}"}

    def _call(self, value: Mapping[str, Any]) -> dict[str, Any]:
        whole = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": self.phone_id}, **value}
        changes = [{"field": "messages", "value": whole}]
        return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}


def tapped(payload: str, context: str) -> dict[str, Any]:
    """A tap on a template's button."""
    return {"type": "button", "button": {"payload": payload, "text": "…"}, "context": {"id": context}}


def chosen(payload: str, context: str) -> dict[str, Any]:
    """A line of a list chosen."""
    reply = {"type": "list_reply", "list_reply": {"id": payload, "title": "…"}}
    return {"type": "interactive", "interactive": reply, "context": {"id": context}}


def wrote(text: str) -> dict[str, Any]:
    return {"type": "text", "text": {"body": text}}


def _interactive_fault(interactive: Mapping[str, Any]) -> tuple[int, str] | None:
    if not (interactive.get("body") or {}).get("text"):
        return 100, "interactive.body.text is required"
    action = interactive.get("action") or {}
    if interactive.get("type") == "button":
        titles = [one["reply"]["title"] for one in action.get("buttons", [])]
        fits = 0 < len(titles) <= _MOST_BUTTONS and all(len(one) <= _LONGEST_BUTTON for one in titles)
    else:
        lines = [row["title"] for section in action.get("sections", []) for row in section["rows"]]
        fits = 0 < len(lines) <= _MOST_LINES and all(len(one) <= _LONGEST_LINE for one in lines)
        fits = fits and 0 < len(action.get("button", "")) <= _LONGEST_BUTTON
    return None if fits else (131009, "Parameter value is not valid")


def _error(status: int, code: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"error": {"message": message, "code": code}}, status, headers)
