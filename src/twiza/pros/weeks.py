"""Weekly hours as a pro gives them, read day by day; all faults are told at once."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_
from twiza.pros.hours import MINUTES_A_DAY, Week

Intervals = Mapping[int, Sequence[tuple[int, int]]]
MOST_A_DAY = 6
NO_SUCH_DAY = N_("Choose a day of the week, from 0 (Sunday) to 6 (Saturday).")
TOO_MANY = N_("Give at most {most} intervals a day.")
OUTSIDE_DAY = N_("Hours lie between 00:00 and 24:00.")
END_FIRST = N_("The end has to come after the start.")
NO_WHOLE_HOUR = N_("An interval holds at least one whole hour, such as 09:00 to 10:00.")
OVERLAP = N_("These intervals overlap.")


def read(given: Intervals) -> Week:
    """The intervals of each day in order; a day without any is closed."""
    faults = {_field(day): fault for day, intervals in given.items() if (fault := _fault(day, intervals))}
    if faults:
        raise Invalid(faults, most=MOST_A_DAY)
    return {day: sorted(intervals) for day, intervals in given.items() if intervals}


def _field(day: int) -> str:
    return f"day_{day}"


def _fault(day: int, intervals: Sequence[tuple[int, int]]) -> str:
    if not 0 <= day <= 6:
        return NO_SUCH_DAY
    if len(intervals) > MOST_A_DAY:
        return TOO_MANY
    in_order = sorted(intervals)
    for start, end in in_order:
        if start < 0 or end > MINUTES_A_DAY:
            return OUTSIDE_DAY
        if end <= start:
            return END_FIRST
        # Slots begin on the hour: 08:30 to 09:15 would open none.
        if -(-start // 60) * 60 + 60 > end:
            return NO_WHOLE_HOUR
    if any(after[0] < before[1] for before, after in pairwise(in_order)):
        return OVERLAP
    return ""
