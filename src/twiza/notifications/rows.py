"""The shape of a notice: what one kind of event tells one kind of person, by which ways, in which words.

The words are the keys of the three languages. `{placeholders}` are fields of the event; one that names a person,
such as `{client}`, is the public name of the account whose id the event holds as `client_id`.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from enum import StrEnum
from functools import cached_property, lru_cache
from string import Formatter
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.shielding import masked
from twiza.kit import i18n
from twiza.kit.events import Event
from twiza.kit.i18n import N_
from twiza.kit.settings import settings
from twiza.notifications.preferences import Group


class Via(StrEnum):
    """The ways a notice travels.

    SMS reaches those without a verified email, and whoever left an urgent alert unread.
    """

    BELL = "bell"
    EMAIL = "email"
    PUSH = "push"
    SMS = "sms"
    WHATSAPP = "whatsapp"


BELL = frozenset({Via.BELL})
BELL_AND_EMAIL = BELL | {Via.EMAIL}
MESSAGE = frozenset({Via.EMAIL, Via.SMS})
ALL = BELL | MESSAGE
PUSHED = BELL | {Via.PUSH}
PUSHED_AND_EMAIL = BELL_AND_EMAIL | {Via.PUSH}
CRITICAL = ALL | {Via.PUSH, Via.WHATSAPP}

# Recipients that no event names: every administrator of support, everyone who checks papers.
ADMINS = "admins"
PAPER_CHECKERS = "paper-checkers"

Whether = Callable[[AsyncSession, Any], Awaitable[bool]]
Facts = Callable[[AsyncSession, Any], Awaitable[Mapping[str, object]]]


async def _always(_session: AsyncSession, _event: Event) -> bool:
    return True


async def _nothing_more(_session: AsyncSession, _event: Event) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True)
class Row:
    """What one person is told about one kind of event; `kind` stays for ever on the notices already told.

    `when` looks at the event alone, `still` at what the database knows by then; `facts` adds what the words need and
    the event doesn't hold. Alerts that aren't `urgent` wait for the morning. One about a booking that is worth nothing
    once its status has changed names that status in `only_while`, and the moment it ends at in `until`.
    """

    kind: str
    event: type[Event]
    recipient: str
    via: frozenset[Via]
    group: Group
    icon: str
    tone: str
    title: str
    body: str
    action: str
    path: str
    when: Callable[[Any], bool] = lambda _event: True
    still: Whether = _always
    facts: Facts = _nothing_more
    urgent: Callable[[Any], bool] = lambda _event: False
    only_while: str = ""
    until: str = ""

    @cached_property
    def placeholders(self) -> frozenset[str]:
        """What has to be known to say it."""
        texts = (self.title, self.body, self.action, self.path)
        return frozenset(name for text in texts for _said, name, *_rest in Formatter().parse(text) if name)

    def leads_to(self, params: Mapping[str, object]) -> str:
        """The page that it is about."""
        return self.path.format_map(params)


@dataclass(frozen=True)
class Words:
    """A notice in the current language."""

    title: str
    body: str
    action: str


def words(row: Row, params: Mapping[str, object]) -> Words:
    """Fill a row's texts."""
    shown = readable(params)
    return Words(
        i18n.gettext(row.title, **shown), i18n.gettext(row.body, **shown), i18n.gettext(row.action, **shown)
    )


def readable(params: Mapping[str, object]) -> dict[str, object]:
    """Moments, amounts and days as people read them, in the current language."""
    shown = {name: _shown(name, value) for name, value in params.items()}
    return {**shown, "contact": _address(settings().mail_from)}


@lru_cache(maxsize=4)
def _address(sender: str) -> str:
    return parseaddr(sender)[1]


NAMES: Mapping[str, Mapping[str, str]] = {
    "hat": {
        "client": N_("Client"),
        "freelancer": N_("Freelancer"),
        "pro": N_("Home-service pro"),
        "company": N_("Company"),
    },
    # Why a dispute was opened; what people write themselves is in none of these words.
    "reason": {
        "not_delivered": N_("Nothing was delivered"),
        "not_as_agreed": N_("The work isn’t what was agreed"),
        "payment_refused": N_("The payment was sent, and refused"),
        "payment_unanswered": N_("The payment was never answered"),
        "client_silent": N_("The client no longer answers"),
        "seller_left": N_("The freelancer can no longer do it"),
        "client_left": N_("The client can no longer go on"),
        "other": N_("Something else"),
    },
    "outcome": {
        "upheld": N_("The complaint is upheld"),
        "dismissed": N_("The dispute is dismissed"),
    },
}
# Names of firms, the same in every language.
PROVIDER_NAMES: Mapping[str, str] = {"google": "Google", "github": "GitHub"}
_QUOTED = frozenset({"title", "reason"})
_PEOPLE = frozenset({"client", "freelancer", "pro", "reviewer", "reviewee", "sender_name"})
_AMOUNTS = frozenset({"price", "amount"})
_MOMENTS = frozenset({"until", "due_at", "at", "new_at", "expires_at"})


def shielded(params: object) -> dict[str, object]:
    """Kept params as they may leave the house: no number stands in what somebody wrote."""
    told = cast("Mapping[str, object]", params)
    return {name: masked(str(value)) if value and name in _QUOTED else value for name, value in told.items()}


def _shown(name: str, value: object) -> object:
    if value is None:
        return value
    if isinstance(value, dict):
        # What administrators name in three languages, such as a category.
        return cast("dict[str, str]", value).get(i18n.language.get(), "")
    said = str(value)
    if (names := NAMES.get(name)) and said in names:
        return i18n.gettext(names[said])
    if name == "provider":
        return PROVIDER_NAMES[said]
    if name in _AMOUNTS:
        return i18n.format_money(int(said))
    if name in _MOMENTS:
        return i18n.format_date(datetime.fromisoformat(said), "moment")
    if name == "days":
        return i18n.ngettext("{n} day", "{n} days", int(said))
    if name == "hours":
        return i18n.ngettext("{n} hour", "{n} hours", int(said))
    if name in _QUOTED:
        return i18n.isolated(masked(said))
    return i18n.isolated(said) if name in _PEOPLE else value
