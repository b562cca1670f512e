"""Becoming a pro: who may, what is asked, and what stands in the database afterwards."""

from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast, invite
from tests.pros.opening import city_named, open_hassan
from twiza.accounts import hats
from twiza.accounts.models import AccountStatus, HatKind
from twiza.kit.errors import Conflict, Forbidden, Invalid
from twiza.pros import becoming, services
from twiza.pros.models import ProCalendar
from twiza.pros.services import Offered

PLUMBING = Offered("plomberie", "RANGE", "150", "400")


@pytest.fixture
async def people(session: AsyncSession) -> Cast:
    return await invite(session)


async def test_a_pro_has_a_city_a_number_a_service_a_hat_and_a_calendar(
    session: AsyncSession, people: Cast
) -> None:
    casablanca = await city_named(session, "casablanca")
    profile = await becoming.become(
        session, people.karim.id, city_id=casablanca, whatsapp="06 99 88 77 66", services=[PLUMBING]
    )
    assert profile.whatsapp == "+212699887766"
    assert (profile.min_notice_hours, profile.takes_urgent, profile.paused_at) == (2, False, None)
    [service] = await services.of(session, people.karim.id)
    assert (service.min_price, service.max_price, service.fixed_price) == (150_00, 400_00, None)
    hat = await hats.find(session, people.karim.id, HatKind.PRO)
    assert hat is not None
    assert (hat.city_id, hat.category_id) == (casablanca, service.category_id)
    calendar = await session.get(ProCalendar, people.karim.id)
    assert calendar is not None
    assert "1" not in calendar.open + calendar.locked


async def test_hours_open_the_calendar(session: AsyncSession, people: Cast) -> None:
    await open_hassan(session, people)
    calendar = await session.get(ProCalendar, people.hassan.id)
    assert calendar is not None
    # 62 days hold 8 or 9 Sundays.
    assert calendar.open.count("1") in {9 * 53, 9 * 54}
    assert "1" not in calendar.locked


async def test_all_faults_are_told_at_once(session: AsyncSession, people: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        await becoming.become(session, people.karim.id, city_id=None, whatsapp="12", services=[])
    assert set(refused.value.fields) == {"city", "whatsapp", "category"}


@pytest.mark.parametrize(
    ("offered", "fields"),
    [
        (Offered("design", "RANGE", "150", "400"), {"category"}),
        (Offered("nothing", "FIXED", fixed_price="x"), {"category", "fixed_price"}),
        (Offered("plomberie", "RANGE", "400", "150"), {"max_price"}),
        (Offered("plomberie", "RANGE", "0", ""), {"min_price", "max_price"}),
        (Offered("plomberie", "HOURLY", "10", "20"), {"pricing_type"}),
        (Offered("plomberie", "FIXED", fixed_price=99_999_999_00), {"fixed_price"}),
    ],
)
async def test_only_local_services_at_sound_prices(
    session: AsyncSession, people: Cast, offered: Offered, fields: set[str]
) -> None:
    casablanca = await city_named(session, "casablanca")
    with pytest.raises(Invalid) as refused:
        await becoming.become(
            session, people.karim.id, city_id=casablanca, whatsapp="0699887766", services=[offered]
        )
    assert set(refused.value.fields) == fields


async def test_once_only_with_a_verified_phone_and_in_order(session: AsyncSession, people: Cast) -> None:
    await open_hassan(session, people)
    with pytest.raises(Conflict, match="already"):
        await open_hassan(session, people)
    casablanca = await city_named(session, "casablanca")
    people.karim.phone_verified_at = None
    people.amina.status = AccountStatus.SUSPENDED
    await session.flush()

    async def try_to(account_id: UUID) -> None:
        await becoming.become(
            session, account_id, city_id=casablanca, whatsapp="0699887766", services=[PLUMBING]
        )

    with pytest.raises(Conflict) as refused:
        await try_to(people.karim.id)
    assert refused.value.code == "phone_not_verified"
    with pytest.raises(Forbidden):
        await try_to(people.amina.id)
