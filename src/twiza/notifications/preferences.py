"""What a person chose to be told by message, by group; the bell always rings, and safety always tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.kit.db import lock
from twiza.kit.i18n import N_, gettext


class Group(StrEnum):
    """What notices are about, as people choose between them."""

    SECURITY = "security"
    ACCOUNT = "account"
    BOOKINGS = "bookings"
    ORDERS = "orders"
    MESSAGES = "messages"
    REVIEWS = "reviews"
    GIGS = "gigs"


class Way(StrEnum):
    """The ways that people switch on and off as a whole, whatever the notice is about."""

    WHATSAPP = "whatsapp"
    PUSH = "push"


LOCKED = frozenset({Group.SECURITY})
NAMES: Mapping[Group, str] = {
    Group.SECURITY: N_("Account security"),
    Group.ACCOUNT: N_("Your account and profile"),
    Group.BOOKINGS: N_("Bookings"),
    Group.ORDERS: N_("Orders and offers"),
    Group.MESSAGES: N_("Messages"),
    Group.REVIEWS: N_("Reviews"),
    Group.GIGS: N_("Your gigs"),
}
DESCRIPTIONS: Mapping[Group, str] = {
    Group.SECURITY: N_("Password changes, new ways to sign in, blocks. These always reach you."),
    Group.ACCOUNT: N_("Welcome messages, profiles you add, changes that affect you."),
    Group.BOOKINGS: N_("Requests, confirmations, changes of hour, cancellations, reminders."),
    Group.ORDERS: N_("Payments, deliveries, deadlines, disputes, offers made to you or answered."),
    Group.MESSAGES: N_("One email when messages have stayed unread for ten minutes, never one for each."),
    Group.REVIEWS: N_("Reviews about you, and answers to yours."),
    Group.GIGS: N_("When an administrator takes a gig off the site, or puts it back."),
}


WAY_NAMES: Mapping[Way, tuple[str, str]] = {
    Way.WHATSAPP: (
        N_("By WhatsApp"),
        N_("What can’t wait about your bookings. Agree to it first in your settings."),
    ),
    Way.PUSH: (
        N_("As notifications on your devices"),
        N_("In the app, and in browsers where you switched them on."),
    ),
}


def wants_messages(chosen: Mapping[str, Any], group: Group, way: Way | None = None) -> bool:
    """Whether notices of this group may leave the house, by this way, for somebody with these preferences."""
    if way is not None and chosen.get(_key(way)) is False:
        return False
    return group in LOCKED or chosen.get(group) is not False


def _key(way: Way) -> str:
    return f"by_{way}"


@dataclass(frozen=True)
class Choice:
    """One group as its switch shows it."""

    group: Group
    name: str
    description: str
    wanted: bool
    locked: bool


async def choices(session: AsyncSession, account_id: UUID) -> Sequence[Choice]:
    """Every group, in the reader's language, and whether its messages may leave."""
    account = await session.get_one(Account, account_id)
    return [
        Choice(
            group,
            gettext(NAMES[group]),
            gettext(DESCRIPTIONS[group]),
            wants_messages(account.notification_preferences, group),
            group in LOCKED,
        )
        for group in Group
    ]


async def way_choices(session: AsyncSession, account_id: UUID) -> Sequence[tuple[Way, str, str, bool]]:
    """Each way with its name, what it is, and whether it is on; in the reader's language."""
    chosen = (await session.get_one(Account, account_id)).notification_preferences
    return [
        (way, gettext(name), gettext(hint), chosen.get(_key(way)) is not False)
        for way, (name, hint) in WAY_NAMES.items()
    ]


async def choose_ways(session: AsyncSession, account_id: UUID, chosen: Mapping[Way, bool]) -> None:
    """Remember whether these ways may be used at all."""
    account = await lock(session, Account, account_id)
    wanted = {_key(way): on for way, on in chosen.items()}
    account.notification_preferences = {**account.notification_preferences, **wanted}


async def choose(session: AsyncSession, account_id: UUID, chosen: Mapping[Group, bool]) -> None:
    """Remember the choice for these groups and leave the others as they are."""
    account = await lock(session, Account, account_id)
    open_choices = {str(group): wanted for group, wanted in chosen.items() if group not in LOCKED}
    account.notification_preferences = {**account.notification_preferences, **open_choices}
