"""One folder per way of reaching people; each that leaves the house has a `transport.py` with a `deliver`."""

from collections.abc import Awaitable, Callable, Mapping

from twiza.kit.outgoing import Channel, Outgoing
from twiza.notifications.channels.email.transport import deliver as deliver_email
from twiza.notifications.channels.sms.transport import deliver as deliver_sms

Transport = Callable[[Outgoing], Awaitable[None]]

TRANSPORTS: Mapping[Channel, Transport] = {Channel.EMAIL: deliver_email, Channel.SMS: deliver_sms}
