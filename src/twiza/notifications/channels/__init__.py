"""One folder per way of reaching people; each that leaves the house has a `transport.py` with a `deliver`."""

from collections.abc import Awaitable, Callable, Mapping

from twiza.kit.outgoing import Channel, Outgoing
from twiza.notifications.channels.email import transport as email
from twiza.notifications.channels.sms import transport as sms

Transport = Callable[[Outgoing], Awaitable[None]]

TRANSPORTS: Mapping[Channel, Transport] = {Channel.EMAIL: email.deliver, Channel.SMS: sms.deliver}
