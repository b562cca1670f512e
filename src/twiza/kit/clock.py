"""Time: UTC inside, Casablanca outside, read from the pinned `tzdata` package alone.

Morocco has kept UTC+0 all year since 2026-09-20T01:00Z. The zone files of most systems don't know it yet, so the
system's copy is never consulted, and a process whose zone data is older refuses to start.
"""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

zoneinfo.reset_tzpath(to=())
CASABLANCA = zoneinfo.ZoneInfo.no_cache("Africa/Casablanca")

_PROOF = datetime(2026, 11, 21, 12, tzinfo=UTC)
_travelled: ContextVar[timedelta | None] = ContextVar("travelled", default=None)


class WrongZoneData(RuntimeError):
    """The zone data would show Moroccans a time an hour off."""


def now() -> datetime:
    """The present moment, in UTC."""
    shift = _travelled.get()
    present = datetime.now(UTC)
    return present if shift is None else present + shift


def local(moment: datetime) -> datetime:
    """The same moment as people in Morocco read it."""
    return moment.astimezone(CASABLANCA)


def local_text(moment: datetime) -> str:
    """The local string that stands beside each UTC time in the API."""
    return local(moment).strftime("%Y-%m-%d %H:%M")


def check_zone_data() -> None:
    """Refuse to go on when noon UTC of 2026-11-21 is not noon in Casablanca."""
    shown = _PROOF.astimezone(CASABLANCA)
    if shown.hour != _PROOF.hour:
        raise WrongZoneData(
            f"Africa/Casablanca shows {shown:%H:%M} for 12:00 UTC on 2026-11-21. Install tzdata 2026.3 or newer: "
            "pip install --upgrade tzdata"
        )


@contextmanager
def travel(to: datetime | timedelta) -> Iterator[None]:
    """For tests: live at another moment, or so much later; time still flows."""
    shift = to if isinstance(to, timedelta) else to - datetime.now(UTC)
    token = _travelled.set(shift)
    try:
        yield
    finally:
        _travelled.reset(token)
