"""Cursors: opaque, ours, and of one listing only."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from twiza.api import cursors
from twiza.kit.errors import Invalid
from twiza.kit.i18n import use


def test_what_goes_in_comes_out() -> None:
    moment, row = datetime(2026, 11, 21, 12, tzinfo=UTC), uuid4()
    cursor = cursors.write("pros", [moment.isoformat(), str(row), 7])
    assert cursors.read("pros", cursor, (datetime, type(row), int)) == [moment, row, 7]
    assert cursors.read("pros", None, (int,)) is None


@pytest.mark.parametrize("change", ["", "x", "bm90LW91cnM", "....", "é.é", "a" * 400, "\x00"])
def test_anything_else_is_refused(change: str) -> None:
    with pytest.raises(Invalid):
        cursors.read("pros", change, (int,))


def test_a_cursor_can_be_neither_changed_nor_carried_over() -> None:
    cursor = cursors.write("pros", [1])
    for wrong in (cursor[:-1], "A" + cursor[1:], cursor + "A"):
        with pytest.raises(Invalid):
            cursors.read("pros", wrong, (int,))
    with pytest.raises(Invalid):
        cursors.read("freelancers", cursor, (int,))


def test_totals_stop_at_a_thousand() -> None:
    with use("en"):
        assert cursors.total_text(1) == "1 result"
        assert cursors.total_text(42) == "42 results"
        assert cursors.total_text(1001) == "more than 1,000 results"
    with use("fr"):
        assert cursors.total_text(0).startswith("0 résultat")
        assert not cursors.total_text(0).endswith("s")
