"""Planted numbers: whoever looks at whatever page, at whatever time of a booking, finds only what is theirs to know.

Each number stands in one place only, so whatever leaks tells by itself where it came from. Pages, the API, the
calendar, the export, messages that leave and all that the database keeps for others are searched, whichever way a
number is written.
"""

import re
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
from sqlalchemy import text, update

from tests.bookings import telling
from tests.cast import Cast, sign_in
from tests.conftest import new_client
from twiza.accounts import exporting
from twiza.accounts.models import Account
from twiza.bookings.kinds import BookingStatus
from twiza.bookings.models import Booking
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.messaging import sending
from twiza.pros import feed
from twiza.pros.models import ProProfile

# Where each was planted; nobody else in these tests has a number that looks like it.
AMINAS = {"phone": "661700001", "description": "661700002", "landmark": "661700003", "message": "661700004"}
HASSANS = {"phone": "661800001", "whatsapp": "661800002", "bio": "661800003", "message": "661800004"}
ALL = {**{f"Amina’s {k}": v for k, v in AMINAS.items()}, **{f"Hassan’s {k}": v for k, v in HASSANS.items()}}
# What a name, a bio and an answer hold is masked even for whoever may call.
TOLD_WHEN_CONFIRMED = {
    "amina": {"Hassan’s phone", "Hassan’s whatsapp", "Hassan’s message"},
    "hassan": {"Amina’s phone", "Amina’s description", "Amina’s landmark", "Amina’s message"},
}
PAGES = (
    "/", "/pros?city=casablanca&category=plomberie", "/pros/casablanca/plomberie", "/services", "/pro/{hassan}",
    "/freelancers", "/messages", "/messages/{amina}", "/messages/{hassan}", "/messages?q=appelez", "/notifications",
    "/client/bookings", "/client/bookings/standing", "/pro/bookings", "/pro/dashboard", "/pro/calendar", "/dashboard",
    "/bookings/{booking}", "/bookings/{booking}/room", "/bookings/{booking}/review", "/bookings/{booking}/report",
    "/bookings/{booking}/visit.ics", "{feed}", "/client/bookings/new?pro={hassan}",
    "/api/v1/bookings/my", "/api/v1/bookings/{booking}", "/api/v1/pros?city=casablanca&category=plomberie",
    "/api/v1/pros/{hassan}", "/api/v1/users/{hassan}", "/api/v1/users/{amina}", "/api/v1/messages/{hassan}",
    "/api/v1/messages/{amina}", "/api/v1/users/{hassan}/reviews?hat=pro",
)  # fmt: skip
# Everything that is written down for others to read, by us or by a channel.
WRITTEN = {
    "events": "SELECT data::text FROM event",
    "notices": "SELECT params::text FROM notification",
    "live messages": "SELECT payload::text FROM live_outbox",
    "letters": "SELECT concat_ws(' ', subject, body, html, payload::text) FROM outgoing",
    "history": "SELECT details::text FROM booking_event",
    "audit": "SELECT details::text FROM admin_act",
    "lists of pros": "SELECT to_jsonb(pro_listing)::text FROM pro_listing",
}


@pytest.fixture
async def booking(cast: Cast) -> Booking:
    """Amina asks Hassan and Youssef; numbers stand wherever people write them."""
    async with unit_of_work() as session:
        for account, phone in ((cast.amina, AMINAS["phone"]), (cast.hassan, HASSANS["phone"])):
            await session.execute(
                update(Account).where(Account.id == account.id).values(phone=f"+212{phone}")
            )
            account.phone = f"+212{phone}"
        await telling.two_pros(session, cast)
        planted = {"whatsapp": f"+212{HASSANS['whatsapp']}", "bio": f"Appelez le 0{HASSANS['bio']}"}
        await session.execute(
            update(ProProfile).where(ProProfile.account_id == cast.hassan.id).values(planted)
        )
    async with unit_of_work() as session:
        made = await telling.ask(
            session,
            cast.amina,
            [cast.hassan, cast.youssef],
            telling.at(9),
            description=f"Une fuite, appelez le 0{AMINAS['description']}",
            landmark=f"Sonnez, ou 0{AMINAS['landmark']}",
        )
    async with unit_of_work() as session:
        for one, other, said in ((cast.amina, cast.hassan, AMINAS), (cast.hassan, cast.amina, HASSANS)):
            words = f"Bonjour, appelez le 0{said['message']}"
            await sending.send(session, other.id, by=one.id, text=words)
    return made[0]


