"""How a push can end that no other message can."""

from twiza.notifications.outcomes import Refused


class Dead(Refused):
    """The device takes no pushes any more: nothing is sent there again."""
