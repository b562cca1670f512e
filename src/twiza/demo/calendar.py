"""The days of the demo world: counted back from today, so that it is always of now and the same for all."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from twiza.kit import clock

NAMESPACE = UUID("7b7a1d4e-0000-4000-8000-7477697a6121")


def day(ago: float, hour: float = 0) -> datetime:
    """So many days before the last midnight, and so many hours on."""
    midnight = clock.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=ago) + timedelta(hours=hour)


def named(*words: object) -> UUID:
    """The id of somebody or something that is the same on every day."""
    return uuid5(NAMESPACE, " ".join(str(word) for word in words))


def stamped(moment: datetime, *words: object) -> UUID:
    """An id that sorts by its moment, and is the same for the same words."""
    rest = named(*words).int & ((1 << 62) - 1)
    return UUID(int=(int(moment.timestamp() * 1000) << 80) | (7 << 76) | (2 << 62) | rest)
