"""Quiet hours: from ten at night to seven in the morning, only what is urgent rings."""

from datetime import UTC, datetime, time, timedelta

from twiza.kit import clock

BEGIN = time(22)
END = time(7)


def over_at() -> datetime | None:
    """When the present night ends, in Casablanca's time; None by day."""
    local = clock.local(clock.now())
    if END <= local.time() < BEGIN:
        return None
    day = local.date() + timedelta(days=1 if local.time() >= BEGIN else 0)
    return datetime.combine(day, END, clock.CASABLANCA).astimezone(UTC)
