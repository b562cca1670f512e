"""Days that are typed into a date field, and moments of theirs."""

from datetime import date, datetime, timedelta

from twiza.kit import moments
from twiza.kit.i18n import digits
from twiza.pros.hours import midnight_of


def read(text: str) -> date | None:
    """2026-11-28, as browsers send it; None for anything else."""
    try:
        found = date.fromisoformat(digits(text.strip()))
    except ValueError:
        return None
    return found if moments.is_within_reach(found) else None


def moment(day: date, minute: int) -> datetime:
    """So many minutes into this day, as clocks in Morocco show it; 1440 is its end."""
    if minute >= 24 * 60:
        return midnight_of(day + timedelta(days=1))
    return midnight_of(day) + timedelta(minutes=minute)
