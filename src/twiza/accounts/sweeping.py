"""What the clock throws away: codes, links and kept forms that are over, sign-ups that nobody finished."""

from datetime import timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, Code, KeptForm, Link, SocialIdentity
from twiza.kit import clock

# Long enough to answer "I never got a code", short enough not to hoard.
_KEPT_AFTER = timedelta(days=1)
_UNFINISHED = timedelta(days=7)


async def sweep_expired_codes(session: AsyncSession) -> None:
    """Codes and links a day after their end, kept forms at their end."""
    now = clock.now()
    for model, limit in ((Code, now - _KEPT_AFTER), (Link, now - _KEPT_AFTER), (KeptForm, now)):
        await session.execute(delete(model).where(model.expires_at < limit))


async def sweep_unfinished_sign_ups(session: AsyncSession) -> None:
    """Accounts that proved neither a phone nor an email within a week never began."""
    has_social = exists(select(SocialIdentity.id).where(SocialIdentity.account_id == Account.id))
    await session.execute(
        delete(Account).where(
            Account.phone_verified_at.is_(None),
            Account.email_verified_at.is_(None),
            Account.created_at < clock.now() - _UNFINISHED,
            Account.deleted_at.is_(None),
            Account.is_admin.is_(False),
            ~has_social,
        )
    )
