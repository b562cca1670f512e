"""Tell people what happened, in the transaction in which it happens."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, AccountStatus, Permission
from twiza.kit import direct, ids
from twiza.kit.events import Event, as_data, on
from twiza.notifications.catalogue import CATALOGUE
from twiza.notifications.channels.email import writing as email
from twiza.notifications.channels.in_app import writing as in_app
from twiza.notifications.channels.push import writing as push
from twiza.notifications.channels.sms import writing as sms
from twiza.notifications.channels.whatsapp import writing as whatsapp
from twiza.notifications.notice import Notice
from twiza.notifications.people import COLUMNS, Person
from twiza.notifications.rows import ADMINS, PAPER_CHECKERS, Row, Via

Write = Callable[[AsyncSession, Person, Notice], Awaitable[None]]

WRITERS: Mapping[Via, Write] = {
    Via.BELL: in_app.write,
    Via.EMAIL: email.write,
    Via.PUSH: push.write,
    Via.SMS: sms.write,
    Via.WHATSAPP: whatsapp.write,
}
_PEOPLE = select(*COLUMNS).where(Account.id == bindparam("wanted", type_=ARRAY(Uuid)).any_())


def _administrators(permission: Permission) -> Select[*tuple[Any, ...]]:
    return (
        select(*COLUMNS)
        .where(
            Account.is_admin.is_(True),
            Account.status == AccountStatus.ACTIVE,
            or_(
                Account.permissions.contains([permission]),
                Account.permissions.contains([Permission.OWNER]),
            ),
        )
        .order_by(Account.id)
    )


# Those who look after people's quarrels, and those who check their papers.
_GROUPS: Mapping[str, Select[*tuple[Any, ...]]] = {
    ADMINS: _administrators(Permission.SUPPORT),
    PAPER_CHECKERS: _administrators(Permission.KYC),
}


async def tell(session: AsyncSession, row: Row, event: Event) -> None:
    """Write this row's notice to its recipients, by each of its ways; nobody is told of their own act."""
    if not row.when(event):
        return
    params = as_data(event)
    actor = params.get("actor_id")
    named = _named(row, params)
    people = await _people(session, row, params, named)
    told = [
        person
        for person in await _recipients(session, row, params, people)
        if person.deleted_at is None and str(person.id) != actor
    ]
    if not told or not await row.still(session, event):
        return
    params |= {name: people[whose].public_name for name, whose in named.items() if whose in people}
    params |= await row.facts(session, event)
    urgent = row.urgent(event)
    for person in told:
        notice = Notice(ids.new(), row, params, urgent)
        for via in sorted(row.via):
            await WRITERS[via](session, person, notice)


def _named(row: Row, params: Mapping[str, object]) -> dict[str, UUID]:
    """Whom the words speak of, by the name that they have there."""
    whose = {name: params.get(f"{name}_id") for name in row.placeholders - params.keys()}
    return {name: UUID(str(one)) for name, one in whose.items() if one}


async def _people(
    session: AsyncSession, row: Row, params: Mapping[str, object], named: Mapping[str, UUID]
) -> Mapping[UUID, Person]:
    """Who is told and who is named, by their ids, in one read."""
    wanted = set(named.values())
    if row.recipient not in _GROUPS:
        # What the event is about may name somebody else by the same field, so it stays for the words.
        wanted.add(UUID(str(params[row.recipient])))
    found = await direct.rows(session, _PEOPLE, {"wanted": list(wanted)}) if wanted else ()
    return {one.id: Person(*one) for one in found}


async def _recipients(
    session: AsyncSession, row: Row, params: Mapping[str, object], people: Mapping[UUID, Person]
) -> Sequence[Person]:
    if row.recipient in _GROUPS:
        return [Person(*one) for one in await session.execute(_GROUPS[row.recipient])]
    one = people.get(UUID(str(params[row.recipient])))
    return [one] if one else []


def _listen(row: Row) -> None:
    @on(row.event)
    async def told(session: AsyncSession, event: Event) -> None:
        await tell(session, row, event)


for _row in CATALOGUE:
    _listen(_row)
