"""Who is told what: every event of the product is thought of, every row speaks three languages."""

from collections.abc import Iterator
from dataclasses import fields

import pytest

from twiza.kit import i18n
from twiza.kit.events import Event
from twiza.main import app
from twiza.notifications.catalogue import BY_KIND, CATALOGUE, SILENT
from twiza.notifications.preferences import LOCKED, Group
from twiza.notifications.rows import ADMINS, PAPER_CHECKERS, Row, Via, words

# What rows look up besides the event.
LOOKED_UP = {"category", "expires_at"}
EXAMPLES = {
    "pro": "Hassan O.",
    "category": {"fr": "Plomberie", "ar": "السباكة", "en": "Plumbing"},
    "at": "2026-11-24T10:00:00+00:00",
    "new_at": "2026-11-25T10:00:00+00:00",
    "expires_at": "2026-11-23T22:00:00+00:00",
    "hours": 3,
    "reason": "Faux profil",
    "until": "2026-12-01T10:00:00+00:00",
    "due_at": "2026-12-01T10:00:00+00:00",
    "hat": "pro",
    "provider": "google",
    "outcome": "dismissed",
    "decision": "Rien ne manque",
    "title": "Logo",
    "reference": "TW-ABCDEF",
    "price": 35000,
    "amount": 35000,
    "days": 3,
    "client": "Amina B.",
    "freelancer": "Youssef E.",
    "asked_by": "Youssef E.",
    "reviewer": "Amina B.",
    "reviewee": "Youssef E.",
    "sender_name": "Amina B.",
}


def events(kind: type[Event] = Event) -> Iterator[type[Event]]:
    """Every event that a program with all its areas knows; those that others build on are none themselves."""
    app()
    for child in kind.__subclasses__():
        if child.__subclasses__():
            yield from events(child)
        elif child.__module__.startswith("twiza."):
            yield child


def test_every_event_is_told_or_silent_on_purpose() -> None:
    told = {row.event for row in CATALOGUE}
    assert told | SILENT == set(events())
    assert not told & SILENT


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row.kind)
def test_every_event_knows_what_its_words_say(row: Row) -> None:
    known = {field.name for field in fields(row.event)} | {"contact"}
    known |= LOOKED_UP if row.group is Group.BOOKINGS else set()
    assert all(name in known or f"{name}_id" in known for name in row.placeholders)


def test_amounts_days_and_numbers_are_written_for_their_reader() -> None:
    asked = BY_KIND["extension_asked"]
    with i18n.use("ar"):
        assert "(يومان)" in words(asked, {**EXAMPLES, "days": 2}).body
        assert "350\u00a0درهم" in words(BY_KIND["order_placed"], EXAMPLES).body
    with i18n.use("fr"):
        said = words(BY_KIND["revision_requested"], {**EXAMPLES, "reason": "Appelez le 06 12 34 56 78"})
        assert "[numéro masqué]" in said.body
        assert "34 56" not in said.body


def test_every_kind_is_one_row_and_every_group_has_some() -> None:
    assert len(BY_KIND) == len(CATALOGUE)
    assert {row.group for row in CATALOGUE} == set(Group)


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row.kind)
def test_every_row_speaks_three_languages(row: Row) -> None:
    said = {}
    for language in i18n.LANGUAGES:
        with i18n.use(language):
            said[language] = words(row, EXAMPLES)
    for part in ("title", "body", "action"):
        texts = [getattr(found, part) for found in said.values()]
        # What only frames people's own words may look the same in two languages.
        assert len(set(texts)) == 3 or row.body.startswith("“{title}”")
        assert not any("{" in text for text in texts)


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row.kind)
def test_every_row_has_its_icon_and_leads_to_a_page_of_ours(row: Row) -> None:
    icons = (i18n.CHECKOUT / "static" / "icons.txt").read_text().split()
    assert row.icon in icons
    assert row.path.startswith("/")
    assert row.recipient in {ADMINS, PAPER_CHECKERS} or row.recipient in row.event.__dataclass_fields__


def test_what_concerns_safety_leaves_the_house_and_cannot_be_switched_off() -> None:
    for kind in ("password_changed", "account_banned", "account_suspended", "account_reinstated"):
        row = BY_KIND[kind]
        assert row.group in LOCKED
        assert {Via.EMAIL, Via.SMS} <= row.via


def test_moments_are_written_as_people_read_them() -> None:
    with i18n.use("fr"):
        assert "1er déc. 2026, 10:00" in words(BY_KIND["account_suspended"], EXAMPLES).body
