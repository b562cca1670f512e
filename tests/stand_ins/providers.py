"""Google's and GitHub's stand-ins on real sockets, with Twiza's settings pointing at them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.notifications.conftest import configure, serving
from twiza.kit.settings import settings
from twiza.stand_ins.github import GitHub, Member
from twiza.stand_ins.granting import Client
from twiza.stand_ins.oidc import OidcProvider, Somebody

SITE = "http://twiza.test"
SARA = Somebody("g-sara", "sara@example.ma", "Sara", "Naciri")
AMINA = Somebody("g-amina", "Amina@example.ma", "Amina", "Berrada")
LIAR = Somebody("g-liar", "amina@example.ma", "Not", "Amina", email_verified=False)
OCTO = Member(583231, "octo", "Octo Cat", (("old@example.ma", False, True), ("octo@example.ma", True, True)))
UNPROVED = Member(7, "unproved", None, (("karim@example.ma", True, False),))


@asynccontextmanager
async def google(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OidcProvider]:
    """Google, switched on."""
    client = Client("twiza-at-google", "s3cret-of-google", (f"{SITE}/auth/google/callback",))
    provider = OidcProvider("", client, (SARA, AMINA, LIAR))
    async with serving(provider.app) as address:
        provider.issuer = address
        configure(
            monkeypatch,
            google_issuer=address,
            google_client_id=client.id,
            google_client_secret=client.secret,
        )
        yield provider
    monkeypatch.undo()
    settings.cache_clear()


@asynccontextmanager
async def github(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[GitHub]:
    """GitHub, switched on."""
    client = Client("twiza-at-github", "s3cret-of-github", (f"{SITE}/auth/github/callback",))
    provider = GitHub(client, (OCTO, UNPROVED))
    async with serving(provider.app) as address:
        configure(
            monkeypatch,
            github_url=address,
            github_api_url=address,
            github_client_id=client.id,
            github_client_secret=client.secret,
        )
        yield provider
    monkeypatch.undo()
    settings.cache_clear()


@dataclass
class Traveller:
    """A browser that goes from Twiza to a provider, and brings back what it says."""

    browser: httpx.AsyncClient

    async def leave(self, path: str) -> str:
        """Press the button; returns the provider's address."""
        left = await self.browser.get(path)
        assert left.status_code == 303, left.text
        return left.headers["location"]

    async def choose(self, address: str, subject: str) -> str:
        """Choose a person on the provider's page; returns the address that leads back."""
        async with httpx.AsyncClient(trust_env=False) as outside:
            page = await outside.get(address)
            assert page.status_code == 200, page.text
            chosen = await outside.get(f"{address}&as={subject}")
        assert chosen.status_code == 303, chosen.text
        return chosen.headers["location"]

    async def go(self, path: str, subject: str) -> httpx.Response:
        """There and back."""
        return await self.browser.get(await self.choose(await self.leave(path), subject))


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
