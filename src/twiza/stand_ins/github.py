"""GitHub's sign-in on this machine: authorize, access token, /user and /user/emails, refusing as GitHub does."""

from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from twiza.stand_ins.granting import Client, Granting, choosing


@dataclass(frozen=True)
class Member:
    """Somebody with an account at GitHub; each email is (address, primary, verified)."""

    id: int
    login: str
    name: str | None
    emails: tuple[tuple[str, bool, bool], ...] = ()


@dataclass
class GitHub:
    """What it knows; `app` is what a server runs, its site and its API at one address."""

    client: Client
    members: tuple[Member, ...]
    failing: int = field(default=0)
    """A status to answer at the API instead of the person."""

    def __post_init__(self) -> None:
        self.granting = Granting(self.client)

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/login/oauth/authorize", self._authorize),
                Route("/login/oauth/access_token", self._token, methods=["POST"]),
                Route("/user", self._user),
                Route("/user/emails", self._emails),
            ]
        )

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        chosen = asked.pop("as", "")
        fault = self.granting.fault_of(asked)
        if fault:
            return PlainTextResponse(fault, 400)
        if chosen in {str(member.id) for member in self.members}:
            return RedirectResponse(self.granting.give(chosen, asked), 303)
        return choosing("Sign in to GitHub", {str(one.id): one.login for one in self.members}, asked)

    async def _token(self, request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        grant = self.granting.redeem(form)
        if isinstance(grant, str):
            # GitHub says it with 200.
            known = {
                "invalid_client": "incorrect_client_credentials",
                "invalid_grant": "bad_verification_code",
            }
            return JSONResponse({"error": known[grant]})
        token = self.granting.token_for(grant.subject)
        return JSONResponse({"access_token": token, "token_type": "bearer", "scope": "read:user,user:email"})

    async def _user(self, request: Request) -> Response:
        member = self._member(request)
        if member is None or self.failing:
            return JSONResponse({"message": "Bad credentials"}, self.failing or 401)
        return JSONResponse({"id": member.id, "login": member.login, "name": member.name, "email": None})

    async def _emails(self, request: Request) -> Response:
        member = self._member(request)
        if member is None:
            return JSONResponse({"message": "Bad credentials"}, 401)
        rows: list[dict[str, Any]] = [
            {"email": email, "primary": primary, "verified": verified, "visibility": None}
            for email, primary, verified in member.emails
        ]
        return JSONResponse(rows)

    def _member(self, request: Request) -> Member | None:
        subject = self.granting.bearer(request.headers.get("authorization", ""))
        return next((one for one in self.members if str(one.id) == subject), None)
