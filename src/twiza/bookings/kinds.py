"""The words of bookings: states, parties, what happens to them, how long a job takes."""

from datetime import timedelta
from enum import StrEnum


class BookingStatus(StrEnum):
    PENDING = "PENDING"
    CONFIRMED = "CONFIRMED"
    DECLINED = "DECLINED"
    CANCELLED_BY_CLIENT = "CANCELLED_BY_CLIENT"
    CANCELLED_BY_CLIENT_LATE = "CANCELLED_BY_CLIENT_LATE"
    CANCELLED_BY_PRO = "CANCELLED_BY_PRO"
    CANCELLED_AUTO_FIRST_CONFIRMED = "CANCELLED_AUTO_FIRST_CONFIRMED"
    EXPIRED = "EXPIRED"
    COMPLETED = "COMPLETED"


class BookingParty(StrEnum):
    """Who acts. The clock also stands for what one confirmation does to the others."""

    CLIENT = "client"
    PRO = "pro"
    CLOCK = "clock"
    ADMIN = "admin"


class BookingEventType(StrEnum):
    CREATED = "CREATED"
    CONFIRMED = "CONFIRMED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"
    COMPLETED = "COMPLETED"
    SLOTS_RELEASED = "SLOTS_RELEASED"
    RESCHEDULED = "RESCHEDULED"


class Duration(StrEnum):
    """How long the pro thinks it takes."""

    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    H4 = "H4"
    H8 = "H8"

    @property
    def hours(self) -> int:
        return int(self.value[1:])

    @property
    def span(self) -> timedelta:
        return timedelta(hours=self.hours)


class PenaltyType(StrEnum):
    CLIENT_CANCEL_LATE = "CLIENT_CANCEL_LATE"
    PRO_CANCEL_CONFIRMED = "PRO_CANCEL_CONFIRMED"


class ProposalStatus(StrEnum):
    """A new hour that one side proposed."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
