"""Who is told what: every event of accounts is thought of, every row speaks three languages."""

import inspect

import pytest

from twiza.accounts import events
from twiza.accounts.social import events as social_events
from twiza.accounts.totp import events as two_step_events
from twiza.kit import i18n
from twiza.kit.events import Event
from twiza.notifications.catalogue import BY_KIND, CATALOGUE, SILENT, Row, Via, words
from twiza.notifications.preferences import LOCKED, Group

EVENTS = {
    kind
    for module in (events, social_events, two_step_events)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, Event) and kind.__module__ == module.__name__
}
EXAMPLES = {"reason": "Faux profil", "until": "2026-12-01T10:00:00+00:00", "hat": "pro", "provider": "google"}


def test_every_event_of_accounts_is_told_or_silent_on_purpose() -> None:
    told = {row.event for row in CATALOGUE}
    assert told | SILENT >= EVENTS
    assert not told & SILENT


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
        assert len(set(texts)) == 3
        assert not any("{" in text for text in texts)


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row.kind)
def test_every_row_has_its_icon_and_leads_to_a_page_of_ours(row: Row) -> None:
    icons = (i18n.CHECKOUT / "static" / "icons.txt").read_text().split()
    assert row.icon in icons
    assert row.path.startswith("/")
    assert row.recipient in row.event.__dataclass_fields__


def test_what_concerns_safety_leaves_the_house_and_cannot_be_switched_off() -> None:
    for kind in ("password_changed", "account_banned", "account_suspended", "account_reinstated"):
        row = BY_KIND[kind]
        assert row.group in LOCKED
        assert {Via.EMAIL, Via.SMS} <= row.via


def test_moments_are_written_as_people_read_them() -> None:
    with i18n.use("fr"):
        assert "1 déc. 2026, 10:00" in words(BY_KIND["account_suspended"], EXAMPLES).body
