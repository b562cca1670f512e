"""What a pro says, offers and shows: the plan's limits, who sees what, sanctions, moving and leaving."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast, invite
from tests.gigs.writing import picture
from tests.pros.opening import another_pro, category_named, city_named, open_hassan
from twiza.accounts import exporting, hats
from twiza.accounts.events import AccountDeleted
from twiza.accounts.models import Account, AccountStatus, HatKind
from twiza.kit import clock, db
from twiza.kit.errors import Conflict, Invalid, NotFound
from twiza.pros import (
    access,
    locking,
    photos,
    plan,
    profile,
    queries,
    reactions,
    sanctions,
    services,
    sweeping,
)
from twiza.pros.events import ProHidden, ProReinstated, ProSuspended
from twiza.pros.models import Neighbourhood, ProCalendar, ProProfile, ProService, WeeklyHours
from twiza.pros.services import Offered


@pytest.fixture
async def people(session: AsyncSession) -> Cast:
    people = await invite(session)
    await open_hassan(session, people)
    return people


async def listed(session: AsyncSession) -> set[str]:
    found = select(Account.first_name).join(ProProfile, ProProfile.account_id == Account.id)
    return set(await session.scalars(found.where(access.listed())))


async def premium(session: AsyncSession, people: Cast) -> None:
    held = await locking.hold_own(session, people.hassan.id)
    held.premium_until = clock.now() + timedelta(days=30)
    await session.flush()


async def neighbourhood(session: AsyncSession, city: str, slug: str) -> Neighbourhood:
    added = Neighbourhood(
        city_id=await city_named(session, city), slug=slug, name_fr=slug, name_ar=slug, name_en=slug
    )
    session.add(added)
    await session.flush()
    return added


def told(session: AsyncSession, kind: type) -> bool:
    return any(isinstance(event, kind) for event in session.info.get("recorded events", []))


async def test_a_pro_changes_what_is_said(session: AsyncSession, people: Cast) -> None:
    hassan = people.hassan.id
    here = await neighbourhood(session, "casablanca", "ici")
    changed = await profile.edit(
        session,
        hassan,
        headline="  Plombier   depuis 2009 ",
        bio="Fuites, chauffe-eau.\r\nDevis avant de commencer.",
        whatsapp="٠٦ ٦١ ٢٢ ٣٣ ٤٤",
        min_notice_hours="٣",
        takes_urgent=True,
        call_out_fee="100 DH",
        call_out_includes="déplacement et diagnostic",
        neighbourhoods=[here.id],
    )
    assert (changed.whatsapp, changed.min_notice_hours, changed.call_out_fee) == ("+212661223344", 3, 100_00)
    hat = await hats.find(session, hassan, HatKind.PRO)
    assert hat is not None
    assert hat.headline == "Plombier depuis 2009"
    shown = await queries.shown(session, hassan)
    assert shown is not None
    assert [one.slug for one in shown.neighbourhoods] == ["ici"]
    await profile.edit(session, hassan, call_out_fee="", neighbourhoods=[])
    assert (changed.call_out_fee, changed.takes_urgent) == (None, True)
    assert not await queries.neighbourhoods_of(session, hassan)


async def test_all_faults_of_a_profile_are_told_and_nothing_changes(
    session: AsyncSession, people: Cast
) -> None:
    elsewhere = await neighbourhood(session, "marrakech", "ailleurs")
    with pytest.raises(Invalid) as refused:
        await profile.edit(
            session,
            people.hassan.id,
            headline="x" * 91,
            bio="x" * 501,
            whatsapp="05 22 22 22 22",
            min_notice_hours="169",
            call_out_fee="gratuit",
            call_out_includes="x" * 201,
            neighbourhoods=[elsewhere.id],
        )
    assert set(refused.value.fields) == {
        "headline", "bio", "whatsapp", "min_notice_hours", "call_out_fee", "call_out_includes",
        "neighbourhoods",
    }  # fmt: skip
    await session.flush()
    kept = await locking.hold_own(session, people.hassan.id)
    assert (kept.bio, kept.min_notice_hours) == ("", 2)
    with pytest.raises(NotFound):
        await profile.edit(session, people.karim.id, bio="x")


async def test_premium_is_longer_and_what_was_written_stays(session: AsyncSession, people: Cast) -> None:
    hassan, long = people.hassan.id, "x" * 3_000
    await premium(session, people)
    held = await profile.edit(session, hassan, bio=long)
    held.premium_until = clock.now() - timedelta(seconds=1)
    await profile.edit(session, hassan, bio=long, min_notice_hours=4)
    with pytest.raises(Invalid):
        await profile.edit(session, hassan, bio="y" * 501)


async def test_one_service_free_three_with_premium(session: AsyncSession, people: Cast) -> None:
    hassan = people.hassan.id
    painting = Offered("peinture", "FIXED", fixed_price="250")
    with pytest.raises(Invalid) as refused:
        await services.add(session, hassan, painting)
    assert set(refused.value.fields) == {"category"}
    await premium(session, people)
    added = await services.add(session, hassan, painting)
    await services.add(session, hassan, Offered("bricolage", "RANGE", 100_00, 100_00))
    with pytest.raises(Invalid):
        await services.add(session, hassan, Offered("menage", "FIXED", fixed_price=80_00))
    with pytest.raises(Invalid):
        await services.change(
            session, added.id, by=hassan, offered=Offered("plomberie", "FIXED", "", "", "90")
        )
    with pytest.raises(NotFound):
        await services.remove(session, added.id, by=people.karim.id)
    await services.switch(session, added.id, by=hassan, on=False)
    await services.add(session, hassan, Offered("menage", "FIXED", fixed_price=80_00))
    with pytest.raises(Invalid):
        await services.switch(session, added.id, by=hassan, on=True)
    await services.remove(session, added.id, by=hassan)
    assert len(await services.of(session, hassan)) == 3


async def test_one_service_stays_on_offer_and_the_hat_follows(session: AsyncSession, people: Cast) -> None:
    hassan = people.hassan.id
    [only] = await services.of(session, hassan)
    for verb in (
        services.remove(session, only.id, by=hassan),
        services.switch(session, only.id, by=hassan, on=False),
    ):
        with pytest.raises(Conflict) as refused:
            await verb
        assert refused.value.code == "last_service"
    changed = await services.change(
        session, only.id, by=hassan, offered=Offered("peinture", "FIXED", fixed_price="250")
    )
    assert (changed.min_price, changed.max_price, changed.fixed_price) == (None, None, 250_00)
    hat = await hats.find(session, hassan, HatKind.PRO)
    assert hat is not None
    assert hat.category_id == await category_named(session, "peinture")


async def test_photos_within_the_plan_in_order(session: AsyncSession, people: Cast) -> None:
    hassan = people.hassan.id
    first, second, third = await photos.add(session, hassan, uploads=[picture()] * plan.FREE.photos)
    with pytest.raises(Invalid) as refused:
        await photos.add(session, hassan, uploads=[picture()])
    assert set(refused.value.fields) == {"photos"}
    with pytest.raises(NotFound):
        await photos.add(session, people.karim.id, uploads=[picture()])
    with pytest.raises(Invalid):
        await photos.add(session, hassan, uploads=[b"%PDF-1.7"])
    await photos.put_first(session, third.id, by=hassan)
    await photos.describe(session, third.id, by=hassan, words="Une salle de bain, 06 12 34 56 78")
    await photos.remove(session, first.id, by=hassan)
    with pytest.raises(NotFound):
        await photos.remove(session, second.id, by=people.karim.id)
    shown = await queries.shown(session, hassan)
    assert shown is not None
    assert [one.id for one in shown.photos] == [third.id, second.id]
    assert "06" not in shown.photos[0].description


async def test_nobody_reads_a_number(session: AsyncSession, people: Cast) -> None:
    hassan = people.hassan.id
    await profile.edit(
        session, hassan, bio="Appelez le 06 12 34 56 78", call_out_includes="wa.me/212612345678"
    )
    for viewer in (None, people.amina.id):
        shown = repr(await queries.shown(session, hassan, viewer))
        assert "6 12 34" not in shown
        assert "212612345678" not in shown
        assert "+21269" not in shown
    own = await queries.shown(session, hassan, hassan)
    assert own is not None
    assert "06 12 34 56 78" in own.bio


async def test_paused_hidden_and_suspended(session: AsyncSession, people: Cast) -> None:
    hassan, at = people.hassan.id, clock.now()
    assert await listed(session) == {"Hassan"}
    await profile.pause(session, hassan)
    assert await listed(session) == set()
    assert await queries.shown(session, hassan, people.amina.id)
    await profile.resume(session, hassan)
    held = await locking.hold_own(session, hassan)
    await sanctions.hide(session, held, until=at + timedelta(days=7))
    assert told(session, ProHidden)
    await sanctions.hide(session, held, until=at + timedelta(days=3))
    assert held.hidden_until == at + timedelta(days=7)
    assert await listed(session) == set()
    assert await queries.next_free(session, hassan, clock.now())
    with clock.travel(timedelta(days=7, minutes=1)):
        assert await listed(session) == {"Hassan"}
    await sanctions.suspend(session, held)
    assert told(session, ProSuspended)
    assert await queries.shown(session, hassan, people.amina.id) is None
    assert await queries.shown(session, hassan, hassan)
    assert await queries.next_free(session, hassan, clock.now()) is None
    await sanctions.lift(session, held)
    assert told(session, ProReinstated)
    assert await listed(session) == {"Hassan"}
    people.hassan.status = AccountStatus.BANNED
    await session.flush()
    assert await listed(session) == set()
    assert await queries.shown(session, hassan) is None


async def test_another_city_leaves_the_old_neighbourhoods(session: AsyncSession, people: Cast) -> None:
    hassan = people.hassan.id
    here = await neighbourhood(session, "casablanca", "ici")
    await profile.edit(session, hassan, neighbourhoods=[here.id])
    with pytest.raises(Invalid):
        await profile.change_city(session, hassan, city_id=None)
    rabat = await city_named(session, "rabat-sale")
    moved = await profile.change_city(session, hassan, city_id=rabat)
    assert moved.city_id == rabat
    assert not await queries.neighbourhoods_of(session, hassan)
    hat = await hats.find(session, hassan, HatKind.PRO)
    assert hat is not None
    assert hat.city_id == rabat


async def test_the_archive_holds_the_profile_of_nobody_else(session: AsyncSession, people: Cast) -> None:
    await another_pro(session, "Omar", "+212677000001")
    mine = str((await exporting.collect(session, people.hassan.id))["pro_profile"])
    assert "+212693333333" in mine
    assert "plomberie" in mine
    assert "+212697000001" not in mine
    assert "+212693" not in str((await exporting.collect(session, people.amina.id))["pro_profile"])


async def test_leaving_forgets_number_words_services_and_hours(session: AsyncSession, people: Cast) -> None:
    hassan = people.hassan.id
    await profile.edit(session, hassan, bio="Plombier")
    await reactions.forget(session, AccountDeleted(people.karim.id))
    await reactions.forget(session, AccountDeleted(hassan))
    left = await locking.hold_own(session, hassan)
    assert (left.whatsapp, left.bio, left.paused_at is None) == ("", "", False)
    for table in (ProService, WeeklyHours):
        assert not await session.scalar(select(func.count()).select_from(table))
    calendar = await session.get(ProCalendar, hassan)
    assert calendar is not None
    assert "1" not in calendar.open


async def test_each_day_the_calendars_move_on(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        await open_hassan(session, cast)
    with clock.travel(timedelta(days=2)):
        assert await sweeping.move_calendars() == 1
        assert await sweeping.move_calendars() == 0
        async with db.unit_of_work() as session:
            far = clock.now() + timedelta(days=59)
            week = await queries.week_of_slots(
                session, cast.hassan.id, far.date() - timedelta(days=6), 7, clock.now()
            )
            assert sum(len(day.free) for day in week) > 40
