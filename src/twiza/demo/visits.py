"""Bookings of the demo world: what is over as rows, what is going on by its own verbs, for hours from today on."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import HatKind
from twiza.bookings import cancelling, confirming, declining, requesting
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import BookingEventType, BookingParty, BookingStatus, Duration
from twiza.bookings.models import Booking, BookingEvent, BookingRequest
from twiza.demo import written
from twiza.demo.calendar import day, named, stamped
from twiza.demo.orders import ring
from twiza.demo.people import CLIENT, EMAIL_DOMAIN, PEOPLE, Somebody
from twiza.demo.pros import all_pros
from twiza.kit import clock, events, ids
from twiza.kit.ids import repeatable, short_code
from twiza.profiles.places import Category
from twiza.pros import queries
from twiza.pros.models import ProProfile
from twiza.reviews.models import Review

OVER = 220
_CLIENTS = tuple(one for one in PEOPLE if one.hat is CLIENT and not one.banned and not one.admin)
_SECOND = timedelta(seconds=1)


class Live(NamedTuple):
    """A request of today: who asks whom, how many free hours from now, and what comes of it."""

    client: str
    trade: str
    city: str
    ahead: int
    asked: int
    becomes: BookingStatus


# Amina and Hassan first: the start screen names them.
_LIVE = (
    Live("Amina", "plomberie", "casablanca", 14, 3, BookingStatus.PENDING),
    Live("Amina", "electricite", "casablanca", 20, 1, BookingStatus.CONFIRMED),
    Live("Amina", "menage", "casablanca", 26, 2, BookingStatus.DECLINED),
    Live("Mounia", "plomberie", "casablanca", 6, 1, BookingStatus.CONFIRMED),
    Live("Ibtissam", "plomberie", "casablanca", 30, 1, BookingStatus.PENDING),
    Live("Hatem", "climatisation", "rabat-sale", 12, 2, BookingStatus.CONFIRMED),
    Live("Rania", "jardinage", "marrakech", 9, 3, BookingStatus.PENDING),
    Live("Taha", "peinture", "marrakech", 18, 1, BookingStatus.CANCELLED_BY_CLIENT),
    Live("Leila", "serrurerie", "rabat-sale", 16, 1, BookingStatus.CANCELLED_BY_PRO),
    Live("Samir", "bricolage", "marrakech", 22, 3, BookingStatus.CONFIRMED),
)


async def live(session: AsyncSession) -> None:
    """First what is over, then today; bells ring, no letter leaves."""
    categories = {one.slug: one.id for one in await session.scalars(select(Category))}
    await _over(session, categories)
    for number, one in enumerate(_LIVE):
        with ids.repeatable(clock.now(), f"visit {number}"):
            await _ask(session, one, categories[one.trade])


async def _ask(session: AsyncSession, one: Live, category: UUID) -> None:
    somebody = [person for _, person in all_pros() if (person.category, person.city) == (one.trade, one.city)]
    pros = [named(person.login) for person in somebody][: one.asked]
    at = await _free_for(session, pros, one.ahead)
    if at is None:
        return
    client = named(f"{one.client.lower()}{EMAIL_DOMAIN}")
    words = random.Random(f"{one}").choice(_needs(one.trade))  # noqa: S311  no secret is drawn from it
    made = await requesting.request(
        session,
        by=client,
        pro_ids=pros,
        category_id=category,
        starts_at=at,
        description=words,
        address="12, rue des Orangers",
        floor="2e étage",
        landmark="Porte verte, face à la pharmacie",
    )
    await session.flush()
    found = select(Booking.id, Booking.pro_id).where(Booking.request_id == made.id)
    asked = {row.pro_id: row.id for row in await session.execute(found)}
    await _become(session, one.becomes, client, [(pro, asked[pro]) for pro in pros])
    await session.flush()
    await ring(session, events.take_recorded(session))
    await session.flush()


async def _become(
    session: AsyncSession, wanted: BookingStatus, client: UUID, asked: Sequence[tuple[UUID, UUID]]
) -> None:
    """By the verbs that people have for it; of several who were asked, the first answers."""
    if wanted is BookingStatus.PENDING:
        return
    pro, booking = asked[0]
    if wanted is BookingStatus.DECLINED:
        for each, theirs in asked:
            await declining.decline(session, theirs, by=Actor.person(each))
        return
    if wanted is BookingStatus.CANCELLED_BY_CLIENT:
        await cancelling.cancel(session, booking, by=Actor.person(client))
        return
    await confirming.confirm(session, booking, by=Actor.person(pro), duration=Duration.H2)
    if wanted is BookingStatus.CANCELLED_BY_PRO:
        await cancelling.cancel(session, booking, by=Actor.person(pro), reason="Ma camionnette est en panne.")


async def _free_for(session: AsyncSession, pros: Sequence[UUID], ahead: int) -> datetime | None:
    """The first hour, this far down the list of the first pro's, at which all of them can come for two hours."""
    notice = max(
        (
            await session.scalars(select(ProProfile.min_notice_hours).where(ProProfile.account_id.in_(pros)))
        ).all()
    )
    hour = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=notice + 1)
    left = ahead
    for _ in range(24 * 14):
        if all([await queries.is_open(session, pro, hour, 2) for pro in pros]):
            if left <= 0:
                return hour
            left -= 1
        hour += timedelta(hours=1)
    return None


def _needs(trade: str) -> Sequence[str]:
    part = next(one for one in written.parts("needs.txt") if one.heading[0] == trade)
    return [line[0] for line in part.lines]


