"""What happens to reports: ids and small values."""

from dataclasses import dataclass
from uuid import UUID

from twiza.kit.events import Event


@dataclass(frozen=True)
class ReportMade(Event):
    report_id: UUID
    reporter_id: UUID
    about_id: UUID
    kind: str
    reason: str


@dataclass(frozen=True)
class ReportAnswered(Event):
    """`upheld`: the administrator agreed with whoever reported."""

    report_id: UUID
    reporter_id: UUID
    kind: str
    upheld: bool
