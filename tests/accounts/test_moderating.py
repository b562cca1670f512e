"""Bans, suspensions and administrators."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast
from twiza.accounts import administering, banning, suspending, tasks
from twiza.accounts.models import Account, AccountStatus, AdminAct, Permission
from twiza.kit import clock
from twiza.kit.bus.models import LiveOutbox
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound
from twiza.kit.event_log import EventRow


async def status_of(account: Account) -> AccountStatus | None:
    async with reading() as connection:
        return await connection.scalar(select(Account.status).where(Account.id == account.id))


async def test_a_ban_is_logged_told_and_lifted(cast: Cast) -> None:
    async with unit_of_work() as session:
        banned = await banning.ban(session, cast.karim.id, by=cast.salma.id, reason=" Insultes répétées ")
    assert (banned.status, banned.status_reason, banned.token_version) == (
        AccountStatus.BANNED,
        "Insultes répétées",
        2,
    )
    async with unit_of_work() as session:
        await banning.unban(session, cast.karim.id, by=cast.salma.id, reason="Erreur")
    assert await status_of(cast.karim) is AccountStatus.ACTIVE
    async with reading() as connection:
        acts = (await connection.execute(select(AdminAct.verb, AdminAct.reason).order_by(AdminAct.id))).all()
        events = list(await connection.scalars(select(EventRow.name).order_by(EventRow.id)))
    assert [tuple(act) for act in acts] == [("ban", "Insultes répétées"), ("unban", "Erreur")]
    assert events == ["SignedOutEverywhere", "AccountBanned", "AccountReinstated"]


async def test_a_ban_needs_a_reason_an_administrator_and_somebody_else(cast: Cast) -> None:
    async with unit_of_work() as session:
        with pytest.raises(Invalid):
            await banning.ban(session, cast.karim.id, by=cast.salma.id, reason="  ")
        with pytest.raises(NotFound):
            await banning.ban(session, cast.karim.id, by=cast.amina.id, reason="jalousie")
        with pytest.raises(Conflict):
            await banning.ban(session, cast.salma.id, by=cast.salma.id, reason="lassitude")
        await banning.ban(session, cast.karim.id, by=cast.salma.id, reason="spam")
        with pytest.raises(Conflict):
            await banning.ban(session, cast.karim.id, by=cast.salma.id, reason="spam")


async def test_only_an_owner_moderates_an_administrator(cast: Cast) -> None:
    async with unit_of_work() as session:
        await administering.grant_admin(session, cast.amina.id, [Permission.SUPPORT], by=cast.salma.id)
        with pytest.raises(Forbidden):
            await banning.ban(session, cast.salma.id, by=cast.amina.id, reason="coup d’État")
        with pytest.raises(Forbidden):
            await administering.revoke_admin(session, cast.salma.id, by=cast.amina.id)
        await banning.ban(session, cast.amina.id, by=cast.salma.id, reason="coup d’État")


async def test_losing_admin_ends_the_sessions(cast: Cast) -> None:
    async with unit_of_work() as session:
        granted = await administering.grant_admin(session, cast.amina.id, [Permission.KYC], by=cast.salma.id)
        assert granted.may(Permission.KYC)
        assert not granted.may(Permission.FINANCE)
        assert granted.token_version == 1
        revoked = await administering.revoke_admin(session, cast.amina.id, by=cast.salma.id)
    assert (revoked.is_admin, revoked.permissions, revoked.token_version) == (False, [], 2)


async def test_a_suspension_ends_by_the_clock(cast: Cast) -> None:
    async with unit_of_work() as session:
        await suspending.suspend(
            session, cast.karim.id, reason="Trop d’annulations", until=clock.now() + timedelta(days=7)
        )
    await tasks.lift_ended_suspensions()
    assert await status_of(cast.karim) is AccountStatus.SUSPENDED
    with clock.travel(timedelta(days=7, seconds=1)):
        await tasks.lift_ended_suspensions()
    assert await status_of(cast.karim) is AccountStatus.ACTIVE


async def test_an_end_in_the_past_is_refused(session: AsyncSession, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        await suspending.suspend(session, cast.karim.id, reason="x", until=clock.now())
    assert "until" in refused.value.fields


async def test_open_sockets_are_told(cast: Cast) -> None:
    async with unit_of_work() as session:
        await banning.ban(session, cast.karim.id, by=cast.salma.id, reason="spam")
    async with reading() as connection:
        waiting = (await connection.execute(select(LiveOutbox.topic, LiveOutbox.payload))).all()
    assert (f"account:{cast.karim.id}", {"type": "signed_out"}) in [tuple(row) for row in waiting]
