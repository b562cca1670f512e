"""The formula of the order, alike in Python and in the database; records, recommendations and the light random."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from tests.cast import Cast
from tests.discovery.plumbers import ahead, pro
from twiza.accounts.models import Hat
from twiza.bookings.models import BookingRequest
from twiza.discovery import pro_keeping, pro_ranking, pro_search
from twiza.discovery.models import ProListing, ProRecord
from twiza.discovery.pro_ranking import Record
from twiza.kit import clock, db
from twiza.kit.db import unit_of_work
from twiza.pros.models import ProProfile, ProService

RECORDS = [
    Record(),
    Record(rating_sum=45, rating_count=10),
    Record(50, 10, asked=20, answered=19, minutes=14, confirmed=18, done=17),
    Record(30, 10, asked=20, answered=2, minutes=700, confirmed=2, done=0, called_off=2),
    Record(0, 0, asked=1000, answered=0, minutes=100_000, confirmed=100, done=0, called_off=100),
    Record(5, 1, asked=3, answered=3, minutes=0, confirmed=3, done=3),
]


@pytest.mark.parametrize("record", RECORDS)
async def test_the_database_reckons_quality_as_we_do(database: str, record: Record) -> None:
    asked = "SELECT pro_quality(:rating_sum, :rating_count, :asked, :answered, :minutes, :confirmed, :done, :called_off)"
    async with db.reading() as connection:
        reckoned = await connection.scalar(text(asked), record._asdict())
    assert abs(reckoned - pro_ranking.quality(record)) <= 1
    assert all(0 <= part <= 1 for part in pro_ranking.parts(record))


def test_premium_pros_are_recommended_twice_as_often() -> None:
    ring = [(name, name in "bd") for name in "abcdefgh"]
    shown = Counter(name for week in range(10) for name in pro_ranking.rotation(ring, week, 2))
    assert all(shown[name] == (4 if premium else 2) for name, premium in ring)
    for week in range(30):
        chosen = pro_ranking.rotation(ring, week, 4)
        assert len(set(chosen)) == len(chosen) == 4
    assert pro_ranking.rotation([], 3, 4) == []
    assert pro_ranking.rotation([("a", True)], 3, 4) == ["a"]


def test_a_visitor_keeps_one_of_sixteen_orders_all_day() -> None:
    day = clock.now().date()
    seeds = {pro_ranking.seed(f"10.0.{n}.7", day) for n in range(400)}
    assert len(seeds) == pro_ranking.SEEDS
    assert seeds.isdisjoint({pro_ranking.seed("10.0.0.7", day + timedelta(days=1))})


async def test_who_is_recommended_has_a_picture_and_a_free_hour(committed: None) -> None:
    async with unit_of_work() as session:
        for number in range(3):
            await pro(session, number, avatar="art/av/youssef.webp", free=[5] if number else [])
        await pro(session, 7, ratings=[5] * 80)
    async with db.reading() as connection:
        cards = await pro_search.recommended(connection, 4)
    assert {card.name for card in cards} == {"Driss1 A.", "Driss2 A."}


RECORDED = """
INSERT INTO booking (reference, request_id, status, client_id, pro_id, city_id, category_id, starts_at, ends_at, duration,
                     expires_at, confirmed_at, answered_at, cancel_reason, left_open_at, created_at)
SELECT 'BK-REC' || n, :request, status::booking_status, :client, :pro, city_id, category_id, starts_at + n * interval '1 day',
       starts_at + n * interval '1 day' + interval '1 hour', CASE WHEN confirmed THEN 'H1' END::estimated_duration,
       now(), CASE WHEN confirmed THEN now() END, CASE WHEN answer IS NOT NULL THEN now() + answer * interval '1 minute' END,
       'x', CASE WHEN status = 'CONFIRMED' THEN now() END, now()
  FROM booking_request,
       (VALUES (1, 'COMPLETED', true, 10), (2, 'COMPLETED', true, 20), (3, 'CANCELLED_BY_PRO', true, 30),
               (4, 'CONFIRMED', true, 40), (5, 'DECLINED', false, 50), (6, 'EXPIRED', false, NULL),
               (7, 'CANCELLED_AUTO_FIRST_CONFIRMED', false, NULL), (8, 'CANCELLED_BY_CLIENT', false, NULL),
               (9, 'PENDING', false, NULL)) AS told (n, status, confirmed, answer)
 WHERE booking_request.id = :request
"""


async def test_records_leave_out_what_isn_t_the_pro_s_doing(cast: Cast) -> None:
    async with unit_of_work() as session:
        one = await pro(session, 1)
        city = await session.scalar(select(ProProfile.city_id))
        category = await session.scalar(select(ProService.category_id))
        request = BookingRequest(
            client_id=cast.amina.id, city_id=city, category_id=category, starts_at=ahead(0), description="x"
        )
        session.add(request)
        await session.flush()
        said = {"request": request.id, "client": cast.amina.id, "pro": one.id}
        await session.execute(text(RECORDED), said)
        before = await session.scalar(select(ProListing.quality))
    await pro_keeping.count_records()
    async with unit_of_work() as session:
        kept = (await session.scalars(select(ProRecord))).one()
        after = await session.scalar(select(ProListing.quality))
    assert (kept.asked, kept.answered, kept.minutes) == (6, 5, 30)
    assert (kept.confirmed, kept.done, kept.called_off, kept.left_open) == (4, 2, 1, 1)
    record = Record(0, 0, kept.asked, kept.answered, kept.minutes, kept.confirmed, kept.done, kept.called_off)
    assert after != before
    assert after == pro_ranking.quality(record)


async def test_listed_standing_is_that_of_the_formula(committed: None) -> None:
    async with unit_of_work() as session:
        await pro(session, 1, ratings=[5, 4, 5], premium_until=clock.now() + timedelta(days=1))
        row = (
            await session.execute(select(ProListing.quality, ProListing.standing, ProListing.rating))
        ).one()
        assert (await session.scalars(select(Hat.rating_count))).all() == [3]
    assert row.quality == pro_ranking.quality(Record(14, 3))
    assert row.standing == pro_ranking.standing(row.quality, premium=True)
    assert row.rating == 466
