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
    ORDERS = "orders"
    MESSAGES = "messages"
    REVIEWS = "reviews"
    GIGS = "gigs"


LOCKED = frozenset({Group.SECURITY})
NAMES: Mapping[Group, str] = {
    Group.SECURITY: N_("Account security"),
    Group.ACCOUNT: N_("Your account and profile"),
    Group.ORDERS: N_("Orders and offers"),
    Group.MESSAGES: N_("Messages"),
    Group.REVIEWS: N_("Reviews"),
    Group.GIGS: N_("Your gigs"),
}
DESCRIPTIONS: Mapping[Group, str] = {
    Group.SECURITY: N_("Password changes, new ways to sign in, blocks. These always reach you."),
    Group.ACCOUNT: N_("Welcome messages, profiles you add, changes that affect you."),
    Group.ORDERS: N_("Payments, deliveries, deadlines, disputes, offers made to you or answered."),
    Group.MESSAGES: N_("One email when messages have stayed unread for ten minutes, never one for each."),
    Group.REVIEWS: N_("Reviews about you, and answers to yours."),
    Group.GIGS: N_("When an administrator takes a gig off the site, or puts it back."),
}


def wants_messages(chosen: Mapping[str, Any], group: Group) -> bool:
    """Whether notices of this group may leave the house for somebody with these preferences."""
    return group in LOCKED or chosen.get(group) is not False


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


async def choose(session: AsyncSession, account_id: UUID, chosen: Mapping[Group, bool]) -> None:
    """Remember the choice for these groups and leave the others as they are."""
    account = await lock(session, Account, account_id)
    open_choices = {str(group): wanted for group, wanted in chosen.items() if group not in LOCKED}
    account.notification_preferences = {**account.notification_preferences, **open_choices}
