"""What is told of bookings: to whom, by which ways, at which hours; never a number, and by SMS when nobody read it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson
import pytest
from sqlalchemy import select, text

from tests.bookings import telling
from tests.cast import Cast
from tests.notifications.booked import agree, booking, deliver, written
from tests.notifications.test_whatsapp import bring
from twiza import notifications
from twiza.bookings import cancelling, completing, confirming, declining, rescheduling, rounds
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import Duration
from twiza.bookings.models import Booking
from twiza.kit import clock, i18n
from twiza.kit.db import unit_of_work
from twiza.kit.outgoing import Channel, OutgoingStatus
from twiza.notifications import falling_back, quiet
from twiza.notifications.catalogue import BY_KIND
from twiza.notifications.channels.push import devices
from twiza.notifications.channels.push.models import Platform
from twiza.notifications.models import Notification
from twiza.notifications.preferences import Way, choose_ways
from twiza.notifications.rows import words
from twiza.stand_ins.fcm import Firebase
from twiza.stand_ins.sms import SmsProvider
from twiza.stand_ins.whatsapp import WhatsApp

pytestmark = pytest.mark.usefixtures("committed")
NIGHT = timedelta(hours=11)


@pytest.fixture(autouse=True)
def by_day() -> Iterator[None]:
    noon = clock.now().replace(hour=12, minute=5, second=0, microsecond=0)
    with clock.travel(noon):
        yield


@pytest.fixture
async def plumbers(cast: Cast) -> Cast:
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
    return cast


async def ask(cast: Cast, starts_at: datetime | None = None) -> UUID:
    async with unit_of_work() as session:
        (made,) = await telling.ask(session, cast.amina, [cast.hassan], starts_at or telling.at(9))
    return made.id


async def confirm(cast: Cast, booking_id: UUID) -> None:
    async with unit_of_work() as session:
        await confirming.confirm(session, booking_id, by=Actor.person(cast.hassan.id), duration=Duration.H1)


async def bells(account: UUID) -> list[str]:
    async with unit_of_work() as session:
        found = select(Notification.kind).where(Notification.account_id == account)
        return list((await session.scalars(found.order_by(Notification.id))).all())


async def test_a_request_goes_to_the_pro_and_its_answer_to_the_client(plumbers: Cast) -> None:
    asked = await ask(plumbers)
    assert "booking_requested" in await bells(plumbers.hassan.id)
    assert "booking_requested" not in await bells(plumbers.amina.id)
    await confirm(plumbers, asked)
    assert (await bells(plumbers.amina.id))[-1] == "booking_confirmed"
    async with unit_of_work() as session:
        await cancelling.cancel(session, asked, by=Actor.person(plumbers.amina.id))
    assert (await bells(plumbers.hassan.id))[-1] == "booking_cancelled_by_client"


async def test_all_that_decline_leave_the_client_with_others_to_ask(plumbers: Cast) -> None:
    asked = await ask(plumbers)
    async with unit_of_work() as session:
        await declining.decline(session, asked, by=Actor.person(plumbers.hassan.id))
    assert (await bells(plumbers.amina.id))[-2:] == ["booking_declined", "booking_unanswered"]


async def test_the_pros_own_cancellation_tells_the_reason_masked(plumbers: Cast, whatsapp: WhatsApp) -> None:
    await agree(plumbers.amina.id)
    asked = await ask(plumbers)
    await confirm(plumbers, asked)
    async with unit_of_work() as session:
        by = Actor.person(plumbers.hassan.id)
        await cancelling.cancel(session, asked, by=by, reason="Panne. Appelez le 06 12 34 56 78")
    messages = [one for one in await written(Channel.WHATSAPP) if "annulée" in one.body]
    assert len(messages) == 1
    assert "[numéro masqué]" in messages[0].body
    assert any(kind.startswith("penalty_") for kind in await bells(plumbers.hassan.id))


async def test_a_job_done_asks_for_a_review(plumbers: Cast) -> None:
    asked = await ask(plumbers)
    await confirm(plumbers, asked)
    with clock.travel((await booking(asked)).starts_at + timedelta(hours=1)):
        async with unit_of_work() as session:
            await completing.complete(session, asked, by=Actor.person(plumbers.hassan.id))
    assert (await bells(plumbers.amina.id))[-1] == "booking_completed"


async def proposed(cast: Cast) -> UUID:
    """Amina would rather have Hassan come at another hour."""
    asked = await ask(cast)
    await confirm(cast, asked)
    async with unit_of_work() as session:
        by, later = Actor.person(cast.amina.id), telling.at(15)
        return (await rescheduling.propose(session, asked, by=by, starts_at=later)).id


async def test_an_hour_that_is_no_longer_proposed_is_told_to_the_other_side(plumbers: Cast) -> None:
    proposal = await proposed(plumbers)
    before = await bells(plumbers.amina.id)
    async with unit_of_work() as session:
        await rescheduling.withdraw(session, proposal, by=Actor.person(plumbers.amina.id))
    assert (await bells(plumbers.hassan.id))[-1] == "booking_move_withdrawn_pro"
    assert await bells(plumbers.amina.id) == before, "nobody is told of their own act"


async def test_an_hour_that_nobody_answered_is_told_to_both_once(plumbers: Cast) -> None:
    await proposed(plumbers)
    assert await rounds.lapse_proposals() == 0
    with clock.travel(telling.at(15)):
        assert await rounds.lapse_proposals() == 1
        assert await rounds.lapse_proposals() == 0
    for person, side in ((plumbers.amina, "client"), (plumbers.hassan, "pro")):
        assert (await bells(person.id))[-1] == f"booking_move_lapsed_{side}"
    assert "booking_move_lapsed_pro" not in await bells(plumbers.karim.id)


async def test_the_end_of_the_booking_says_it_all(plumbers: Cast) -> None:
    await proposed(plumbers)
    async with unit_of_work() as session:
        (open_one,) = await session.scalars(select(Booking.id).where(Booking.status == "CONFIRMED"))
        await cancelling.cancel(session, open_one, by=Actor.person(plumbers.amina.id))
    assert not [one for one in await bells(plumbers.hassan.id) if one.startswith("booking_move_l")]


async def test_each_way_has_its_switch(plumbers: Cast, whatsapp: WhatsApp, firebase: Firebase) -> None:
    await agree(plumbers.hassan.id)
    async with unit_of_work() as session:
        token = "fGx1:hassan-phone"
        await devices.register(session, plumbers.hassan.id, platform=Platform.ANDROID, token=token)
    await ask(plumbers)
    assert (len(await written(Channel.WHATSAPP)), len(await written(Channel.PUSH))) == (1, 1)

    async with unit_of_work() as session:
        await choose_ways(session, plumbers.hassan.id, {Way.WHATSAPP: False, Way.PUSH: False})
    await ask(plumbers, telling.at(15))
    assert (len(await written(Channel.WHATSAPP)), len(await written(Channel.PUSH))) == (1, 1)

    async with unit_of_work() as session:
        await choose_ways(session, plumbers.hassan.id, {Way.WHATSAPP: True, Way.PUSH: True})
        await notifications.choose(session, plumbers.hassan.id, {notifications.Group.BOOKINGS: False})
    await ask(plumbers, telling.at(18))
    assert (len(await written(Channel.WHATSAPP)), len(await written(Channel.PUSH))) == (1, 1)


async def test_nobody_is_written_to_on_whatsapp_who_did_not_agree(plumbers: Cast, whatsapp: WhatsApp) -> None:
    await ask(plumbers)
    assert await written(Channel.WHATSAPP) == []


def test_the_night_ends_at_seven_in_casablanca() -> None:
    for at, over in (
        (datetime(2026, 11, 21, 21, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 21, 22, 0, tzinfo=UTC), datetime(2026, 11, 22, 7, tzinfo=UTC)),
        (datetime(2026, 11, 22, 3, 0, tzinfo=UTC), datetime(2026, 11, 22, 7, tzinfo=UTC)),
        (datetime(2026, 11, 22, 6, 59, tzinfo=UTC), datetime(2026, 11, 22, 7, tzinfo=UTC)),
        (datetime(2026, 11, 22, 7, 0, 1, tzinfo=UTC), None),
        # Before September the country was an hour ahead.
        (datetime(2026, 7, 1, 21, 30, tzinfo=UTC), datetime(2026, 7, 2, 6, tzinfo=UTC)),
    ):
        with clock.travel(at):
            assert quiet.over_at() == over


async def test_at_night_only_what_is_urgent_rings(plumbers: Cast, whatsapp: WhatsApp) -> None:
    await agree(plumbers.hassan.id)
    with clock.travel(clock.now() + NIGHT):
        assert quiet.over_at() is not None
        calm = await ask(plumbers, telling.at(9))
        await deliver(Channel.WHATSAPP)
        assert whatsapp.taken == []
        await ask(plumbers, telling.next_hour(1))
        await deliver(Channel.WHATSAPP)
        assert len(whatsapp.taken) == 1
        morning = quiet.over_at()
    assert morning is not None
    with clock.travel(morning + timedelta(seconds=1)):
        await deliver(Channel.WHATSAPP)
    assert [str(calm) in one.payloads[0] for one in whatsapp.taken] == [False, True]


async def test_what_was_settled_at_night_wakes_nobody_in_the_morning(
    plumbers: Cast, whatsapp: WhatsApp
) -> None:
    await agree(plumbers.hassan.id)
    with clock.travel(clock.now() + NIGHT):
        asked = await ask(plumbers)
        async with unit_of_work() as session:
            await cancelling.cancel(session, asked, by=Actor.person(plumbers.amina.id))
        morning = quiet.over_at()
    assert morning is not None
    with clock.travel(morning + timedelta(seconds=1)):
        await deliver(Channel.WHATSAPP)
    assert whatsapp.taken == []
    assert [one.status for one in await written(Channel.WHATSAPP)] == [OutgoingStatus.EXPIRED]


async def fallbacks() -> list[tuple[UUID, str]]:
    """The alerts that wait to go by SMS: their notice and booking."""
    async with unit_of_work() as session:
        rows = await session.execute(
            text(
                "SELECT payload, execute_after - created FROM pgqueuer WHERE entrypoint = 'fall_back_to_sms'"
            )
        )
        found = [(orjson.loads(bytes(row[0])), row[1]) for row in rows]
    assert all(timedelta(minutes=3) < wait < timedelta(minutes=5) for _args, wait in found)
    return [(UUID(args[0]), args[1]) for args, _wait in found]


async def urgent(cast: Cast) -> tuple[UUID, tuple[UUID, str]]:
    asked = await ask(cast, telling.next_hour(1))
    (waiting,) = await fallbacks()
    return asked, waiting


async def texts(provider: SmsProvider) -> list[str]:
    await deliver(Channel.SMS)
    return [one.text for one in provider.taken]


async def test_an_urgent_alert_that_nobody_read_goes_by_sms_once(
    plumbers: Cast, sms_provider: SmsProvider
) -> None:
    _asked, waiting = await urgent(plumbers)
    for _ in range(2):
        await falling_back.fall_back(*waiting)
    (said,) = await texts(sms_provider)
    assert "Nouvelle demande de Amina B." in said
    assert "Plomberie" in said


async def test_an_alert_read_under_the_bell_needs_no_sms(plumbers: Cast, sms_provider: SmsProvider) -> None:
    _asked, waiting = await urgent(plumbers)
    async with unit_of_work() as session:
        await notifications.read(session, waiting[0], by=plumbers.hassan.id)
    await falling_back.fall_back(*waiting)
    assert await texts(sms_provider) == []


async def test_an_alert_that_was_answered_needs_no_sms(plumbers: Cast, sms_provider: SmsProvider) -> None:
    asked, waiting = await urgent(plumbers)
    await confirm(plumbers, asked)
    await falling_back.fall_back(*waiting)
    assert await texts(sms_provider) == []


async def test_an_alert_read_on_whatsapp_needs_no_sms_and_a_delivered_one_does(
    plumbers: Cast, whatsapp: WhatsApp
) -> None:
    await agree(plumbers.hassan.id)
    _asked, waiting = await urgent(plumbers)
    await deliver(Channel.WHATSAPP)
    await bring(whatsapp.status(whatsapp.taken[0], "read"))
    await falling_back.fall_back(*waiting)
    assert await written(Channel.SMS) == []


async def test_a_delivered_but_unread_alert_goes_by_sms(plumbers: Cast, whatsapp: WhatsApp) -> None:
    await agree(plumbers.hassan.id)
    _asked, waiting = await urgent(plumbers)
    await deliver(Channel.WHATSAPP)
    await bring(whatsapp.status(whatsapp.taken[0], "delivered"))
    await falling_back.fall_back(*waiting)
    assert len(await written(Channel.SMS)) == 1


@pytest.mark.parametrize("told_later", [False, True])
@pytest.mark.parametrize("has_email", [False, True])
async def test_what_whatsapp_could_not_deliver_goes_by_sms_to_who_has_no_email(
    plumbers: Cast, whatsapp: WhatsApp, told_later: bool, has_email: bool
) -> None:
    await agree(plumbers.hassan.id)
    async with unit_of_work() as session:
        hassan = await session.merge(plumbers.hassan)
        hassan.email_verified_at = clock.now() if has_email else None
    whatsapp.failures = [] if told_later else [(400, 131026)]
    await ask(plumbers)
    assert await written(Channel.SMS) == []
    await deliver(Channel.WHATSAPP)
    if told_later:
        await bring(whatsapp.status(whatsapp.taken[0], "failed"))
    async with unit_of_work() as session:
        rows = await session.execute(
            text("SELECT payload FROM pgqueuer WHERE entrypoint = 'fall_back_to_sms'")
        )
        ((notice, booking_id, urgent),) = [orjson.loads(bytes(row[0])) for row in rows]
    for _ in range(2):
        await falling_back.fall_back(UUID(notice), booking_id, urgent=urgent)
    assert len(await written(Channel.SMS)) == (0 if has_email else 1)


async def test_a_calm_alert_never_falls_back(plumbers: Cast) -> None:
    await ask(plumbers)
    assert await fallbacks() == []


async def test_no_word_of_any_notice_holds_a_number(plumbers: Cast, whatsapp: WhatsApp) -> None:
    await agree(plumbers.hassan.id, plumbers.amina.id)
    asked = await ask(plumbers, telling.next_hour(1))
    await confirm(plumbers, asked)
    numbers = re.compile(r"6\D?[1-9](\D?\d){7}")
    for channel in Channel:
        for one in await written(channel):
            said = " ".join([one.subject or "", one.body, str(one.payload)])
            assert not numbers.search(re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", said)), said


def test_names_of_categories_follow_the_reader() -> None:
    row = BY_KIND["booking_lengthened"]
    params = {
        "pro": "Hassan O.",
        "category": {"fr": "Plomberie", "ar": "السباكة", "en": "Plumbing"},
        "at": "2026-11-24T10:00:00+00:00",
        "hours": 3,
    }
    with i18n.use("ar"):
        assert words(row, params).body == "السباكة، 24 نونبر 2026، 10:00: المجموع 3 ساعات."
    with i18n.use("fr"):
        assert "3\xa0h en tout" in words(row, params).body


async def test_nothing_leaves_of_a_booking_that_was_undone(plumbers: Cast, whatsapp: WhatsApp) -> None:
    await agree(plumbers.hassan.id)
    with pytest.raises(RuntimeError):
        async with unit_of_work() as session:
            await telling.ask(session, plumbers.amina, [plumbers.hassan], telling.at(9))
            raise RuntimeError
    assert await written(Channel.WHATSAPP) == []
