"""One folder per way of reaching people; each that leaves the house has a `transport.py` with a `deliver`."""

from collections.abc import Awaitable, Callable, Mapping

from twiza.kit.outgoing import Channel, Outgoing
from twiza.notifications.channels.email.transport import deliver as deliver_email
from twiza.notifications.channels.push.transport import deliver as deliver_push
from twiza.notifications.channels.sms.transport import deliver as deliver_sms
from twiza.notifications.channels.whatsapp.transport import deliver as deliver_whatsapp

Transport = Callable[[Outgoing], Awaitable[None]]

TRANSPORTS: Mapping[Channel, Transport] = {
    Channel.EMAIL: deliver_email,
    Channel.SMS: deliver_sms,
    Channel.WHATSAPP: deliver_whatsapp,
    Channel.PUSH: deliver_push,
}
