"""The messages that accounts send by themselves: codes, links, and what an owner must know."""

from urllib.parse import urlencode, urlsplit
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import codes, links
from twiza.accounts.models import Account, CodePurpose
from twiza.kit import clock, i18n, outgoing
from twiza.kit.i18n import _
from twiza.kit.settings import settings


async def send_code(
    session: AsyncSession, phone: str, code: str, *, purpose: CodePurpose, language: str, account_id: UUID
) -> None:
    """The six digits by SMS, in a form that phones offer to fill in."""
    with i18n.use(language):
        if purpose is CodePurpose.RESET_PASSWORD:
            said = _("Twiza: {code} is your code to choose a new password. Never share it.", code=code)
        else:
            said = _("Twiza: {code} is your code. It works for 5 minutes. Never share it.", code=code)
    await outgoing.send(
        session,
        channel="sms",
        to=phone,
        text=f"{said}{_for_autofill(code)}",
        account_id=account_id,
        secret=True,
        language=language,
        expires_at=clock.now() + codes.LIFE,
    )


async def send_email_link(session: AsyncSession, account: Account, email: str, token: str) -> None:
    """The link that proves an address is read by its owner."""
    with i18n.use(account.language):
        link = address("/auth/verify-email", account.language, token=token)
        await _mail(
            session,
            account,
            email,
            _("Confirm your email address"),
            _("Hello {name},", name=account.first_name),
            _("Confirm that this address is yours by opening this link within 30 minutes:"),
            link,
            _("If you didn’t ask for this, ignore this message: nothing will change."),
        )


async def send_reset_link(session: AsyncSession, account: Account, email: str, token: str) -> None:
    """The link to choose a new password."""
    with i18n.use(account.language):
        link = address("/auth/reset", account.language, token=token)
        await _mail(
            session,
            account,
            email,
            _("Choose a new password"),
            _("Hello {name},", name=account.first_name),
            _("To choose a new password, open this link within 30 minutes:"),
            link,
            _("If you didn’t ask for this, ignore this message: your password stays as it is."),
        )


async def tell_phone_owner(session: AsyncSession, owner: Account, phone: str) -> None:
    """Somebody signed up with a number that already has an account: only its owner hears of it."""
    with i18n.use(owner.language):
        link = address("/auth/login", owner.language)
        said = _(
            "Twiza: this number already has an account. Sign in or reset your password: {link}", link=link
        )
    await outgoing.send(
        session, channel="sms", to=phone, text=said, account_id=owner.id, language=owner.language
    )


async def tell_email_owner(session: AsyncSession, owner: Account, email: str) -> None:
    """Somebody gave an address that already has an account: only its owner hears of it."""
    with i18n.use(owner.language):
        await _mail(
            session,
            owner,
            email,
            _("You already have a Twiza account"),
            _("Hello {name},", name=owner.first_name),
            _("Your address was given for a new Twiza account. You already have one: sign in with it here."),
            address("/auth/login", owner.language),
            _("If it wasn’t you, ignore this message: your address stays yours alone."),
            secret=False,
        )


def address(path: str, language: str, **values: str) -> str:
    """A full link to one of our pages, in the language of who receives it."""
    prefix = "" if language == "fr" else f"/{language}"
    return f"{settings().public_url}{prefix}{path}" + (f"?{urlencode(values)}" if values else "")


async def _mail(
    session: AsyncSession, account: Account, to: str, subject: str, *paragraphs: str, secret: bool = True
) -> None:
    await outgoing.send(
        session,
        channel="email",
        to=to,
        subject=subject,
        text="\n\n".join(paragraphs) + "\n",
        account_id=account.id,
        secret=secret,
        language=account.language,
        expires_at=clock.now() + links.LIFE if secret else None,
    )


def _for_autofill(code: str) -> str:
    """The line by which browsers tie a code to this site (it needs https)."""
    site = urlsplit(settings().public_url)
    return f"\n\n@{site.hostname} #{code}" if site.scheme == "https" else ""
