"""What happens to gigs."""

from dataclasses import dataclass
from uuid import UUID

from twiza.kit.events import Event


@dataclass(frozen=True)
class GigPublished(Event):
    """Strangers see it now, for the first time or again."""

    gig_id: UUID
    freelancer_id: UUID


@dataclass(frozen=True)
class GigChanged(Event):
    """What a published or paused gig says has changed."""

    gig_id: UUID
    freelancer_id: UUID


@dataclass(frozen=True)
class GigPaused(Event):
    gig_id: UUID
    freelancer_id: UUID


@dataclass(frozen=True)
class GigDeleted(Event):
    gig_id: UUID
    freelancer_id: UUID


@dataclass(frozen=True)
class GigDeactivated(Event):
    """An administrator took it off the site; its owner reads why."""

    gig_id: UUID
    freelancer_id: UUID
    title: str
    reason: str


@dataclass(frozen=True)
class GigReactivated(Event):
    gig_id: UUID
    freelancer_id: UUID
    title: str
