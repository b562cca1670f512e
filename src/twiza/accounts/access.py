"""Which administrator may do what to whom."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, Permission
from twiza.kit.errors import Conflict, Forbidden, NotFound
from twiza.kit.i18n import N_

ONESELF = N_("You can’t do this to your own account.")


async def admin_with(session: AsyncSession, admin_id: UUID, permission: Permission) -> Account:
    """The administrator who acts; for whoever isn't one, there is nothing here."""
    admin = await session.scalar(select(Account).where(Account.id == admin_id))
    if admin is None or not admin.is_admin or not admin.is_active:
        raise NotFound
    if not admin.may(permission):
        raise Forbidden
    return admin


def check_may_moderate(admin: Account, account: Account) -> None:
    """Nobody moderates themselves, and only an owner moderates another administrator."""
    if admin.id == account.id:
        raise Conflict(ONESELF, code="own_account")
    if account.is_admin and not admin.may(Permission.OWNER):
        raise Forbidden
