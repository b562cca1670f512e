"""Tell people what happened, in the transaction in which it happens."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, AccountStatus, Permission
from twiza.kit import direct, ids
from twiza.kit.db import given
from twiza.kit.events import Event, as_data, on
from twiza.kit.gathering import gather
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
_PEOPLE = select(*COLUMNS).where(Account.id == given("wanted", Uuid).any_())


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


async def tell_all(session: AsyncSession, told: Sequence[tuple[Row, Event]]) -> None:
    """Write these notices to their recipients, each by each of its ways; nobody is told of their own act."""
    known = [(row, event, as_data(event)) for row, event in told if row.when(event)]
    people = await _people(session, [(row, params) for row, _, params in known])
    for row, event, params in known:
        wanted = [
            person
            for person in await _recipients(session, row, params, people)
            if person.deleted_at is None and str(person.id) != params.get("actor_id")
        ]
        if not wanted or not await row.still(session, event):
            continue
        named = {
            name: people[whose].public_name for name, whose in _named(row, params).items() if whose in people
        }
        filled = {**params, **named, **await row.facts(session, event)}
        for person in wanted:
            notice = Notice(ids.new(), row, filled, row.urgent(event))
            for via in sorted(row.via & WRITERS.keys()):
                await WRITERS[via](session, person, notice)


def _named(row: Row, params: Mapping[str, object]) -> dict[str, UUID]:
    """Whom the words speak of, by the name that they have there."""
    whose = {name: params.get(f"{name}_id") for name in row.placeholders - params.keys()}
    return {name: UUID(str(one)) for name, one in whose.items() if one}


async def _people(
    session: AsyncSession, told: Sequence[tuple[Row, Mapping[str, object]]]
) -> Mapping[UUID, Person]:
    """Who is told and who is named, by their ids, in one read."""
    wanted: set[UUID] = set()
    for row, params in told:
        wanted |= set(_named(row, params).values())
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
        gather(session, tell_all, (row, event))


for _row in CATALOGUE:
    _listen(_row)
