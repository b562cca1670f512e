"""Hand one email to the SMTP server of the settings, and tell apart how that can fail."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import aiosmtplib

from twiza.kit.outgoing import Outgoing
from twiza.kit.settings import settings
from twiza.notifications.channels.email import message as letters
from twiza.notifications.outcomes import NotDelivered, Refused, TryLater, Unclear

TIMEOUT = 20
_PERMANENT = 500


@dataclass(frozen=True)
class Server:
    """Where mail is handed over, as `smtp_url` says it."""

    host: str
    port: int
    username: str | None
    password: str | None
    use_tls: bool
    start_tls: bool | None


def server(url: str) -> Server:
    """`smtp://` upgrades to TLS when offered, `smtp+starttls://` insists on it, `smtps://` begins with it."""
    parts = urlsplit(url)
    usual = {"smtps": 465, "smtp+starttls": 587}.get(parts.scheme, 587 if parts.username else 25)
    return Server(
        host=parts.hostname or "localhost",
        port=parts.port or usual,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=parts.scheme == "smtps",
        start_tls=True if parts.scheme == "smtp+starttls" else None,
    )


async def deliver(message: Outgoing) -> None:
    """Send the message once; how it failed, if it did, says whether another try is safe."""
    try:
        letter = letters.compose(message)
    except ValueError as error:
        raise Refused(f"not an address: {error}") from error
    client = await _connected(server(settings().smtp_url))
    try:
        await _announce(client, str(letter["From"].addresses[0].addr_spec), message.to)
        await _hand_over(client, letter.as_bytes())
    finally:
        # The server has answered for the message; how it says goodbye changes nothing.
        client.close()


async def _connected(chosen: Server) -> aiosmtplib.SMTP:
    client = aiosmtplib.SMTP(
        hostname=chosen.host,
        port=chosen.port,
        username=chosen.username,
        password=chosen.password,
        use_tls=chosen.use_tls,
        start_tls=chosen.start_tls,
        timeout=TIMEOUT,
    )
    try:
        await client.connect()
    except (aiosmtplib.SMTPException, OSError) as error:
        client.close()
        raise TryLater(f"no connection: {error}") from error
    return client


async def _announce(client: aiosmtplib.SMTP, sender: str, to: str) -> None:
    try:
        await client.mail(sender)
        await client.rcpt(to)
    except aiosmtplib.SMTPResponseException as error:
        raise _answered(error) from error
    except ValueError as error:
        raise Refused(f"not an address: {error}") from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise TryLater(f"no answer: {error}") from error


async def _hand_over(client: aiosmtplib.SMTP, letter: bytes) -> None:
    try:
        await client.data(letter)
    except aiosmtplib.SMTPResponseException as error:
        raise _answered(error) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Unclear(f"no answer: {error}") from error


def _answered(error: aiosmtplib.SMTPResponseException) -> NotDelivered:
    """A 5xx answer is for good, a 4xx one is worth a try."""
    said = f"SMTP {error.code}: {error.message[:200]}"
    return Refused(said) if error.code >= _PERMANENT else TryLater(said)
