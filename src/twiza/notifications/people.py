"""What a notice needs to know of a person: how to name and to reach them, and what they want to hear."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from twiza.accounts.models import Account
from twiza.notifications.channels.push.models import DeviceToken
from twiza.notifications.channels.whatsapp.consenting import agreed_number

_DEVICES = (
    select(func.array_agg(DeviceToken.id))
    .where(DeviceToken.account_id == Account.id, DeviceToken.revoked_at.is_(None))
    .correlate(Account)
    .scalar_subquery()
)
COLUMNS = (
    Account.id,
    Account.first_name,
    Account.last_name,
    Account.phone,
    Account.phone_verified_at.is_not(None),
    Account.email,
    Account.email_verified_at.is_not(None),
    Account.language,
    Account.notification_preferences,
    Account.deleted_at,
    agreed_number(),
    _DEVICES,
)


class Person(NamedTuple):
    """One row of `COLUMNS`."""

    id: UUID
    first_name: str
    last_name: str
    phone: str | None
    phone_verified: bool
    email: str | None
    email_verified: bool
    language: str
    notification_preferences: Mapping[str, Any]
    deleted_at: datetime | None
    whatsapp: str | None
    devices: Sequence[UUID] | None

    @property
    def public_name(self) -> str:
        """As on the account: the first name and the last name's initial."""
        return f"{self.first_name} {self.last_name[:1]}." if self.last_name else self.first_name
