"""Numbers in messages: hidden before a booking of the two is confirmed, read while it is, hidden again afterwards."""

from uuid import UUID

from tests.bookings import telling
from tests.cast import Cast
from twiza.bookings import cancelling, confirming
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import Duration
from twiza.kit.db import reading, unit_of_work
from twiza.messaging import access, inbox, searching, sending, thread

NUMBER = "0661987654"


async def _read_by(viewer: UUID, other: UUID) -> str:
    """All that this person is shown of the conversation: thread, inbox, search."""
    async with reading() as connection:
        between = await access.conversation_between(connection, viewer, other)
        shown = await thread.messages(connection, between, viewer)
        line = await inbox.line_with(connection, viewer, other)
        found = await searching.search(connection, viewer, "appelez")
    said = [one.text for one in shown.messages] + [one.excerpt for one in found]
    return " ".join([*said, line.preview if line else ""])


async def test_a_number_shows_only_while_a_booking_is_confirmed(cast: Cast) -> None:
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        booking = (await telling.ask(session, cast.amina, [cast.hassan], telling.at(9)))[0]
    async with unit_of_work() as session:
        await sending.send(session, cast.amina.id, by=cast.hassan.id, text=f"Appelez le {NUMBER}")
    assert NUMBER not in await _read_by(cast.amina.id, cast.hassan.id)
    assert NUMBER in await _read_by(cast.hassan.id, cast.amina.id), "one's own words"
    hassan = Actor.person(cast.hassan.id)
    async with unit_of_work() as session:
        await confirming.confirm(session, booking.id, by=hassan, duration=Duration.H1)
    assert (await _read_by(cast.amina.id, cast.hassan.id)).count(NUMBER) == 3
    async with unit_of_work() as session:
        await cancelling.cancel(session, booking.id, by=hassan, reason="Panne de voiture")
    assert NUMBER not in await _read_by(cast.amina.id, cast.hassan.id)


async def test_a_pro_may_answer_whoever_asked_and_nobody_else(cast: Cast) -> None:
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        await telling.ask(session, cast.amina, [cast.hassan], telling.at(9))
    async with reading() as connection:
        assert (await access.situation(connection, cast.hassan.id, cast.amina.id)).obstacle is None
        assert (await access.situation(connection, cast.hassan.id, cast.karim.id)).obstacle is not None
