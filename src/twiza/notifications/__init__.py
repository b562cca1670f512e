"""Notifications: Twiza tells people what happened to them.

They listen to everything and nobody below imports them. The catalogue says who is told what, and by which
ways; the words are written in the transaction of what happened, in the person's language; messages that leave
the house are handed to their providers by the worker, tried again when that fails, and never sent twice.
"""

from twiza.notifications import forgetting, giving_back, reactions
from twiza.notifications.links import read_unsubscribe
from twiza.notifications.preferences import (
    LOCKED,
    NAMES,
    Group,
    Way,
    choices,
    choose,
    choose_ways,
    way_choices,
)
from twiza.notifications.queries import Page, Shown, latest, page, unread_count
from twiza.notifications.reading import read, read_all
from twiza.notifications.resending import can_resend, resend

__all__ = [
    "LOCKED",
    "NAMES",
    "Group",
    "Page",
    "Shown",
    "Way",
    "can_resend",
    "choices",
    "choose",
    "choose_ways",
    "forgetting",
    "giving_back",
    "latest",
    "page",
    "reactions",
    "read",
    "read_all",
    "read_unsubscribe",
    "resend",
    "unread_count",
    "way_choices",
]
