"""What happens to pros; bookings, the directory and notices listen."""

from dataclasses import dataclass
from uuid import UUID

from twiza.kit.events import Event


@dataclass(frozen=True)
class ProBecame(Event):
    """Somebody opened a pro's profile."""

    pro_id: UUID


@dataclass(frozen=True)
class ProChanged(Event):
    """What is shown of a pro, or whether it is shown, is no longer the same."""

    pro_id: UUID


@dataclass(frozen=True)
class PlanEnded(Event):
    """Premium is over: so many services went beyond what the free plan shows, and are paused."""

    pro_id: UUID
    services: int


@dataclass(frozen=True)
class ScheduleChanged(Event):
    """The open hours are no longer the same; confirmed bookings stand whatever they are."""

    pro_id: UUID


@dataclass(frozen=True)
class ProHidden(Event):
    """Out of the lists until then."""

    pro_id: UUID
    until: str


@dataclass(frozen=True)
class ProSuspended(Event):
    """Takes no booking until an administrator decides."""

    pro_id: UUID


@dataclass(frozen=True)
class ProReinstated(Event):
    """No longer hidden or suspended."""

    pro_id: UUID
