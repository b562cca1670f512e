"""A number or an address that was replaced: it hears of it, and what was sent to it before stops working."""

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import codes, links
from twiza.accounts.models import Account, CodePurpose
from twiza.kit import i18n, outgoing
from twiza.kit.i18n import _
from twiza.kit.settings import settings


async def phone_replaced(session: AsyncSession, account: Account, former: str) -> None:
    """Tell the former number: whoever held a borrowed session must not take an account over in silence."""
    await _void_resets(session, account)
    with i18n.use(account.language):
        said = _(
            "Twiza: another number replaces this one on your account. If it wasn’t you, write to {contact}.",
            contact=settings().contact,
        )
    await outgoing.send(
        session, channel="sms", to=former, text=said, account_id=account.id, language=account.language
    )


async def email_replaced(session: AsyncSession, account: Account, former: str) -> None:
    """Tell the former address."""
    await _void_resets(session, account)
    with i18n.use(account.language):
        subject = _("Your email address was changed")
        paragraphs = (
            _("Hello {name},", name=account.first_name),
            _("Another address replaces this one on your Twiza account."),
            _("If it wasn’t you, write to {contact} at once.", contact=settings().contact),
        )
    await outgoing.send(
        session,
        channel="email",
        to=former,
        subject=subject,
        text="\n\n".join(paragraphs) + "\n",
        account_id=account.id,
        language=account.language,
    )


async def _void_resets(session: AsyncSession, account: Account) -> None:
    await codes.retire(session, account.id, CodePurpose.RESET_PASSWORD)
    await links.retire(session, account.id, CodePurpose.RESET_PASSWORD)
