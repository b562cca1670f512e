"""Everything Twiza tells people: one row per event and recipient, with its channels and its words.

To add a notice, add a row to a file of `about/`: reactions, the bell, emails, text messages and the choices page
follow. An event that nobody is told of stands in its file's `SILENT`, with the reason.
"""

from collections.abc import Mapping

from twiza.kit.events import Event
from twiza.notifications.about import (
    accounts,
    bookings,
    disputes,
    gigs,
    kyc,
    messages,
    offers,
    orders,
    pros,
    reviews,
    trust,
)
from twiza.notifications.rows import Row

_SUBJECTS = (accounts, bookings, pros, orders, disputes, offers, gigs, messages, reviews, trust, kyc)

CATALOGUE: tuple[Row, ...] = tuple(row for subject in _SUBJECTS for row in subject.ROWS)
SILENT: frozenset[type[Event]] = frozenset(event for subject in _SUBJECTS for event in subject.SILENT)
BY_KIND: Mapping[str, Row] = {row.kind: row for row in CATALOGUE}
