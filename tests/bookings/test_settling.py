"""Somebody is banned, suspended or gone: nobody else pays for it, and what they wrote goes with them."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.bookings import telling
from tests.bookings.telling import S
from tests.cast import PASSWORD, Cast
from twiza.accounts import banning, deleting, suspending
from twiza.bookings import cancelling, confirming, own_data, rescheduling, settling
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import Duration
from twiza.bookings.models import Booking, BookingRequest, Penalty, RequestFile, SlotLock
from twiza.bookings.queries import client_bookings, room
from twiza.kit import clock, storage
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict
from twiza.kit.storage import FileRow
from twiza.pros import locking, sanctions

SECRET = "12, rue des Orangers"


async def two_visits(cast: Cast) -> tuple[UUID, UUID]:
    """Hassan is expected by Amina, and asked by Karim together with Youssef."""
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        sure = (await telling.ask(session, cast.amina, [cast.hassan], telling.at(9)))[0]
        await confirming.confirm(session, sure.id, by=Actor.person(cast.hassan.id), duration=Duration.H2)
        asked = (await telling.ask(session, cast.karim, [cast.hassan], telling.at(15)))[0]
    return sure.id, asked.id


async def states(*bookings: UUID) -> list[str]:
    async with reading() as connection:
        found = dict((await connection.execute(select(Booking.id, Booking.status))).all())
    return [found[one].value for one in bookings]


async def nothing_is_held() -> bool:
    async with reading() as connection:
        held = (await connection.execute(select(SlotLock.booking_id))).all()
        penalties = (await connection.execute(select(Penalty.id))).all()
        return not held and not penalties and not await telling.broken(connection)


async def test_a_banned_pro_leaves_no_visit_behind_and_nobody_is_punished(cast: Cast) -> None:
    sure, asked = await two_visits(cast)
    async with unit_of_work() as session:
        await banning.ban(session, cast.hassan.id, by=cast.salma.id, reason="Fraude")
    await settling.settle_account(cast.hassan.id)
    assert await states(sure, asked) == ["CANCELLED_BY_PRO", "DECLINED"]
    assert await nothing_is_held()
    async with unit_of_work() as session:
        seen = await room(session, sure, cast.amina.id)
        assert (seen.contact, bool(seen.booking.cancel_reason)) == (None, True)


async def test_a_suspended_client_frees_the_pros_hours(cast: Cast) -> None:
    sure, asked = await two_visits(cast)
    async with unit_of_work() as session:
        until = clock.now() + timedelta(days=3)
        await suspending.suspend(session, cast.amina.id, reason="Doute", until=until, by=cast.salma.id)
    await settling.settle_account(cast.amina.id)
    assert await states(sure, asked) == ["CANCELLED_BY_CLIENT", "PENDING"]
    assert await nothing_is_held()


async def test_a_ban_lifted_meanwhile_settles_nothing(cast: Cast) -> None:
    sure, asked = await two_visits(cast)
    await settling.settle_account(cast.hassan.id)
    assert await states(sure, asked) == ["CONFIRMED", "PENDING"]


async def test_a_pro_suspended_for_cancelling_keeps_what_they_asked_for_themselves(cast: Cast) -> None:
    sure, asked = await two_visits(cast)
    async with unit_of_work() as session:
        own = (await telling.ask(session, cast.hassan, [cast.youssef], telling.at(20)))[0]
        profile = (await locking.hold(session, [cast.hassan.id]))[cast.hassan.id]
        await sanctions.suspend(session, profile)
    await settling.settle_account(cast.hassan.id)
    assert await states(sure, asked, own.id) == ["CANCELLED_BY_PRO", "DECLINED", "PENDING"]


async def test_who_leaves_is_forgotten_and_a_confirmed_visit_keeps_them(cast: Cast) -> None:
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        file = await storage.put(session, b"bonjour", owner=cast.amina.id, name="a.txt")
        asked = (await telling.ask(session, cast.amina, [cast.hassan], telling.at(9)))[0]
        session.add(RequestFile(request_id=asked.request_id, file_id=file.id))
        sure = (await telling.ask(session, cast.amina, [cast.youssef], telling.at(15)))[0]
        await confirming.confirm(session, sure.id, by=Actor.person(cast.youssef.id), duration=Duration.H1)
    with pytest.raises(Conflict) as refused:
        async with unit_of_work() as session:
            await deleting.delete_account(session, cast.amina.id, password=PASSWORD, address="x")
    assert refused.value.code == "open_bookings"
    async with unit_of_work() as session:
        by = Actor.person(cast.amina.id)
        await cancelling.cancel(session, sure.id, by=by, reason="Je déménage")
    async with unit_of_work() as session:
        await deleting.delete_account(session, cast.amina.id, password=PASSWORD, address="x")
    await settling.settle_account(cast.amina.id)
    assert await states(asked.id, sure.id) == ["CANCELLED_BY_CLIENT", "CANCELLED_BY_CLIENT"]
    async with reading() as connection:
        kept = (await connection.execute(select(BookingRequest.description, BookingRequest.address))).all()
        assert {value for row in kept for value in row} == {""}
        reasons = (await connection.scalars(select(Booking.cancel_reason).where(Booking.id == sure.id))).all()
        assert list(reasons) == [""]
        erased = (await connection.scalars(select(FileRow.deleted_at).where(FileRow.id == file.id))).one()
        assert erased is not None
    async with unit_of_work() as session:
        seen = await room(session, sure.id, cast.youssef.id)
        assert (seen.other.name, seen.other.is_active, seen.description) == ("", False, "")


async def test_the_archive_holds_their_own_words_and_nobody_elses(cast: Cast) -> None:
    sure, _ = await two_visits(cast)
    async with unit_of_work() as session:
        by = Actor.person(cast.amina.id)
        await rescheduling.propose(session, sure, by=by, starts_at=telling.at(11))
        pro = Actor.person(cast.hassan.id)
        await cancelling.cancel(session, sure, by=pro, reason="Panne de voiture")
    async with unit_of_work() as session:
        parts = {name: str(await part(session, cast.amina.id)) for name, part in _PARTS.items()}
        assert SECRET in parts["booking_requests"]
        assert "Panne de voiture" not in parts["bookings"]
        assert "starts_at" in parts["booking_acts"]
        theirs = {name: str(await part(session, cast.hassan.id)) for name, part in _PARTS.items()}
        assert "Panne de voiture" in theirs["bookings"]
        assert "PRO_CANCEL_CONFIRMED" in theirs["penalties"]
        assert not any(SECRET in part or "Amina" in part for part in theirs.values())


_PARTS = {
    "booking_requests": own_data.requests,
    "bookings": own_data.bookings,
    "booking_acts": own_data.acts,
    "penalties": own_data.penalties,
}


async def test_lists_group_what_waits_and_count_who_may_still_answer(cast: Cast) -> None:
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        third = (await telling.people(session, 1))[0]
        await telling.open_all(session, third)
        three = await telling.ask(session, cast.amina, [cast.hassan, cast.youssef, third], telling.at(9))
        await telling.bring_to(session, three[0], S.DECLINED)
    async with reading() as connection:
        found = await client_bookings(connection, cast.amina.id)
        assert [(one.asked, one.waiting) for one in found.waiting] == [(3, 2)]
        assert (found.upcoming, found.unanswered, found.past.bookings) == ([], [], [])
        with clock.travel(timedelta(hours=12)):
            later = await client_bookings(connection, cast.amina.id)
            assert [one.may_ask_next for one in later.unanswered] == [True]
        assert later.waiting == []
