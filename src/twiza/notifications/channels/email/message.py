"""One email as the network carries it: text and HTML, dated, with an id that is the same on every try."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from twiza.kit.outgoing import Outgoing
from twiza.kit.settings import settings
from twiza.notifications.channels.email import letter


def compose(message: Outgoing) -> EmailMessage:
    """Mail servers that see the same Message-ID twice keep one: a try too many does no harm there."""
    sender_name, sender = parseaddr(settings().mail_from)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(sender_name, addr_spec=sender)
    mail["To"] = Address(addr_spec=message.to)
    mail["Subject"] = " ".join((message.subject or "Twiza").split())
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2]}>"
    # Out-of-office machines answer people, not us.
    mail["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe_url:
        mail["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.plain_text(message), cte="quoted-printable")
    mail.add_alternative(letter.html(message), subtype="html", cte="quoted-printable")
    # Only now: making it two parts moves what is said of the content into the first of them.
    mail["Content-Language"] = message.language
    return mail
