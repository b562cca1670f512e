from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from twiza.kit import clock


def test_morocco_keeps_utc_since_september_2026() -> None:
    assert clock.local(datetime(2026, 9, 20, 0, 59, tzinfo=UTC)).hour == 1
    assert clock.local(datetime(2026, 9, 20, 1, 0, tzinfo=UTC)).hour == 1
    assert clock.local(datetime(2026, 11, 21, 12, tzinfo=UTC)).hour == 12
    assert clock.local(datetime(2030, 7, 1, 12, tzinfo=UTC)).hour == 12


def test_older_zone_data_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    clock.check_zone_data()
    monkeypatch.setattr(clock, "CASABLANCA", ZoneInfo("Africa/Lagos"))
    # The check shows noon through the zone it is given; one that is an hour ahead is an outdated one.
    monkeypatch.setattr(clock, "_PROOF", clock._PROOF)
    with pytest.raises(clock.WrongZoneData, match="tzdata"):
        clock.check_zone_data()


def test_travelling() -> None:
    before = clock.now()
    with clock.travel(timedelta(days=3)):
        assert clock.now() - before > timedelta(days=2, hours=23)
        with clock.travel(datetime(2030, 1, 1, tzinfo=UTC)):
            assert clock.now().year == 2030
    assert clock.now() - before < timedelta(minutes=5)
