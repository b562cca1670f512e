"""What an administrator may do to a person: one row per act, read by buttons, dialogs and the handler."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import banning, suspending, vouching, vouching_identity
from twiza.accounts.models import Account, AccountStatus, Permission
from twiza.accounts.viewer import Viewer
from twiza.kit import clock
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_

Run = Callable[[AsyncSession, UUID, UUID, Mapping[str, str]], Awaitable[object]]


@dataclass(frozen=True)
class Act:
    """A verb with its words, when it is offered and how it is done."""

    verb: str
    label: str
    question: str
    done: str
    hint: str
    icon: str
    kind: str
    offered: Callable[[Account], bool]
    run: Run
    reason_required: bool = True
    has_end: bool = False
    permission: Permission = Permission.SUPPORT


# How long a suspension lasts, in days; 0 until somebody lifts it.
ENDS: Mapping[str, str] = {
    "1": N_("One day"),
    "7": N_("One week"),
    "30": N_("One month"),
    "0": N_("Until we lift it"),
}
UNKNOWN_END = N_("Choose how long.")
_READ_BY_PERSON = N_("The person reads this reason.")
_KEPT_IN_LOG = N_("The reason stays in the audit log.")


async def _ban(session: AsyncSession, account_id: UUID, by: UUID, form: Mapping[str, str]) -> object:
    return await banning.ban(session, account_id, by=by, reason=form.get("reason", ""))


async def _unban(session: AsyncSession, account_id: UUID, by: UUID, form: Mapping[str, str]) -> object:
    return await banning.unban(session, account_id, by=by, reason=form.get("reason", ""))


async def _suspend(session: AsyncSession, account_id: UUID, by: UUID, form: Mapping[str, str]) -> object:
    return await suspending.suspend(
        session, account_id, by=by, reason=form.get("reason", ""), until=_end(form.get("days", ""))
    )


async def _lift(session: AsyncSession, account_id: UUID, by: UUID, form: Mapping[str, str]) -> object:
    return await suspending.lift_suspension(session, account_id, by=by, reason=form.get("reason", ""))


async def _verify_phone(session: AsyncSession, account_id: UUID, by: UUID, form: Mapping[str, str]) -> object:
    return await vouching.vouch_for_phone(session, account_id, by=by, reason=form.get("reason", ""))


async def _verify_email(session: AsyncSession, account_id: UUID, by: UUID, form: Mapping[str, str]) -> object:
    return await vouching.vouch_for_email(session, account_id, by=by, reason=form.get("reason", ""))


async def _verify_identity(
    session: AsyncSession, account_id: UUID, by: UUID, form: Mapping[str, str]
) -> object:
    return await vouching_identity.verify_identity(session, account_id, by=by, reason=form.get("reason", ""))


async def _unverify_identity(
    session: AsyncSession, account_id: UUID, by: UUID, form: Mapping[str, str]
) -> object:
    return await vouching_identity.unverify_identity(
        session, account_id, by=by, reason=form.get("reason", "")
    )


def _end(days: str) -> datetime | None:
    if days not in ENDS:
        raise Invalid({"days": UNKNOWN_END})
    return clock.now() + timedelta(days=int(days)) if days != "0" else None


ACTS: tuple[Act, ...] = (
    Act(
        "suspend",
        N_("Suspend"),
        N_("Suspend {name}?"),
        N_("The account is suspended."),
        _READ_BY_PERSON,
        "clock",
        "",
        lambda account: account.status is AccountStatus.ACTIVE,
        _suspend,
        has_end=True,
    ),
    Act(
        "ban",
        N_("Ban"),
        N_("Ban {name}?"),
        N_("The account is banned."),
        _READ_BY_PERSON,
        "ban",
        "danger",
        lambda account: account.status is not AccountStatus.BANNED,
        _ban,
    ),
    Act(
        "unban",
        N_("Lift the ban"),
        N_("Lift the ban of {name}?"),
        N_("The account is open again."),
        _KEPT_IN_LOG,
        "refresh-cw",
        "primary",
        lambda account: account.status is AccountStatus.BANNED,
        _unban,
        reason_required=False,
    ),
    Act(
        "lift",
        N_("Lift the suspension"),
        N_("Lift the suspension of {name}?"),
        N_("The account is open again."),
        _KEPT_IN_LOG,
        "refresh-cw",
        "primary",
        lambda account: account.status is AccountStatus.SUSPENDED,
        _lift,
        reason_required=False,
    ),
    Act(
        "verify-phone",
        N_("Mark the phone as verified"),
        N_("Mark the phone of {name} as verified?"),
        N_("The phone counts as verified."),
        _KEPT_IN_LOG,
        "badge-check",
        "",
        lambda account: account.phone is not None and not account.phone_verified,
        _verify_phone,
    ),
    Act(
        "verify-email",
        N_("Mark the email as verified"),
        N_("Mark the email of {name} as verified?"),
        N_("The email counts as verified."),
        _KEPT_IN_LOG,
        "badge-check",
        "",
        lambda account: account.email is not None and not account.email_verified,
        _verify_email,
    ),
    Act(
        "verify-identity",
        N_("Verify the identity"),
        N_("Verify the identity of {name}?"),
        N_("The identity counts as verified: the badge is shown from now on."),
        _KEPT_IN_LOG,
        "id-card",
        "",
        lambda account: account.identity_verified_at is None,
        _verify_identity,
        permission=Permission.KYC,
    ),
    Act(
        "unverify-identity",
        N_("Take the identity badge away"),
        N_("Take the identity badge of {name} away?"),
        N_("The identity no longer counts as verified."),
        _READ_BY_PERSON,
        "circle-x",
        "",
        lambda account: account.identity_verified_at is not None,
        _unverify_identity,
        permission=Permission.KYC,
    ),
)
BY_VERB: Mapping[str, Act] = {act.verb: act for act in ACTS}


def offered(account: Account, admin: Viewer) -> list[Act]:
    """What this administrator can do to this account now."""
    if account.deleted_at:
        return []
    return [act for act in ACTS if admin.may(act.permission) and act.offered(account)]
