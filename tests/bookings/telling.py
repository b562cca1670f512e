"""Stories of bookings, told in one line: pros who are open all day, requests, bookings in any state, what must be true."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from tests.cast import Cast
from tests.pros.opening import ALWAYS, category_named, open_pro
from twiza.accounts.models import Account, Hat, HatKind
from twiza.bookings import cancelling, completing, confirming, declining, expiring, requesting
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import BookingStatus, Duration
from twiza.bookings.models import Booking, BookingEvent
from twiza.kit import clock, gathering
from twiza.pros.hours import hour_of, moment_of
from twiza.pros.models import ProProfile

S = BookingStatus
HOUR = timedelta(hours=1)


async def open_all(
    session: AsyncSession, *accounts: Account, category: str = "plomberie", notice: int = 0
) -> list[ProProfile]:
    """These accounts as pros of Casablanca, open day and night, without notice."""
    return [
        await open_pro(session, account, category=category, week=ALWAYS, min_notice_hours=notice)
        for account in accounts
    ]


async def people(session: AsyncSession, many: int, first: int = 0) -> list[Account]:
    """More accounts with verified phones."""
    made = [
        Account(
            first_name=f"Anas{first + n}",
            last_name="Tazi",
            phone=f"+2126{70000000 + first + n}",
            phone_verified_at=clock.now(),
            language="fr",
            active_hat=HatKind.CLIENT,
            hats=[Hat(kind=HatKind.CLIENT)],
        )
        for n in range(many)
    ]
    session.add_all(made)
    await session.flush()
    return made


def at(hour: int, *, days: int = 2) -> datetime:
    """That hour (UTC) of a day ahead."""
    day = (clock.now() + timedelta(days=days)).date()
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def next_hour(ahead: float = 1) -> datetime:
    """The first whole hour at least so many hours from now."""
    return moment_of(hour_of(clock.now() + timedelta(hours=ahead)) + 1)


async def ask(
    session: AsyncSession,
    client: Account | UUID,
    pros: Sequence[Account | UUID],
    starts_at: datetime,
    *,
    category: str = "plomberie",
    description: str = "Une fuite sous l’évier",
    **more: object,
) -> list[Booking]:
    """The bookings of one request, in the order in which the pros were named."""
    pro_ids = [pro if isinstance(pro, UUID) else pro.id for pro in pros]
    made = await requesting.request(
        session,
        by=client if isinstance(client, UUID) else client.id,
        pro_ids=pro_ids,
        category_id=await category_named(session, category),
        starts_at=starts_at,
        description=description,
        address="12, rue des Orangers",
        **more,  # pyright: ignore[reportArgumentType]
    )
    await session.flush()
    found = (await session.scalars(select(Booking).where(Booking.request_id == made.id))).all()
    return sorted(found, key=lambda booking: pro_ids.index(booking.pro_id))


async def bring_to(session: AsyncSession, booking: Booking, status: BookingStatus) -> Booking:
    """Walk a waiting booking to this state by its own verbs, in its own time."""
    client, pro = Actor.person(booking.client_id), Actor.person(booking.pro_id)
    if status is S.PENDING:
        return booking
    if status is S.DECLINED:
        return await declining.decline(session, booking.id, by=pro)
    if status is S.EXPIRED:
        with clock.travel(booking.expires_at):
            return await expiring.expire(session, booking.id)
    if status is S.CANCELLED_AUTO_FIRST_CONFIRMED:
        rival = (await people(session, 1, first=900))[0]
        other = (await ask(session, rival, [booking.pro_id], booking.starts_at))[0]
        await confirming.confirm(session, other.id, by=pro, duration=Duration.H1)
        return await again(session, booking)
    if status is S.CANCELLED_BY_CLIENT:
        return await cancelling.cancel(session, booking.id, by=client)
    await confirming.confirm(session, booking.id, by=pro, duration=Duration.H2)
    if status is S.CANCELLED_BY_CLIENT_LATE:
        with clock.travel(booking.starts_at - HOUR):
            return await cancelling.cancel(session, booking.id, by=client)
    if status is S.CANCELLED_BY_PRO:
        return await cancelling.cancel(session, booking.id, by=pro, reason="Panne de voiture")
    if status is S.COMPLETED:
        with clock.travel(booking.starts_at + HOUR):
            return await completing.complete(session, booking.id, by=pro)
    return booking


async def again(session: AsyncSession, booking: Booking | UUID) -> Booking:
    """The booking as the database has it."""
    booking_id = booking if isinstance(booking, UUID) else booking.id
    await session.flush()
    statement = select(Booking).where(Booking.id == booking_id).execution_options(populate_existing=True)
    return (await session.execute(statement)).scalar_one()


async def _all_written(session: AsyncSession | AsyncConnection) -> None:
    """What waits for the commit is there, as whoever looks afterwards finds it."""
    if isinstance(session, AsyncSession):
        await gathering.write_left(session)


async def history(session: AsyncSession | AsyncConnection, booking_id: UUID) -> list[str]:
    await _all_written(session)
    told = select(BookingEvent.type).where(BookingEvent.booking_id == booking_id).order_by(BookingEvent.id)
    return [kind.value for kind in (await session.execute(told)).scalars()]


async def two_pros(session: AsyncSession, cast: Cast) -> None:
    """Hassan and Youssef, both plumbers of Casablanca who are always open."""
    await open_all(session, cast.hassan, cast.youssef)


# What must hold after every step, each as a statement that finds nothing.
_HOURS = """
  SELECT b.id, b.pro_id, h AS starts_at FROM booking b,
    generate_series(b.starts_at, b.ends_at - interval '1 hour', interval '1 hour') h
  WHERE b.status = 'CONFIRMED' OR (b.status = 'COMPLETED' AND h < b.completed_at)
