"""One thing told to one person: its row of the catalogue, what fills its words, and when it may leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from twiza.notifications import quiet
from twiza.notifications.rows import Row, Via

_ALERTS = frozenset({Via.PUSH, Via.WHATSAPP})


@dataclass(frozen=True)
class Notice:
    """`id` is the bell's, and what all other ways of this notice are known by."""

    id: UUID
    row: Row
    params: Mapping[str, object]
    urgent: bool

    @property
    def is_alert(self) -> bool:
        """Whether it rings somebody's phone by design."""
        return bool(_ALERTS & self.row.via)

    @cached_property
    def not_before(self) -> datetime | None:
        """Alerts that can wait don't wake anybody."""
        return None if self.urgent or not self.is_alert else quiet.over_at()

    @property
    def expires_at(self) -> datetime | None:
        """When what it says is worth nothing any more."""
        until = self.params.get(self.row.until) if self.row.until else None
        return datetime.fromisoformat(str(until)) if until else None

    @property
    def only_while(self) -> Mapping[str, str]:
        """The booking it is about, and the status it must still have when it leaves."""
        booking = self.params.get("booking_id")
        if not booking:
            return {}
        return {"booking": str(booking), **({"while": self.row.only_while} if self.row.only_while else {})}