async def _over(session: AsyncSession, categories: dict[str, UUID]) -> None:
    """Half a year of visits that are done, lapsed or were called off, and what clients said of them."""
    chance = random.Random("visits")  # noqa: S311  no secret is drawn from it
    rows: dict[Any, list[dict[str, Any]]] = {BookingRequest: [], Booking: [], BookingEvent: [], Review: []}
    cities = {row.account_id: row.city_id for row in await session.scalars(select(ProProfile))}
    pros = [somebody for _, somebody in all_pros()]
    said = {one.heading[0]: one for one in written.parts("visit_reviews.txt")}
    for number in range(OVER):
        # One in four is Hassan’s, whose page the start screen leads to.
        pro = chance.choice(pros) if number % 4 else pros[0]
        _one_over(rows, number, pro, cities[named(pro.login)], categories[pro.category], said, chance)
    for table, values in rows.items():
        await session.execute(insert(table), values)


def _one_over(  # noqa: PLR0917  one visit, with all that it stands on
    rows: dict[Any, list[dict[str, Any]]],
    number: int,
    pro: Somebody,
    city: UUID,
    category: UUID,
    said: dict[str, Any],
    chance: random.Random,
) -> None:
    client = chance.choice(_CLIENTS)
    starts = day(3 + number * 175 / OVER).replace(minute=0, second=0, microsecond=0)
    starts = starts.replace(hour=chance.choice((9, 10, 11, 14, 15, 16)))
    asked = starts - timedelta(hours=chance.randint(20, 60))
    becomes = (
        BookingStatus.EXPIRED
        if number % 9 == 4
        else BookingStatus.CANCELLED_BY_CLIENT
        if number % 13 == 6
        else BookingStatus.COMPLETED
    )
    if number == 100:
        becomes = BookingStatus.CANCELLED_BY_CLIENT_LATE
    request, booking = stamped(asked, "need", number), stamped(asked, "visit", number)
    whose = {"client_id": named(client.login), "city_id": city, "category_id": category, "starts_at": starts}
    rows[BookingRequest].append(
        {**whose, "id": request, "description": chance.choice(_needs(pro.category)), "created_at": asked}
    )
    confirmed = (
        asked + timedelta(hours=2)
        if becomes in {BookingStatus.COMPLETED, BookingStatus.CANCELLED_BY_CLIENT_LATE}
        else None
    )
    ended = {
        BookingStatus.COMPLETED: starts + timedelta(hours=2),
        BookingStatus.EXPIRED: asked + timedelta(hours=12),
        BookingStatus.CANCELLED_BY_CLIENT_LATE: starts - timedelta(hours=2),
    }
    end = ended.get(becomes, asked + timedelta(hours=1))
    with repeatable(asked, f"visit {number}"):
        reference = f"BK-{short_code(6)}"
    rows[Booking].append(
        {
            **whose,
            "id": booking,
            "request_id": request,
            "pro_id": named(pro.login),
            "reference": reference,
            "status": becomes,
            "ends_at": starts + timedelta(hours=2 if confirmed else 1),
            "duration": Duration.H2 if confirmed else None,
            "expires_at": asked + timedelta(hours=12),
            "confirmed_at": confirmed,
            "answered_at": confirmed,
            "completed_at": end if becomes is BookingStatus.COMPLETED else None,
            "cancelled_at": end
            if becomes in {BookingStatus.CANCELLED_BY_CLIENT, BookingStatus.CANCELLED_BY_CLIENT_LATE}
            else None,
            "created_at": asked,
        }
    )
    told: list[tuple[BookingEventType, BookingParty, UUID | None, datetime]] = [
        (BookingEventType.CREATED, BookingParty.CLIENT, named(client.login), asked)
    ]
    if confirmed:
        told += [
            (BookingEventType.CONFIRMED, BookingParty.PRO, named(pro.login), confirmed),
            (BookingEventType.COMPLETED, BookingParty.PRO, named(pro.login), end),
        ]
    elif becomes is BookingStatus.EXPIRED:
        told.append((BookingEventType.EXPIRED, BookingParty.CLOCK, None, end))
    else:
        told.append((BookingEventType.CANCELLED, BookingParty.CLIENT, named(client.login), end))
    rows[BookingEvent] += [
        {
            "id": stamped(at + place * _SECOND, "visit event", number, place),
            "booking_id": booking,
            "type": kind,
            "party": party,
            "actor_id": actor,
            "details": {},
            "at": at,
        }
        for place, (kind, party, actor, at) in enumerate(told)
    ]
    if becomes is BookingStatus.COMPLETED and chance.random() < 0.7:
        _reviewed(rows[Review], number, booking, client, pro, end, said, chance)


def _reviewed(  # noqa: PLR0917  one review, with all that it stands on
    reviews: list[dict[str, Any]],
    number: int,
    booking: UUID,
    client: Somebody,
    pro: Somebody,
    end: datetime,
    said: dict[str, Any],
    chance: random.Random,
) -> None:
    stars = chance.choice((5, 5, 5, 4, 4, 3))
    language = client.language if client.language in said else "fr"
    words = [line for line in said[language].lines if int(line[0]) == stars]
    at = end + timedelta(hours=chance.randint(2, 40))
    answered = chance.random() < 0.3
    thanks = {"fr": "Merci, à bientôt\u00a0!", "ar": "شكرًا لكم، مرحبًا بكم دائمًا."}
    reviews.append(
        {
            "id": stamped(at, "visit review", number),
            "booking_id": booking,
            "reviewer_id": named(client.login),
            "reviewee_id": named(pro.login),
            "reviewee_hat": HatKind.PRO,
            "rating": stars,
            "text": chance.choice(words)[1],
            "language": language,
            "public_at": at,
            "counted": True,
            "answer": thanks["ar" if pro.language == "ar" else "fr"] if answered else "",
            "answered_at": at + timedelta(hours=5) if answered else None,
            "created_at": at,
        }
    )
