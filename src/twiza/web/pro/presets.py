"""Weeks and Ramadan days that are ready to take: most people work like many others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twiza.kit.i18n import N_

_WORKDAYS = (1, 2, 3, 4, 5)
_SATURDAY, _SUNDAY, _FRIDAY = 6, 0, 5
Week = Mapping[int, Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Preset:
    """A name, what it means in a few words, and its hours."""

    name: str
    text: str
    icon: str
    week: Week


def _hours(*pairs: tuple[int, int]) -> list[tuple[int, int]]:
    return [(start * 60, end * 60) for start, end in pairs]


def _every(days: Sequence[int], *pairs: tuple[int, int]) -> dict[int, list[tuple[int, int]]]:
    return {day: _hours(*pairs) for day in days}


WEEKS: Mapping[str, Preset] = {
    "classic": Preset(
        N_("Monday to Saturday"),
        N_("9:00 to 18:00"),
        "sun",
        _every((*_WORKDAYS, _SATURDAY), (9, 18)),
    ),
    "breaks": Preset(
        N_("With a break at noon"),
        N_("9:00–12:00 and 14:00–19:00, Friday from 15:00"),
        "clock",
        {**_every((*_WORKDAYS, _SATURDAY), (9, 12), (14, 19)), _FRIDAY: _hours((9, 12), (15, 19))},
    ),
    "evenings": Preset(
        N_("Evenings and weekends"),
        N_("18:00 to 21:00, Saturday and Sunday all day"),
        "moon",
        {**_every(_WORKDAYS, (18, 21)), **_every((_SATURDAY, _SUNDAY), (9, 19))},
    ),
    "every": Preset(
        N_("Every day"),
        N_("8:00 to 20:00, Sunday too"),
        "zap",
        _every((*_WORKDAYS, _SATURDAY, _SUNDAY), (8, 20)),
    ),
}
SEASONS: Mapping[str, Preset] = {
    "ramadan": Preset(
        N_("Ramadan, in the daytime"),
        N_("10:00 to 16:00, Monday to Saturday"),
        "sun",
        _every((*_WORKDAYS, _SATURDAY), (10, 16)),
    ),
    "ramadan-evening": Preset(
        N_("Ramadan, after ftour too"),
        N_("10:00–15:00 and 21:00–24:00, every day"),
        "moon",
        _every((*_WORKDAYS, _SATURDAY, _SUNDAY), (10, 15), (21, 24)),
    ),
    "same": Preset(N_("The same as every week"), N_("To change it day by day afterwards"), "copy", {}),
}
