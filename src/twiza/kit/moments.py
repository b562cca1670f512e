"""Moments as people and programs write them. At the edges of the calendar no arithmetic holds, so those are none."""

from datetime import UTC, date, datetime, tzinfo

# Nobody books a visit outside of these years.
_YEARS = range(2000, 2200)


def read(text: str, zone: tzinfo | None = None) -> datetime | None:
    """What ISO 8601 says, in UTC; without an offset it is of this zone. None for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not is_within_reach(found) or (found.tzinfo is None and zone is None):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def is_within_reach(when: date) -> bool:
    """Whether it can be counted with, in whatever zone."""
    return when.year in _YEARS
