"""How handing a message to a provider can end, other than well."""

from datetime import timedelta


class NotDelivered(Exception):
    """The provider didn't take the message; `str()` is shown to admins."""


class Refused(NotDelivered):
    """For good: the same message would be refused again."""


class TryLater(NotDelivered):
    """Surely not taken this time; worth another try."""

    def __init__(self, reason: str, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Unclear(NotDelivered):
    """The provider went silent after it had the message: it may have been sent."""


class NoKeys(NotDelivered):
    """This way to the person isn't set up: the message stays in the outbox."""
