"""The providers: how each is asked, and which of them are on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from twiza.accounts.social import github, google
from twiza.accounts.social.attempts import Attempt
from twiza.accounts.social.people import Person
from twiza.kit.settings import settings


@dataclass(frozen=True)
class Provider:
    """A way to sign in: `key` is its part of the address and its icon, `name` is a proper name."""

    key: str
    name: str
    client_id: Callable[[], str]
    issuer: Callable[[], str]
    address: Callable[[Attempt, str], Awaitable[str]]
    """Where to send the person: the attempt, and our exact redirect address."""
    person: Callable[[Attempt, str, str], Awaitable[Person]]
    """Who came back: the attempt, the code, and the same redirect address."""

    @property
    def is_on(self) -> bool:
        return bool(self.client_id())

    @property
    def redirect_uri(self) -> str:
        """Registered with the provider, letter by letter; the same in every language."""
        return f"{settings().public_url}/auth/{self.key}/callback"


ALL = (
    Provider(
        google.KEY,
        google.NAME,
        lambda: settings().google_client_id,
        google.issuer,
        google.address,
        google.person,
    ),
    Provider(
        github.KEY,
        github.NAME,
        lambda: settings().github_client_id,
        github.issuer,
        github.address,
        github.person,
    ),
)


def enabled() -> list[Provider]:
    """Those whose keys are set."""
    return [provider for provider in ALL if provider.is_on]


def find(key: str) -> Provider | None:
    """The provider of this address, if it is on."""
    return next((provider for provider in enabled() if provider.key == key), None)


def name_of(key: str) -> str:
    """The proper name of a provider, on or off."""
    return next(provider.name for provider in ALL if provider.key == key)
