"""Who acts on a booking: one of its two people, an administrator, or the clock."""

from dataclasses import dataclass
from typing import Protocol, Self
from uuid import UUID

from twiza.bookings.kinds import BookingParty
from twiza.kit.errors import NotFound


class HasTwoSides(Protocol):
    """A booking, or what is known of one that isn't read yet."""

    def party(self, account_id: UUID, /) -> BookingParty | None: ...


@dataclass(frozen=True, slots=True)
class Actor:
    """Which side a person stands on is told by the booking; administrators and the clock bring their part along."""

    account_id: UUID | None
    part: BookingParty | None

    @classmethod
    def person(cls, account_id: UUID) -> Self:
        return cls(account_id, None)

    @classmethod
    def admin(cls, account_id: UUID) -> Self:
        return cls(account_id, BookingParty.ADMIN)

    def party(self, booking: HasTwoSides) -> BookingParty:
        """Their part in this booking; for strangers there is no such booking."""
        if self.part is not None:
            return self.part
        found = booking.party(self.account_id) if self.account_id else None
        if found is None:
            raise NotFound
        return found


CLOCK = Actor(None, BookingParty.CLOCK)
