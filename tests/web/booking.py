"""Bookings for page tests: Amina asks Hassan and others, through the verbs of the domain."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tests.cast import Cast
from tests.pros.opening import another_pro, category_named, city_named, next_day, open_hassan
from twiza.accounts.models import Account
from twiza.bookings import confirming, requesting
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import Duration
from twiza.bookings.models import Booking, BookingRequest
from twiza.kit import ids
from twiza.kit.db import unit_of_work
from twiza.pros.models import Neighbourhood, ProProfile

THURSDAY = 4
DESCRIPTION = "Le robinet de la cuisine fuit depuis hier."
ADDRESS = "12, rue Ibn Sina"
PHONE_OF_HASSAN = "+212633333333"


@dataclass
class Asked:
    """A request of Amina's and what each pro was asked, Hassan first."""

    request: BookingRequest
    bookings: list[Booking]
    pros: list[Account]

    @property
    def first(self) -> Booking:
        return self.bookings[0]

    @property
    def path(self) -> str:
        return f"/bookings/{self.first.reference}"


async def open_pros(cast: Cast, others: int = 0) -> list[Account]:
    """Hassan, and as many other plumbers of Casablanca as wanted."""
    async with unit_of_work() as session:
        await open_hassan(session, cast)
        names = ("Rachid", "Brahim", "Nabil", "Said")
        return [
            cast.hassan,
            *[await another_pro(session, names[n], f"+21266000000{n}") for n in range(others)],
        ]


async def neighbourhood(name: str = "Maârif") -> str:
    """A part of Casablanca to come to."""
    async with unit_of_work() as session:
        city = await city_named(session, "casablanca")
        found = await session.scalar(select(Neighbourhood.id).where(Neighbourhood.city_id == city).limit(1))
        if found is None:
            found = ids.new()
            names = {"name_fr": name, "name_ar": "المعاريف", "name_en": name}
            session.add(Neighbourhood(id=found, city_id=city, slug="maarif", **names))
        return str(found)


def thursday(hour: int = 14) -> datetime:
    return next_day(THURSDAY, hour)


async def asked(cast: Cast, *, others: int = 0, at: datetime | None = None) -> Asked:
    """Amina asks Hassan and so many others for the same hour."""
    pros = await open_pros(cast, others)
    return await ask(cast, pros, at=at)


async def ask(cast: Cast, pros: list[Account], *, at: datetime | None = None) -> Asked:
    where = ids.parse(await neighbourhood())
    async with unit_of_work() as session:
        made = await requesting.request(
            session,
            by=cast.amina.id,
            pro_ids=[pro.id for pro in pros],
            category_id=await category_named(session, "plomberie"),
            starts_at=at or thursday(),
            description=DESCRIPTION,
            neighbourhood_id=where,
            address=ADDRESS,
            floor="3",
            landmark="En face de la pharmacie",
        )
        rows = await session.scalars(select(Booking).where(Booking.request_id == made.id))
        by_pro = {booking.pro_id: booking for booking in rows}
    return Asked(made, [by_pro[pro.id] for pro in pros], pros)


async def confirmed(cast: Cast, *, others: int = 0, at: datetime | None = None) -> Asked:
    """Hassan has confirmed for two hours."""
    made = await asked(cast, others=others, at=at)
    await do(confirming.confirm, made.first, by=Actor.person(cast.hassan.id), duration=Duration.H2)
    return made


async def do(verb: Callable[..., Any], booking: Booking, **how: Any) -> Any:
    """One verb of the domain in a transaction of its own."""
    async with unit_of_work() as session:
        return await verb(session, booking.id, **how)


async def take_urgent(account: Account) -> None:
    """This pro opts in to what can't wait."""
    async with unit_of_work() as session:
        profile = await session.get_one(ProProfile, account.id)
        profile.takes_urgent = True
