"""What happens to the second factor."""

from dataclasses import dataclass
from uuid import UUID

from twiza.kit.events import Event


@dataclass(frozen=True)
class TwoStepSwitchedOn(Event):
    account_id: UUID


@dataclass(frozen=True)
class TwoStepSwitchedOff(Event):
    account_id: UUID
