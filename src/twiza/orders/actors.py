"""Who acts on an order: one of its two people, an administrator, the clock, or the card gateway."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from twiza.kit.errors import NotFound
from twiza.orders.models import Order, Party


@dataclass(frozen=True, slots=True)
class Actor:
    """Which side a person stands on is told by the order; everybody else brings their part along."""

    account_id: UUID | None
    part: Party | None

    @classmethod
    def person(cls, account_id: UUID) -> Self:
        return cls(account_id, None)

    @classmethod
    def admin(cls, account_id: UUID) -> Self:
        return cls(account_id, Party.ADMIN)

    def party(self, order: Order) -> Party:
        """Their part in this order; for strangers there is no such order."""
        if self.part is not None:
            return self.part
        found = order.party(self.account_id) if self.account_id else None
        if found is None:
            raise NotFound
        return found


CLOCK = Actor(None, Party.CLOCK)
GATEWAY = Actor(None, Party.GATEWAY)
