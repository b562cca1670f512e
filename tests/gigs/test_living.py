"""From draft to published, paused and deleted: the whole matrix, who sees what, and the administrator's veto."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast, invite
from tests.gigs.writing import draft, picture, published
from twiza.accounts import deleting as accounts_deleting
from twiza.accounts import exporting
from twiza.accounts.events import AccountDeleted
from twiza.accounts.models import Account, AccountStatus, AdminAct
from twiza.gigs import (
    access,
    deactivating,
    deleting,
    drafting,
    favouring,
    pausing,
    picturing,
    publishing,
    queries,
    viewing,
)
from twiza.gigs.events import GigDeactivated, GigDeleted, GigPaused, GigPublished
from twiza.gigs.models import Gig, GigDay, GigStatus
from twiza.gigs.reactions import forget_gigs
from twiza.gigs.states import GIG, GigParty, owner_verbs
from twiza.kit import clock, storage
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound

D, P, Z, X = GigStatus.DRAFT, GigStatus.PUBLISHED, GigStatus.PAUSED, GigStatus.DELETED
# Written by hand: every other cell is refused.
LEGAL = {
    (D, "publish"): P,
    (P, "pause"): Z,
    (Z, "resume"): P,
    (D, "delete"): X,
    (P, "delete"): X,
    (Z, "delete"): X,
}
VERBS = {
    "publish": publishing.publish,
    "pause": pausing.pause,
    "resume": pausing.resume,
    "delete": deleting.delete_gig,
}


@pytest.fixture
async def people(session: AsyncSession) -> Cast:
    return await invite(session)


def told(session: AsyncSession, kind: type) -> bool:
    return any(isinstance(event, kind) for event in session.info.get("recorded events", []))


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", list(GigStatus))
async def test_the_machine(session: AsyncSession, people: Cast, status: GigStatus, verb: str) -> None:
    gig = await draft(session, people.youssef.id)
    gig.status = status
    await session.flush()
    target = LEGAL.get((status, verb))
    if target:
        assert (await VERBS[verb](session, gig.id, by=people.youssef.id)).status is target
        return
    with pytest.raises(NotFound if status is X else Conflict):
        await VERBS[verb](session, gig.id, by=people.youssef.id)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", list(GigStatus))
async def test_strangers_move_nothing(
    session: AsyncSession, people: Cast, status: GigStatus, verb: str
) -> None:
    gig = await draft(session, people.youssef.id)
    gig.status = status
    await session.flush()
    for stranger in (people.amina.id, people.salma.id):
        with pytest.raises(NotFound):
            await VERBS[verb](session, gig.id, by=stranger)
    assert gig.status is status


def test_buttons_follow_the_machine() -> None:
    for status in GigStatus:
        legal = {verb for (source, verb) in LEGAL if source is status}
        assert set(GIG.allowed(status, GigParty.OWNER)) == legal
        assert set(owner_verbs(status, deactivated=False)) - {"edit"} == legal
        assert not {"publish", "resume"} & set(owner_verbs(status, deactivated=True))


async def test_publishing_asks_for_all_that_is_missing_at_once(session: AsyncSession, people: Cast) -> None:
    gig = await drafting.create(session, by=people.youssef.id)
    with pytest.raises(Invalid) as refused:
        await publishing.publish(session, gig.id, by=people.youssef.id)
    assert set(refused.value.fields) == {"title", "description", "category", "packages.basic.price"}


async def test_publishing_needs_a_verified_phone(session: AsyncSession, people: Cast) -> None:
    people.youssef.phone_verified_at = None
    gig = await draft(session, people.youssef.id)
    with pytest.raises(publishing.PhoneMissing):
        await publishing.publish(session, gig.id, by=people.youssef.id)


async def test_a_gig_without_pictures_gets_a_drawn_cover_and_a_picture_takes_its_place(
    session: AsyncSession, people: Cast
) -> None:
    gig = await published(session, people.youssef.id)
    assert gig.cover is not None
    assert gig.cover.startswith("/art/gig/design-")
    assert gig.published_at is not None
    added = await picturing.add_pictures(
        session, gig.id, by=people.youssef.id, uploads=[picture(), picture()]
    )
    assert gig.cover == added[0].name
    await picturing.put_first(session, gig.id, added[1].id, by=people.youssef.id)
    assert gig.cover == added[1].name
    for one in added:
        await picturing.remove_picture(session, gig.id, one.id, by=people.youssef.id)
    assert gig.cover.startswith("/art/gig/design-")
    rows = (await session.scalars(select(storage.FileRow))).all()
    assert all(row.deleted_at for row in rows)


async def test_the_picture_of_an_ordered_gig_stays_for_its_orders(
    session: AsyncSession, people: Cast
) -> None:
    gig = await published(session, people.youssef.id)
    (added,) = await picturing.add_pictures(session, gig.id, by=people.youssef.id, uploads=[picture()])
    gig.orders_count = 1
    await session.flush()
    await picturing.remove_picture(session, gig.id, added.id, by=people.youssef.id)
    row = await session.scalar(select(storage.FileRow).where(storage.FileRow.key == added.name))
    assert row is not None
    assert row.deleted_at is None


async def test_six_pictures_and_no_more_and_only_pictures(session: AsyncSession, people: Cast) -> None:
    by = people.youssef.id
    gig = await draft(session, by)
    await picturing.add_pictures(session, gig.id, by=by, uploads=[picture((80, 60))] * 5)
    for uploads in ([picture((80, 60))] * 2, [picture((80, 60))] * 7, [b"<svg/>"], [b""], [b"%PDF-1.7"]):
        with pytest.raises(Invalid) as refused:
            await picturing.add_pictures(session, gig.id, by=by, uploads=uploads)
        assert set(refused.value.fields) == {"pictures"}
    with pytest.raises(NotFound):
        await picturing.add_pictures(session, gig.id, by=people.amina.id, uploads=[picture((80, 60))])


async def test_another_gig_s_picture_cant_be_touched(session: AsyncSession, people: Cast) -> None:
    by = people.youssef.id
    gig, other = await draft(session, by), await draft(session, by)
    (added,) = await picturing.add_pictures(session, other.id, by=by, uploads=[picture((80, 60))])
    with pytest.raises(NotFound):
        await picturing.remove_picture(session, gig.id, added.id, by=by)
    with pytest.raises(NotFound):
        await picturing.put_first(session, gig.id, added.id, by=by)
    with pytest.raises(NotFound):
        await picturing.remove_picture(session, other.id, added.id, by=people.amina.id)


async def test_events_tell_the_others(session: AsyncSession, people: Cast) -> None:
    gig = await published(session, people.youssef.id)
    assert told(session, GigPublished)
    await pausing.pause(session, gig.id, by=people.youssef.id)
    assert told(session, GigPaused)
    await deleting.delete_gig(session, gig.id, by=people.youssef.id)
    assert told(session, GigDeleted)


@pytest.mark.parametrize("status", [D, Z, X])
async def test_strangers_see_published_gigs_alone(
    session: AsyncSession, people: Cast, status: GigStatus
) -> None:
    gig = await published(session, people.youssef.id)
    for viewer in (None, people.amina.id, people.youssef.id):
        assert await queries.visible(session, gig.id, viewer) is not None
    gig.status = status
    await session.flush()
    for viewer in (None, people.amina.id):
        assert await queries.visible(session, gig.id, viewer) is None
    assert await queries.offered(session, gig.id) is None
    assert (await queries.visible(session, gig.id, people.youssef.id) is None) is (status is X)


@pytest.mark.parametrize("status", [AccountStatus.BANNED, AccountStatus.SUSPENDED])
async def test_the_gigs_of_a_banned_seller_vanish(
    session: AsyncSession, people: Cast, status: AccountStatus
) -> None:
    gig = await published(session, people.youssef.id)
    connection = await session.connection()
    assert len(await queries.of_seller(connection, people.youssef.id)) == 1
    await session.execute(update(Account).where(Account.id == people.youssef.id).values(status=status))
    assert await queries.offered(session, gig.id) is None
    assert await queries.visible(session, gig.id, people.amina.id) is None
    assert not await queries.of_seller(connection, people.youssef.id)
    assert await session.scalar(select(Gig.id).where(access.is_offered())) is None
    with pytest.raises(NotFound):
        await favouring.favour(session, gig.id, by=people.amina.id)


async def test_an_administrator_takes_a_gig_off_with_a_reason(session: AsyncSession, people: Cast) -> None:
    gig = await published(session, people.youssef.id)
    with pytest.raises(Invalid):
        await deactivating.deactivate(session, gig.id, by=people.salma.id, reason=" ")
    await deactivating.deactivate(session, gig.id, by=people.salma.id, reason="Copie du site d’un autre")
    assert await queries.visible(session, gig.id, people.amina.id) is None
    mine = await queries.visible(session, gig.id, people.youssef.id)
    assert mine is not None
    assert mine.deactivated_reason == "Copie du site d’un autre"
    assert told(session, GigDeactivated)
    await pausing.pause(session, gig.id, by=people.youssef.id)
    with pytest.raises(Conflict):
        await pausing.resume(session, gig.id, by=people.youssef.id)
    gig.status = P
    await deactivating.reactivate(session, gig.id, by=people.salma.id)
    assert await queries.visible(session, gig.id, people.amina.id) is not None
    verbs = (await session.scalars(select(AdminAct.verb).where(AdminAct.subject_id == gig.id))).all()
    assert set(verbs) == {"deactivate-gig", "reactivate-gig"}


async def test_only_administrators_take_gigs_off(session: AsyncSession, people: Cast) -> None:
    gig = await published(session, people.youssef.id)
    people.karim.is_admin, people.karim.permissions = True, ["finance"]
    await session.flush()
    for who, refusal in (
        (people.amina.id, NotFound),
        (people.youssef.id, NotFound),
        (people.karim.id, Forbidden),
    ):
        with pytest.raises(refusal):
            await deactivating.deactivate(session, gig.id, by=who, reason="Pour voir")
        with pytest.raises(refusal):
            await deactivating.reactivate(session, gig.id, by=who)
    assert gig.deactivated_at is None


async def test_views_count_once_a_day_per_visitor_and_never_ones_own(
    session: AsyncSession, people: Cast
) -> None:
    gig = await published(session, people.youssef.id)
    owner = people.youssef.id

    async def look(viewer: object, visitor: str) -> bool:
        return await viewing.view(session, gig.id, owner=owner, viewer=viewer, visitor=visitor)  # type: ignore[arg-type]

    assert await look(None, "a phone in Fès")
    assert not await look(None, "a phone in Fès")
    assert await look(None, "another phone")
    assert await look(people.amina.id, "another phone")
    assert not await look(people.amina.id, "yet another phone")
    assert not await look(owner, "his own phone")
    assert await session.scalar(select(Gig.views).where(Gig.id == gig.id)) == 3
    days = (await session.execute(select(GigDay.day, GigDay.views))).all()
    assert [tuple(day) for day in days] == [(clock.local(clock.now()).date(), 3)]
    (line,) = await queries.own_lines(session, owner)
    assert (line.views, line.views_lately) == (3, 3)
    with clock.travel(timedelta(days=31)):
        (line,) = await queries.own_lines(session, owner)
    assert (line.views, line.views_lately) == (3, 0)


async def test_favourites_are_kept_once_and_let_go(session: AsyncSession, people: Cast) -> None:
    gig = await published(session, people.youssef.id)
    hidden = await draft(session, people.youssef.id)
    connection = await session.connection()
    for _ in range(2):
        await favouring.favour(session, gig.id, by=people.amina.id)
    assert [card.id for card in await queries.favourites(connection, people.amina.id)] == [gig.id]
    assert await queries.kept(connection, people.amina.id, [gig.id]) == {gig.id}
    assert await queries.kept(connection, people.karim.id, [gig.id]) == frozenset()
    with pytest.raises(NotFound):
        await favouring.favour(session, hidden.id, by=people.amina.id)
    await favouring.let_go(session, gig.id, by=people.amina.id)
    assert not await queries.favourites(connection, people.amina.id)


async def test_whoever_leaves_takes_their_gigs_along(session: AsyncSession, people: Cast) -> None:
    gig = await published(session, people.youssef.id)
    other = await draft(session, people.youssef.id)
    await favouring.favour(session, gig.id, by=people.amina.id)
    await forget_gigs(session, AccountDeleted(people.youssef.id))
    for row in (gig, other):
        await session.refresh(row)
        assert (row.status, row.title, row.description, row.tags, row.cover) == (X, "", "", [], None)
    whole = await queries.own(session, gig.id, people.youssef.id)
    assert whole is None
    assert not await queries.favourites(await session.connection(), people.amina.id)


async def test_the_reaction_listens(session: AsyncSession, people: Cast) -> None:
    from twiza.kit.events import handle_recorded, record

    gig = await published(session, people.youssef.id)
    record(session, AccountDeleted(people.youssef.id))
    await handle_recorded(session)
    await session.refresh(gig)
    assert gig.status is X
    assert accounts_deleting.delete_account


async def test_gigs_stand_in_the_archive_of_ones_data(session: AsyncSession, people: Cast) -> None:
    gig = await published(session, people.youssef.id)
    await favouring.favour(session, gig.id, by=people.amina.id)
    his = await exporting.collect(session, people.youssef.id)
    hers = await exporting.collect(session, people.amina.id)
    assert [one["title"] for one in his["gigs"]] == [gig.title]  # type: ignore[attr-defined]
    assert len(his["gigs"][0]["packages"]) == 3  # type: ignore[index]
    assert hers["gigs"] == []
    assert [one["id"] for one in hers["favourites"]] == [gig.id]  # type: ignore[attr-defined]
