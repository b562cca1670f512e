"""Everything Twiza tells people: one row per event and recipient, with its channels and its words.

To add a notice, add a row: reactions, the bell, emails, text messages and the choices page follow. The words
are the keys of the three languages; `{placeholders}` are fields of the event.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from enum import StrEnum
from typing import Any

from twiza.accounts import events as accounts
from twiza.accounts.social import events as social
from twiza.accounts.totp import events as two_step
from twiza.kit import i18n
from twiza.kit.events import Event
from twiza.kit.i18n import N_
from twiza.kit.settings import settings
from twiza.notifications.preferences import Group


class Via(StrEnum):
    """The ways a notice travels. SMS reaches only those without a verified email."""

    BELL = "bell"
    EMAIL = "email"
    SMS = "sms"


@dataclass(frozen=True)
class Row:
    """What one person is told about one kind of event; `kind` stays for ever on the notices already told."""

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


BELL = frozenset({Via.BELL})
BELL_AND_EMAIL = BELL | {Via.EMAIL}
MESSAGE = frozenset({Via.EMAIL, Via.SMS})
ALL = BELL | MESSAGE

SECURITY, ACCOUNT = Group.SECURITY, Group.ACCOUNT
SETTINGS = "/client/settings"
PROFILE = "/client/profile"
OPEN_SETTINGS = N_("Open my settings")

# fmt: off
CATALOGUE: tuple[Row, ...] = (
    #   kind, event, recipient, via, group, icon, tone, title, body, action, where it leads, when
    Row("signed_up", accounts.SignedUp, "account_id", BELL, ACCOUNT, "sparkles", "saffron",
        N_("Welcome to Twiza"),
        N_("Complete your profile: people answer sooner to somebody they can picture."),
        N_("Complete my profile"), PROFILE),
    Row("phone_verified", accounts.PhoneVerified, "account_id", BELL, SECURITY, "badge-check", "mint",
        N_("Your phone number is verified"),
        N_("You can now sign in with it and place requests and orders."),
        OPEN_SETTINGS, SETTINGS),
    Row("email_verified", accounts.EmailVerified, "account_id", BELL, SECURITY, "badge-check", "mint",
        N_("Your email address is verified"),
        N_("You can now sign in with it, and our messages reach you there."),
        OPEN_SETTINGS, SETTINGS),
    Row("password_changed", accounts.PasswordChanged, "account_id", ALL, SECURITY, "key-round", "terra",
        N_("Your password was changed"),
        N_("Your other devices were signed out. "
           "If it wasn’t you, reset your password at once and write to {contact}."),
        OPEN_SETTINGS, SETTINGS),
    Row("identity_linked", social.IdentityLinked, "account_id", ALL, SECURITY, "log-in", "terra",
        N_("A new way to sign in was added"),
        N_("Your account now opens with {provider} too. "
           "If it wasn’t you, remove it in your settings, change your password and write to {contact}."),
        OPEN_SETTINGS, SETTINGS),
    Row("identity_unlinked", social.IdentityUnlinked, "account_id", ALL, SECURITY, "log-in", "",
        N_("A way to sign in was removed"),
        N_("Your account no longer opens with {provider}. If it wasn’t you, write to {contact}."),
        OPEN_SETTINGS, SETTINGS),
    Row("two_step_on", two_step.TwoStepSwitchedOn, "account_id", BELL_AND_EMAIL, SECURITY, "shield-check", "mint",
        N_("Two-step sign-in is on"),
        N_("From now on a code from your app is asked for when you sign in."),
        OPEN_SETTINGS, SETTINGS),
    Row("two_step_off", two_step.TwoStepSwitchedOff, "account_id", ALL, SECURITY, "shield-alert", "terra",
        N_("Two-step sign-in is off"),
        N_("Your password alone opens your account again. "
           "If it wasn’t you, change it at once and write to {contact}."),
        OPEN_SETTINGS, SETTINGS),
    Row("account_banned", accounts.AccountBanned, "account_id", MESSAGE, SECURITY, "ban", "terra",
        N_("Your account is closed"),
        N_("You can’t use Twiza any more. Reason: {reason}\n\n"
           "If you think that this is a mistake, write to {contact}."),
        N_("Read the terms"), "/legal/terms"),
    Row("account_suspended", accounts.AccountSuspended, "account_id", MESSAGE, SECURITY, "circle-alert",
        "terra",
        N_("Your account is suspended"),
        N_("Until {until} you can’t sign in. Reason: {reason}"),
        N_("Read the terms"), "/legal/terms",
        lambda event: event.until is not None),
    Row("account_on_hold", accounts.AccountSuspended, "account_id", MESSAGE, SECURITY, "circle-alert",
        "terra",
        N_("Your account is suspended"),
        N_("You can’t sign in until we have looked into it. Reason: {reason}"),
        N_("Read the terms"), "/legal/terms",
        lambda event: event.until is None),
    Row("account_reinstated", accounts.AccountReinstated, "account_id", ALL, SECURITY, "circle-check", "mint",
        N_("Your account is open again"),
        N_("You can sign in and use Twiza as before."),
        N_("Go to my account"), "/dashboard"),
    Row("hat_added", accounts.HatAdded, "account_id", BELL_AND_EMAIL, ACCOUNT, "id-card", "mint",
        N_("You have a new profile"),
        N_("You now take part as: {hat}. Complete this profile so that people find you."),
        N_("Complete my profile"), PROFILE),
    Row("admin_granted", accounts.AdminGranted, "account_id", BELL_AND_EMAIL, SECURITY, "shield-check", "",
        N_("Your administration rights have changed"),
        N_("Sign in again, and protect your account with an authenticator app "
           "before you open the administration."),
        N_("Open the administration"), "/admin"),
    Row("admin_revoked", accounts.AdminRevoked, "account_id", BELL_AND_EMAIL, SECURITY, "shield-alert", "",
        N_("You are no longer an administrator"),
        N_("The administration is closed to your account. Everything else stays as it was."),
        N_("Go to my account"), "/dashboard"),
)
# fmt: on

# Nobody is told of these: the person has just done it and sees it, or another row already says so.
SILENT: frozenset[type[Event]] = frozenset(
    {accounts.SignedIn, accounts.SignedOutEverywhere, accounts.AccountDeleted}
)

BY_KIND: Mapping[str, Row] = {row.kind: row for row in CATALOGUE}


@dataclass(frozen=True)
class Words:
    """A notice in the current language."""

    title: str
    body: str
    action: str


def words(row: Row, params: Mapping[str, object]) -> Words:
    """Fill a row's texts; moments are written as people read them."""
    shown = {name: _shown(name, value) for name, value in params.items()}
    shown["contact"] = parseaddr(settings().mail_from)[1]
    return Words(
        i18n.gettext(row.title, **shown), i18n.gettext(row.body, **shown), i18n.gettext(row.action, **shown)
    )


HAT_NAMES: Mapping[str, str] = {
    "client": N_("Client"),
    "freelancer": N_("Freelancer"),
    "pro": N_("Home-service pro"),
    "company": N_("Company"),
}


# Names of firms, the same in every language.
PROVIDER_NAMES: Mapping[str, str] = {"google": "Google", "github": "GitHub"}


def _shown(name: str, value: object) -> object:
    if name == "provider":
        return PROVIDER_NAMES[str(value)]
    if name == "hat":
        return i18n.gettext(HAT_NAMES[str(value)])
    if name == "until" and value is not None:
        return i18n.format_date(datetime.fromisoformat(str(value)), "moment")
    return value
