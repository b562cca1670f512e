"""Providers of email and SMS on real sockets of this machine."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP as SMTP_POLICY

import pytest
import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session
from starlette.types import ASGIApp

from twiza.kit import i18n
from twiza.kit.settings import settings
from twiza.notifications.channels.push import vapid
from twiza.notifications.channels.whatsapp import templates
from twiza.stand_ins.fcm import Firebase
from twiza.stand_ins.sms import SmsProvider
from twiza.stand_ins.web_push import PushService
from twiza.stand_ins.whatsapp import WhatsApp

SMS_TOKEN = "a-token-of-the-provider"


@dataclass
class Mailbox:
    """A mail server that keeps what it takes, and says what it is told to say instead."""

    mails: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    rcpt_answers: list[str] = field(default_factory=list)
    hang_up_after_taking: bool = False

    async def handle_RCPT(  # noqa: N802  the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt_answers:
            return self.rcpt_answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.answers:
            return self.answers.pop(0)
        mail = BytesParser(EmailMessage, policy=SMTP_POLICY).parsebytes(envelope.content)
        self.mails.append(mail)
        if self.hang_up_after_taking:
            server.transport.abort()
        return "250 taken"


def configure(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"TWIZA_{name.upper()}", value)
    settings.cache_clear()


@pytest.fixture
async def mailbox(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mailbox]:
    kept = Mailbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(kept, enable_SMTPUTF8=False), "127.0.0.1", 0)
    configure(
        monkeypatch,
        smtp_url=f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}",
        mail_from="Twiza <bonjour@twiza.ma>",
    )
    yield kept
    server.close()
    await server.wait_closed()
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
async def sms_provider(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SmsProvider]:
    provider = SmsProvider(SMS_TOKEN)
    async with serving(provider.app) as address:
        configure(
            monkeypatch,
            sms_url=f"{address}/messages",
            sms_headers=f'{{"Authorization": "Bearer {SMS_TOKEN}"}}',
        )
        yield provider
    monkeypatch.undo()
    settings.cache_clear()


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[str]:
    """Run an ASGI app on a free port of the loopback."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", ws="none"))
        server.install_signal_handlers = lambda: None
        running = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.force_exit = server.should_exit = True
            await running


WHATSAPP_SECRET = "appsecret"
VERIFY_TOKEN = "the-word-of-the-webhook"


@pytest.fixture
async def whatsapp(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[WhatsApp]:
    """WhatsApp, switched on, with our templates approved."""
    approved = {
        (template.name, language): len(template.parameters)
        for template in templates.BY_KIND.values()
        for language in i18n.LANGUAGES
    }
    provider = WhatsApp("555000", "a-token-of-meta", WHATSAPP_SECRET, approved)
    async with serving(provider.app) as address:
        configure(
            monkeypatch,
            whatsapp_url=address,
            whatsapp_phone_id=provider.phone_id,
            whatsapp_token=provider.token,
            whatsapp_app_secret=WHATSAPP_SECRET,
            whatsapp_verify_token=VERIFY_TOKEN,
        )
        yield provider
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
async def firebase(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Firebase]:
    """Firebase, switched on."""
    provider = Firebase()
    async with serving(provider.app) as address:
        provider.address = address
        configure(monkeypatch, fcm_service_account=provider.key_file, fcm_url=address)
        yield provider
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
async def push_service(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PushService]:
    """A browser's push service, switched on."""
    configure(monkeypatch, vapid_private_key=vapid.new_key())
    provider = PushService(vapid.public_key())
    async with serving(provider.app) as address:
        provider.address = address
        configure(monkeypatch, push_services=f'["{address}"]')
        yield provider
    monkeypatch.undo()
    settings.cache_clear()
