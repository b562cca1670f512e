"""Who may ask whom for which hour: what is wrong is told by a code of its own, and changes nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.bookings import telling
from tests.bookings.telling import HOUR, S, ask, at, next_hour
from tests.cast import Cast
from tests.pros.opening import ALWAYS, another_pro, city_named, open_pro
from twiza.accounts import blocking
from twiza.bookings import confirming, declining, requesting
from twiza.bookings.actors import Actor
from twiza.bookings.events import BookingRequested, RequestUnanswered
from twiza.bookings.kinds import Duration
from twiza.bookings.locking import hold_client
from twiza.bookings.models import Booking, BookingRequest, ClientProfile, RequestFile
from twiza.kit import clock, storage
from twiza.kit.errors import DomainError, Invalid, NotFound
from twiza.kit.events import take_recorded
from twiza.pros import exceptions
from twiza.pros import locking as pros
from twiza.pros.models import Neighbourhood
from twiza.pros.scheduling import set_week


def picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(kept, "PNG")
    return kept.getvalue()


async def refused(session: AsyncSession, code: str, **asked: Any) -> DomainError:
    """The request is refused with this code, and nothing was written."""
    before = await session.scalar(select(func.count()).select_from(Booking))
    async with session.begin_nested() as attempt:
        with pytest.raises(DomainError) as found:
            await ask(session, **asked)
        await attempt.rollback()
    assert found.value.code == code
    assert found.value.status in {403, 409, 422}
    assert await session.scalar(select(func.count()).select_from(Booking)) == before
    return found.value


async def test_a_request_to_two_pros(session: AsyncSession, plumbers: Cast) -> None:
    take_recorded(session)
    one, two = await ask(session, plumbers.amina, [plumbers.hassan, plumbers.youssef], at(9), floor=" 3e ")
    request = (await session.execute(select(BookingRequest))).scalar_one()
    assert {one.request_id, two.request_id} == {request.id}
    assert (request.floor, request.urgent) == ("3e", False)
    assert one.status is S.PENDING and one.reference.startswith("BK-") and len(one.reference) == 9
    assert one.ends_at - one.starts_at == HOUR
    assert timedelta(hours=12) == one.expires_at - one.created_at
    assert (one.min_price, one.max_price) == (150_00, 400_00)
    told = [event for event in take_recorded(session) if isinstance(event, BookingRequested)]
    assert [event.pro_id for event in told] == [plumbers.hassan.id, plumbers.youssef.id]
    assert await telling.history(session, one.id) == ["CREATED"]


async def test_it_lapses_when_its_hour_begins_if_that_is_sooner(
    session: AsyncSession, plumbers: Cast
) -> None:
    (near,) = await ask(session, plumbers.amina, [plumbers.hassan], next_hour(1))
    assert near.expires_at == near.starts_at
    assert near.urgent
    (far,) = await ask(session, plumbers.amina, [plumbers.youssef], next_hour(5))
    assert not far.urgent


WRONG_HOURS: dict[str, Callable[[], datetime]] = {
    "not_on_the_hour": lambda: at(8) + timedelta(minutes=17),
    "in_the_past": lambda: next_hour(-2),
    "too_far_ahead": lambda: next_hour(60 * 24),
}


@pytest.mark.parametrize("code", WRONG_HOURS)
async def test_hours_that_cannot_be(session: AsyncSession, plumbers: Cast, code: str) -> None:
    wrong = await refused(
        session, code, client=plumbers.amina, pros=[plumbers.hassan], starts_at=WRONG_HOURS[code]()
    )
    assert isinstance(wrong, Invalid) and wrong.field_texts()["starts_at"]


async def test_the_last_hour_of_the_sixty_days_can_be_asked_for(
    session: AsyncSession, plumbers: Cast
) -> None:
    assert await ask(session, plumbers.amina, [plumbers.hassan], next_hour(60 * 24 - 1))


async def test_outside_the_hours_closed_or_held(session: AsyncSession, plumbers: Cast) -> None:
    amina, hassan = plumbers.amina, plumbers.hassan
    await set_week(session, hassan.id, dict.fromkeys(range(7), ((8 * 60, 18 * 60),)))
    await refused(session, "not_free", client=amina, pros=[hassan], starts_at=at(7))
    await refused(session, "not_free", client=amina, pros=[hassan], starts_at=at(18))
    (first,) = await ask(session, amina, [hassan], at(8))
    await exceptions.close(session, hassan.id, start_at=at(0, days=3), end_at=at(0, days=4))
    await refused(session, "not_free", client=amina, pros=[hassan], starts_at=at(9, days=3))
    await confirming.confirm(session, first.id, by=Actor.person(hassan.id), duration=Duration.H2)
    await refused(session, "not_free", client=plumbers.karim, pros=[hassan], starts_at=at(9))
    assert await ask(session, plumbers.karim, [hassan], at(10))


async def test_notice(session: AsyncSession, plumbers: Cast) -> None:
    (await pros.hold(session, [plumbers.hassan.id]))[plumbers.hassan.id].min_notice_hours = 4
    soon = {"client": plumbers.amina, "pros": [plumbers.hassan], "starts_at": next_hour(2)}
    await refused(session, "not_free", **soon)
    assert await ask(session, plumbers.amina, [plumbers.hassan], next_hour(4))


async def test_how_many_and_who(session: AsyncSession, plumbers: Cast) -> None:
    hassan, youssef, amina = plumbers.hassan, plumbers.youssef, plumbers.amina
    others = [await another_pro(session, f"P{n}", f"+21265000000{n}", week=ALWAYS) for n in range(2)]
    far = await another_pro(session, "Loin", "+212650000009", city="rabat-sale", week=ALWAYS)
    cook = await another_pro(session, "Fil", "+212650000008", category="electricite", week=ALWAYS)
    when = at(9)
    await refused(session, "no_pro", client=amina, pros=[], starts_at=when)
    await refused(session, "too_many_pros", client=amina, pros=[hassan, youssef, *others], starts_at=when)
    await refused(session, "same_pro_twice", client=amina, pros=[hassan, hassan], starts_at=when)
    await refused(session, "other_city", client=amina, pros=[hassan, far], starts_at=when)
    await refused(session, "not_offered", client=amina, pros=[hassan, cook], starts_at=when)
    await refused(session, "not_offered", client=amina, pros=[plumbers.karim], starts_at=when)
    await refused(session, "own_profile", client=hassan, pros=[youssef, hassan], starts_at=when)
    await refused(session, "not_offered", client=amina, pros=[hassan], starts_at=when, urgent=True)
    await blocking.block(session, amina.id, by=youssef.id)
    await refused(session, "not_available", client=amina, pros=[hassan, youssef], starts_at=when)


async def test_paused_and_suspended_pros_take_no_requests(session: AsyncSession, plumbers: Cast) -> None:
    profile = (await pros.hold(session, [plumbers.hassan.id]))[plumbers.hassan.id]
    asked = {"client": plumbers.amina, "pros": [plumbers.hassan], "starts_at": at(9)}
    for column in ("paused_at", "suspended_at"):
        setattr(profile, column, clock.now())
        await session.flush()
        await refused(session, "not_offered", **asked)
        setattr(profile, column, None)
    profile.hidden_until = clock.now() + HOUR
    await session.flush()
    assert await ask(session, plumbers.amina, [plumbers.hassan], at(9))


async def test_clients_who_may_not(session: AsyncSession, plumbers: Cast) -> None:
    asked = {"client": plumbers.amina, "pros": [plumbers.hassan], "starts_at": at(9)}
    await hold_client(session, plumbers.amina.id)
    profile = await session.get_one(ClientProfile, plumbers.amina.id)
    profile.tier, profile.cooldown_until = 1, clock.now() + HOUR
    profile.clean_from = profile.cooldown_until
    await session.flush()
    await refused(session, "in_cooldown", **asked)
    profile.cooldown_until, profile.tier, profile.banned_at = None, 4, clock.now()
    await session.flush()
    await refused(session, "booking_banned", **asked)
    plumbers.karim.phone_verified_at = None
    await session.flush()
    await refused(
        session, "phone_not_verified", client=plumbers.karim, pros=[plumbers.hassan], starts_at=at(9)
    )


async def test_at_most_three_wait_for_the_same(session: AsyncSession, plumbers: Cast) -> None:
    amina, both = plumbers.amina, [plumbers.hassan, plumbers.youssef]
    asked = await ask(session, amina, both, at(9))
    await refused(session, "already_asked", client=amina, pros=[plumbers.hassan], starts_at=at(9))
    await refused(session, "too_many_pending", client=amina, pros=both, starts_at=at(10))
    await ask(session, amina, [plumbers.hassan], at(10))
    await refused(session, "too_many_pending", client=amina, pros=[plumbers.hassan], starts_at=at(11))
    # Other services, and other clients, have limits of their own.
    spark = await another_pro(session, "Fil", "+212650000008", category="electricite", week=ALWAYS)
    assert await ask(session, amina, [spark], at(9), category="electricite")
    assert await ask(session, plumbers.karim, both, at(9))
    await declining.decline(session, asked[0].id, by=Actor.person(plumbers.hassan.id))
    assert await ask(session, amina, [plumbers.hassan], at(11))


async def test_what_lapsed_counts_for_nothing_even_if_the_clock_sleeps(
    session: AsyncSession, plumbers: Cast
) -> None:
    asked = [(await ask(session, plumbers.amina, [plumbers.hassan], at(9 + n)))[0] for n in range(3)]
    with clock.travel(asked[-1].expires_at):
        (again,) = await ask(session, plumbers.amina, [plumbers.hassan], at(9))
    assert again.status is S.PENDING
    assert [(await telling.again(session, one)).status for one in asked] == [S.EXPIRED] * 3
    assert await telling.broken(session) == []


async def test_nobody_is_asked_for_an_hour_that_is_taken(session: AsyncSession, plumbers: Cast) -> None:
    (booking,) = await ask(session, plumbers.amina, [plumbers.hassan], at(9))
    await confirming.confirm(session, booking.id, by=Actor.person(plumbers.hassan.id), duration=Duration.H2)
    await refused(session, "already_booked", client=plumbers.amina, pros=[plumbers.youssef], starts_at=at(10))
    assert await ask(session, plumbers.amina, [plumbers.youssef], at(11))


async def test_words_photos_and_the_part_of_town(session: AsyncSession, plumbers: Cast) -> None:
    amina, hassan = plumbers.amina, plumbers.hassan
    asked = {"client": amina, "pros": [hassan], "starts_at": at(9)}
    await refused(session, "invalid_input", **asked, description="   ")
    await refused(session, "invalid_input", **asked, description="x" * 2_001)
    photo = await storage.put(session, picture(), owner=amina.id, name="fuite.png")
    foreign = await storage.put(session, picture(), owner=plumbers.karim.id, name="autre.png")
    text = await storage.put(session, b"Bonjour", owner=amina.id, name="mot.txt")
    await refused(session, "invalid_input", **asked, files=[foreign.id])
    await refused(session, "invalid_input", **asked, files=[text.id])
    casablanca, rabat = await city_named(session, "casablanca"), await city_named(session, "rabat-sale")
    near, far = (
        Neighbourhood(city_id=city, slug=f"essai-{n}", name_fr="Essai", name_ar="تجربة", name_en="Trial")
        for n, city in enumerate((casablanca, rabat))
    )
    session.add_all([near, far])
    await session.flush()
    await refused(session, "invalid_input", **asked, neighbourhood_id=far.id)
    await ask(session, **asked, files=[photo.id], neighbourhood_id=near.id)  # pyright: ignore
    attached = (await session.execute(select(RequestFile.file_id))).scalars().all()
    assert attached == [photo.id]
    await refused(session, "invalid_input", client=amina, pros=[hassan], starts_at=at(10), files=[photo.id])


async def test_when_nobody_is_left_the_next_are_asked(session: AsyncSession, plumbers: Cast) -> None:
    amina, hassan = plumbers.amina, plumbers.hassan
    first, second = await ask(session, amina, [hassan, plumbers.youssef], at(9))
    others = [await another_pro(session, f"P{n}", f"+21265000000{n}", week=ALWAYS) for n in range(4)]
    await open_pro(session, plumbers.karim, category="electricite", week=ALWAYS)
    await set_week(session, others[3].id, {})
    take_recorded(session)
    await declining.decline(session, first.id, by=Actor.person(hassan.id))
    assert not [event for event in take_recorded(session) if isinstance(event, RequestUnanswered)]
    with pytest.raises(DomainError) as early:
        await requesting.ask_next(session, first.request_id, by=amina.id)
    assert early.value.code == "wrong_state"
    await declining.decline(session, second.id, by=Actor.person(plumbers.youssef.id))
    (told,) = [event for event in take_recorded(session) if isinstance(event, RequestUnanswered)]
    assert told.request_id == first.request_id
    with pytest.raises(NotFound):
        await requesting.ask_next(session, first.request_id, by=plumbers.karim.id)
    # One request of hers waits already, for another hour: there is room for two more.
    (waits,) = await ask(session, amina, [hassan], at(15))
    async with session.begin_nested() as attempt:
        assert len(await requesting.ask_next(session, first.request_id, by=amina.id)) == 2
        await attempt.rollback()
    await declining.decline(session, waits.id, by=Actor.person(hassan.id))
    asked = await requesting.ask_next(session, first.request_id, by=amina.id)
    assert {booking.pro_id for booking in asked} == {other.id for other in others[:3]}
    assert {booking.request_id for booking in asked} == {first.request_id}
    for booking in asked:
        await declining.decline(session, booking.id, by=Actor.person(booking.pro_id))
    with pytest.raises(DomainError) as nobody:
        await requesting.ask_next(session, first.request_id, by=amina.id)
    assert nobody.value.code == "nobody_free"


async def test_the_day_on_which_the_country_changed_its_clock(session: AsyncSession, plumbers: Cast) -> None:
    """2026-09-20: until 01:00 UTC the wall clock was an hour ahead; hours are counted by the instant."""
    with clock.travel(datetime(2026, 9, 18, 12, tzinfo=UTC)):
        hassan = plumbers.hassan
        # Sundays from midnight to four, by the wall: 23:00 UTC the evening before, then one hour twice.
        await set_week(session, hassan.id, {0: ((0, 4 * 60),)})
        free = []
        for hour in range(22, 22 + 8):
            moment = datetime(2026, 9, 19, tzinfo=UTC) + hour * HOUR
            try:
                async with session.begin_nested() as attempt:
                    (booking,) = await ask(session, plumbers.amina, [hassan], moment)
                    await confirming.confirm(
                        session, booking.id, by=Actor.person(hassan.id), duration=Duration.H1
                    )
                    free.append((moment.day, moment.hour))
                    await attempt.rollback()
            except DomainError as shut:
                assert shut.code == "not_free"
        assert free == [(19, 23), (20, 0), (20, 1), (20, 2), (20, 3)]
