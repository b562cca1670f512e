"""Calendars: what a pro's feed and a visit's file hold, who gets them, and that no number is ever in them."""

from html import unescape

import httpx
import pytest
from icalendar import Calendar

from tests.bookings import telling
from tests.cast import Cast, sign_in
from twiza.bookings import cancelling, confirming
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import Duration
from twiza.bookings.models import Booking
from twiza.kit.db import reading, unit_of_work
from twiza.pros import feed


@pytest.fixture
async def booking(cast: Cast) -> Booking:
    """Amina waits for Hassan's answer; the landmark holds a number, as people will."""
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        return (await telling.ask(session, cast.amina, [cast.hassan], telling.at(9)))[0]


async def confirm(booking: Booking) -> None:
    async with unit_of_work() as session:
        by = Actor.person(booking.pro_id)
        await confirming.confirm(session, booking.id, by=by, duration=Duration.H2)


async def feed_of(booking: Booking) -> str:
    async with reading() as connection:
        return f"/calendar/{booking.pro_id}/{await feed.secret(connection, booking.pro_id)}.ics"


async def test_the_feed_follows_what_becomes_of_a_booking(
    client: httpx.AsyncClient, booking: Booking
) -> None:
    address = await feed_of(booking)
    assert not Calendar.from_ical((await client.get(address)).content).events, "not confirmed yet"
    await confirm(booking)
    answer = await client.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).events
    assert (event.start, (event.end - event.start).seconds) == (booking.starts_at, 7200)
    assert (event["status"], event["location"]) == ("CONFIRMED", "12, rue des Orangers, Casablanca")
    before = event.sequence
    async with unit_of_work() as session:
        await cancelling.cancel(session, booking.id, by=Actor.person(booking.client_id))
    (event,) = Calendar.from_ical((await client.get(address)).content).events
    assert event["status"] == "CANCELLED"
    assert event.sequence > before
    assert "Orangers" not in event["location"], "an address only while it is confirmed"


async def test_a_raised_version_makes_the_old_address_useless(
    client: httpx.AsyncClient, cast: Cast, booking: Booking
) -> None:
    old = await feed_of(booking)
    assert (await client.get(old)).status_code == 200
    await sign_in(client, cast.hassan)
    assert old in unescape((await client.get("/pro/calendar")).text)
    assert (await client.post("/pro/calendar/rotate")).status_code == 303
    assert (await client.get(old)).status_code == 404
    assert (await client.get(await feed_of(booking))).status_code == 200


async def test_a_visit_goes_into_the_calendars_of_its_two_people(
    client: httpx.AsyncClient, cast: Cast, booking: Booking
) -> None:
    await sign_in(client, cast.amina)
    address = f"/bookings/{booking.reference}/visit.ics"
    assert (await client.get(address)).status_code == 404, "not confirmed yet"
    await confirm(booking)
    (event,) = Calendar.from_ical((await client.get(address)).content).events
    assert event.start == booking.starts_at
    await sign_in(client, cast.karim)
    assert (await client.get(address)).status_code == 404


async def test_no_number_is_in_it(client: httpx.AsyncClient, cast: Cast, booking: Booking) -> None:
    await confirm(booking)
    body = (await client.get(await feed_of(booking))).text
    for account in (cast.amina, cast.hassan):
        assert account.phone is not None
        assert account.phone[-9:] not in body


async def test_clients_have_no_feed(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    assert (await client.get("/pro/calendar")).status_code == 404
    assert (await client.post("/pro/calendar/rotate")).status_code == 404
