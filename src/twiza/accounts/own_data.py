"""What accounts and the kit keep about one person, as they may read it: no hash, no secret, nobody else."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Acceptance, Account, AdminAct, Hat, SocialIdentity
from twiza.kit import ids
from twiza.kit.event_log import EventRow
from twiza.kit.outgoing import Outgoing
from twiza.kit.storage import FileRow, Visibility

Rows = list[dict[str, object]]
_LOOK = "look"


async def rows(session: AsyncSession, statement: Executable) -> Rows:
    """The rows of a statement under the names of its columns."""
    return [dict(row) for row in (await session.execute(statement)).mappings().all()]


async def account(session: AsyncSession, account_id: UUID) -> dict[str, object]:
    """The person; the password, the authenticator's secret and the version of sessions stay out."""
    shown = (
        Account.id, Account.first_name, Account.last_name, Account.phone, Account.phone_verified_at,
        Account.email, Account.email_verified_at, Account.language, Account.status, Account.status_reason,
        Account.status_until, Account.is_admin, Account.permissions, Account.totp_confirmed_at,
        Account.active_hat, Account.bio, Account.city_id, Account.marketing_consent_at,
        Account.notification_preferences, Account.created_at,
    )  # fmt: skip
    return (await rows(session, select(*shown).where(Account.id == account_id)))[0]


async def hats(session: AsyncSession, account_id: UUID) -> Rows:
    shown = (Hat.kind, Hat.headline, Hat.company_name, Hat.city_id, Hat.category_id, Hat.created_at)
    return await rows(session, select(*shown).where(Hat.account_id == account_id).order_by(Hat.created_at))


async def acceptances(session: AsyncSession, account_id: UUID) -> Rows:
    shown = (Acceptance.document, Acceptance.version, Acceptance.ip, Acceptance.created_at)
    whose = Acceptance.account_id == account_id
    return await rows(session, select(*shown).where(whose).order_by(Acceptance.created_at))


async def social_identities(session: AsyncSession, account_id: UUID) -> Rows:
    one = SocialIdentity
    shown = (one.issuer, one.subject, one.email, one.created_at)
    return await rows(session, select(*shown).where(one.account_id == account_id).order_by(one.created_at))


async def messages(session: AsyncSession, account_id: UUID) -> Rows:
    """What was sent to them; of codes and links, that they were sent."""
    whose = Outgoing.account_id == account_id
    plain = (Outgoing.channel, Outgoing.to, Outgoing.language, Outgoing.subject, Outgoing.status)
    shown = (*plain, Outgoing.body, Outgoing.secret, Outgoing.created_at, Outgoing.sent_at)
    found = await rows(session, select(*shown).where(whose).order_by(Outgoing.created_at))
    return [{**one, "body": None if one["secret"] else one["body"]} for one in found]


async def events(session: AsyncSession, account_id: UUID) -> Rows:
    """What happened to them, without the ids of whoever else took part."""
    # Written as the index has it.
    whose: ColumnElement[bool] = EventRow.data.op("->>")(literal_column("'account_id'")) == str(account_id)
    found = await session.execute(
        select(EventRow.name, EventRow.data, EventRow.created_at).where(whose).order_by(EventRow.id)
    )
    return [{"name": name, "data": _nobody_else(data), "created_at": at} for name, data, at in found.all()]


async def admin_acts(session: AsyncSession, account_id: UUID) -> Rows:
    """What administrators did to the account and why, not who they are."""
    about = (AdminAct.subject == "account", AdminAct.subject_id == account_id, AdminAct.verb != _LOOK)
    shown = (AdminAct.verb, AdminAct.reason, AdminAct.created_at)
    return await rows(session, select(*shown).where(*about).order_by(AdminAct.id))


async def files(session: AsyncSession, account_id: UUID) -> Rows:
    return [
        {
            "in_archive": name_in_archive(row),
            "name": row.name,
            "media_type": row.media_type,
            "bytes": row.bytes,
            "visibility": row.visibility,
            "created_at": row.created_at,
        }
        for row in await living_files(session, account_id)
    ]


async def living_files(session: AsyncSession, account_id: UUID) -> list[FileRow]:
    """The files that weren't erased, oldest first; sealed ones are papers of which only their state is told."""
    sealed = FileRow.visibility == Visibility.SEALED
    whose = (FileRow.owner_id == account_id, FileRow.deleted_at.is_(None), ~sealed)
    return list(await session.scalars(select(FileRow).where(*whose).order_by(FileRow.created_at)))


def name_in_archive(row: FileRow) -> str:
    """Two files may have one name; the id keeps them apart. Slashes would make folders of it."""
    return f"files/{row.id}-{row.name.replace('/', '_')}"


def _nobody_else(data: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in data.items() if not _is_id(value)}


def _is_id(value: object) -> bool:
    return isinstance(value, str) and ids.parse(value) is not None


PARTS = {
    "account": account,
    "hats": hats,
    "acceptances": acceptances,
    "social_identities": social_identities,
    "messages": messages,
    "events": events,
    "admin_acts": admin_acts,
    "files": files,
}
