"""GitHub, by OAuth 2: the numeric id is the person, the primary and verified email their address."""

from typing import Any, cast
from urllib.parse import urlencode

from twiza.accounts.social import calling
from twiza.accounts.social.attempts import Attempt
from twiza.accounts.social.failing import ProviderSilent
from twiza.accounts.social.people import Person, split_name
from twiza.kit.settings import settings

KEY = "github"
NAME = "GitHub"
_SCOPES = "read:user user:email"


def issuer() -> str:
    return settings().github_url.rstrip("/")


async def address(attempt: Attempt, redirect_uri: str) -> str:
    """GitHub's own page, which sends the person back with a code."""
    asked = {
        "client_id": settings().github_client_id,
        "redirect_uri": redirect_uri,
        "scope": _SCOPES,
        "state": attempt.state,
        "code_challenge": attempt.challenge,
        "code_challenge_method": "S256",
    }
    return f"{issuer()}/login/oauth/authorize?{urlencode(asked)}"


async def person(attempt: Attempt, code: str, redirect_uri: str) -> Person:
    """Who the code stands for, asked with the token it buys; the token is forgotten afterwards."""
    answer = await calling.post(
        NAME,
        f"{issuer()}/login/oauth/access_token",
        {
            "client_id": settings().github_client_id,
            "client_secret": settings().github_client_secret.get_secret_value(),
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": attempt.verifier,
        },
    )
    # GitHub answers 200 with an `error` when it refuses.
    token = answer.get("access_token")
    if not isinstance(token, str) or not token:
        raise ProviderSilent(provider=NAME)
    api = settings().github_api_url.rstrip("/")
    user = calling.as_object(NAME, await calling.get(NAME, f"{api}/user", token=token))
    emails = await calling.get(NAME, f"{api}/user/emails", token=token)
    subject = user.get("id")
    # Names can be given up and taken by others; the number can't.
    if not isinstance(subject, int) or isinstance(subject, bool):
        raise ProviderSilent(provider=NAME)
    first, last = split_name(str(user.get("name") or user.get("login") or ""))
    return Person(KEY, issuer(), str(subject), verified_email(emails), first, last)


def verified_email(emails: Any) -> str | None:
    """The primary address, if GitHub has verified it."""
    if not isinstance(emails, list):
        return None
    for one in cast("list[Any]", emails):
        if isinstance(one, dict):
            row = cast("dict[str, Any]", one)
            if row.get("primary") is True and row.get("verified") is True and row.get("email"):
                return str(row["email"])
    return None