@asynccontextmanager
async def _browser(who: Account | None) -> AsyncIterator[httpx.AsyncClient]:
    async with new_client() as client:
        if who is not None:
            await sign_in(client, who)
        yield client


@pytest.mark.parametrize(
    "status",
    [
        BookingStatus.PENDING,
        BookingStatus.CONFIRMED,
        BookingStatus.COMPLETED,
        BookingStatus.CANCELLED_BY_PRO,
        BookingStatus.CANCELLED_BY_CLIENT_LATE,
    ],
)
async def test_everybody_finds_only_what_is_theirs(
    cast: Cast, booking: Booking, status: BookingStatus, capfd: pytest.CaptureFixture[str]
) -> None:
    async with unit_of_work() as session:
        await telling.bring_to(session, booking, status)
    whose = {"amina": AMINAS, "hassan": HASSANS}
    everybody = {"amina": cast.amina, "hassan": cast.hassan, "youssef": cast.youssef, "karim": cast.karim}
    for name, account in [*everybody.items(), ("salma", cast.salma), ("a visitor", None)]:
        own = {f"{name.title()}’s {place}" for place in whose.get(name, ())}
        told = TOLD_WHEN_CONFIRMED.get(name, set()) if status is BookingStatus.CONFIRMED else set()
        seen: set[str] = set()
        async with _browser(account) as client:
            async for address, answer in _looked_at(client, cast, booking):
                leaked = _numbers(answer.text) - own - told
                assert not leaked, f"{name} reads {sorted(leaked)} at {address}"
                seen |= _numbers(answer.text)
        assert told <= seen, f"{name} never learns {sorted(told - seen)}"
    await _search_what_is_written()
    assert not _numbers(capfd.readouterr().err), "the log"


async def test_an_export_holds_nobody_elses_number(cast: Cast, booking: Booking) -> None:
    async with unit_of_work() as session:
        await telling.bring_to(session, booking, BookingStatus.COMPLETED)
    for account, name, own in ((cast.amina, "Amina", AMINAS), (cast.hassan, "Hassan", HASSANS)):
        packed = b"".join([piece async for piece in await exporting.export(account.id)])
        with zipfile.ZipFile(BytesIO(packed)) as archive:
            inside = " ".join(archive.read(file).decode(errors="replace") for file in archive.namelist())
        assert not _numbers(inside) - {f"{name}’s {place}" for place in own}


async def test_a_message_on_its_way_holds_no_number(cast: Cast, booking: Booking) -> None:
    """Reminders and answers of the clock too."""
    async with unit_of_work() as session:
        await telling.bring_to(session, booking, BookingStatus.CONFIRMED)
    with clock.travel(timedelta(days=1)):
        await _search_what_is_written()


async def _looked_at(
    client: httpx.AsyncClient, cast: Cast, booking: Booking
) -> AsyncIterator[tuple[str, httpx.Response]]:
    async with reading() as connection:
        secret = await feed.secret(connection, cast.hassan.id)
    about = {"amina": cast.amina.id, "hassan": cast.hassan.id, "booking": booking.id}
    calendar = f"/calendar/{cast.hassan.id}/{secret}.ics"
    for page in PAGES:
        address = page.format(**about, feed=calendar)
        answer = await client.get(address)
        assert answer.status_code < 500, address
        yield address, answer


async def _search_what_is_written() -> None:
    async with reading() as connection:
        for what, statement in WRITTEN.items():
            rows: Any = (await connection.execute(text(statement))).scalars()
            for row in rows:
                assert not _numbers(row or ""), f"{sorted(_numbers(row))} in {what}: {row}"


def _numbers(said: str) -> set[str]:
    """Whose numbers stand in a text, however they are spaced or escaped."""
    digits = re.sub(r"[\s.\-()\u00a0\u202f\u200e\u200f\u2066-\u2069]|%20|&nbsp;", "", said)
    return set(_found(digits))


def _found(digits: str) -> Iterator[str]:
    for place, number in ALL.items():
        if number in digits:
            yield place