"""
INVARIANTS = {
    "two confirmed bookings hold the same person": """
      SELECT a.reference, b.reference FROM booking a JOIN booking b ON a.id < b.id
      WHERE a.status = 'CONFIRMED' AND b.status = 'CONFIRMED'
        AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
        AND (a.client_id IN (b.client_id, b.pro_id) OR a.pro_id IN (b.client_id, b.pro_id))""",
    "an hour is locked for nothing": f"""
      SELECT booking_id, pro_id, starts_at FROM slot_lock EXCEPT ({_HOURS})""",
    "an hour of a booking isn't locked": f"""
      ({_HOURS}) EXCEPT SELECT booking_id, pro_id, starts_at FROM slot_lock""",
    "more than three wait": """
      SELECT client_id, count(*) FROM booking WHERE status = 'PENDING'
      GROUP BY client_id, city_id, category_id HAVING count(*) > 3""",
    "the bits are not the locks": """
      SELECT c.pro_id FROM pro_calendar c LEFT JOIN slot_lock l ON l.pro_id = c.pro_id
        AND l.starts_at >= to_timestamp(c.base_hour * 3600)
        AND l.starts_at < to_timestamp((c.base_hour + 1488) * 3600)
      GROUP BY c.pro_id, c.base_hour, c.locked
      HAVING c.locked <> coalesce(bit_or(set_bit(repeat('0', 1488)::bit(1488),
        (extract(epoch FROM l.starts_at)::bigint / 3600 - c.base_hour)::int, 1)), repeat('0', 1488)::bit(1488))""",
    "a request waits for hours that are taken": """
      SELECT p.reference, c.reference FROM booking p JOIN booking c ON c.status = 'CONFIRMED'
        AND c.pro_id = p.pro_id AND p.starts_at >= c.starts_at AND p.starts_at < c.ends_at
      WHERE p.status = 'PENDING'""",
    "a sibling waits within confirmed hours": """
      SELECT p.reference, c.reference FROM booking p JOIN booking c ON c.status = 'CONFIRMED'
        AND c.client_id = p.client_id AND c.city_id = p.city_id AND c.category_id = p.category_id
        AND p.starts_at >= c.starts_at AND p.starts_at < c.ends_at
      WHERE p.status = 'PENDING'""",
    "a booking ended twice, or without saying so": """
      SELECT b.reference FROM booking b LEFT JOIN booking_event e ON e.booking_id = b.id
      GROUP BY b.id HAVING count(*) FILTER (WHERE e.type IN ('DECLINED','EXPIRED','CANCELLED','COMPLETED')
        -- Called done by a pro who, as an administrator found, never came.
        AND NOT (e.type = 'COMPLETED' AND b.status = 'CANCELLED_BY_PRO'))
        <> (b.status NOT IN ('PENDING', 'CONFIRMED'))::int
        OR count(*) FILTER (WHERE e.type = 'CREATED') <> 1
        OR (count(*) FILTER (WHERE e.type = 'CONFIRMED') > 0) <> (b.confirmed_at IS NOT NULL)""",
    "a whole day isn't closed by its booking, or by one that is over": """
      SELECT coalesce(b.id, x.booking_id) FROM (SELECT * FROM booking
        WHERE status = 'CONFIRMED' AND duration = 'H8') b
      FULL JOIN (SELECT x.booking_id FROM availability_exception x JOIN booking y ON y.id = x.booking_id
        WHERE y.status <> 'COMPLETED') x ON x.booking_id = b.id
      WHERE b.id IS NULL OR x.booking_id IS NULL""",
}


_ALL = text(
    " UNION ALL ".join(
        f"SELECT '{said.replace(chr(39), chr(39) * 2)}' WHERE EXISTS ({statement})"
        for said, statement in INVARIANTS.items()
    )
)


async def broken(connection: AsyncSession | AsyncConnection) -> list[str]:
    """Which of the invariants don't hold now."""
    await _all_written(connection)
    return list((await connection.execute(_ALL)).scalars())
