"""When Premium ends: services and photos beyond the free plan are kept, no longer shown, and the pro chooses again."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import httpx
import pytest
from PIL import Image
from sqlalchemy import select

from tests.cast import Cast, sign_in
from tests.pros.opening import open_hassan
from twiza.discovery.models import ProListing
from twiza.kit import clock
from twiza.kit.db import lock, reading, unit_of_work
from twiza.kit.errors import NotFound
from twiza.notifications.models import Notification
from twiza.pros import photos, queries, services, sweeping
from twiza.pros.models import ProProfile, ProService
from twiza.pros.services import Offered

DAY = timedelta(days=1)


def picture(number: int) -> bytes:
    kept = BytesIO()
    Image.new("RGB", (40, 30), (number * 20, 90, 90)).save(kept, "PNG")
    return kept.getvalue()


@pytest.fixture
async def hassan(cast: Cast) -> UUID:
    """Three services and five photos, for Premium runs for another day."""
    async with unit_of_work() as session:
        await open_hassan(session, cast)
        profile = await lock(session, ProProfile, cast.hassan.id)
        profile.premium_until = clock.now() + DAY
        for trade in ("electricite", "serrurerie"):
            await services.add(session, cast.hassan.id, Offered(trade, "FIXED", fixed_price=200_00))
        await photos.add(session, cast.hassan.id, uploads=[picture(n) for n in range(5)])
    return cast.hassan.id


async def offered(pro_id: UUID) -> list[bool]:
    async with unit_of_work() as session:
        return [one.is_active for one in await services.of(session, pro_id)]


async def listed(pro_id: UUID) -> int:
    async with reading() as connection:
        rows = await connection.scalars(select(ProListing.category_id).where(ProListing.pro_id == pro_id))
        return len(list(rows))


async def seen(pro_id: UUID, viewer: UUID | None = None) -> tuple[int, int]:
    """How many services and photos somebody sees."""
    async with reading() as connection:
        found = await queries.shown(connection, pro_id, viewer)
        assert found
        return len(found.services), len(found.photos)


async def test_what_goes_beyond_the_free_plan_is_kept_and_no_longer_shown(hassan: UUID, cast: Cast) -> None:
    assert await sweeping.end_premium() == 0
    assert await seen(hassan) == (3, 5)
    assert await listed(hassan) == 3
    with clock.travel(DAY):
        assert await sweeping.end_premium() == 1
        assert await sweeping.end_premium() == 0
        assert await offered(hassan) == [True, False, False]
        assert await seen(hassan) == (1, 3)
        assert await seen(hassan, cast.karim.id) == (1, 3)
        assert await seen(hassan, hassan) == (3, 5), "nothing is lost"
    assert await listed(hassan) == 1
    async with reading() as connection:
        told = select(Notification.kind).where(Notification.account_id == hassan)
        assert list(await connection.scalars(told)).count("pro_plan_ended") == 1


async def test_the_one_that_is_boosted_stays(hassan: UUID) -> None:
    async with unit_of_work() as session:
        last = (await services.of(session, hassan))[2]
        last.boosted_until = clock.now() + 3 * DAY
    with clock.travel(DAY):
        await sweeping.end_premium()
    assert await offered(hassan) == [False, False, True]


async def test_the_pro_chooses_which_one_is_offered(
    client: httpx.AsyncClient, hassan: UUID, cast: Cast
) -> None:
    async with unit_of_work() as session:
        (await lock(session, ProProfile, hassan)).premium_until = clock.now() - timedelta(minutes=1)
        ids = [one.id for one in await services.of(session, hassan)]
    await sweeping.end_premium()
    await sign_in(client, cast.hassan)
    page = (await client.get("/pro/services")).text
    assert page.count("Proposer plutôt celui-ci") == 2
    assert (await client.post(f"/pro/services/{ids[1]}/instead")).status_code == 303
    assert await offered(hassan) == [False, True, False]
    work = (await client.get("/pro/profile")).text
    assert work.count("Pas sur votre page") == 2
    assert "les 3 premières photos" in work


async def test_nobody_chooses_for_another(client: httpx.AsyncClient, hassan: UUID, cast: Cast) -> None:
    async with unit_of_work() as session:
        ids = [one.id for one in await services.of(session, hassan)]
        with pytest.raises(NotFound):
            await services.offer_instead(session, ids[1], by=cast.karim.id)
    await sign_in(client, cast.karim)
    assert (await client.post(f"/pro/services/{ids[1]}/instead")).status_code in {303, 403, 404}
    assert await offered(hassan) == [True, True, True]


async def test_with_room_nothing_makes_way(hassan: UUID) -> None:
    async with unit_of_work() as session:
        second = (await services.of(session, hassan))[1]
        await services.switch(session, second.id, by=hassan, on=False)
        await services.offer_instead(session, second.id, by=hassan)
    async with reading() as connection:
        on = select(ProService.id).where(ProService.pro_id == hassan, ProService.is_active)
        assert len(list(await connection.scalars(on))) == 3
