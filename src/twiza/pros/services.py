"""What a pro does: one category each, and what it costs."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.errors import Conflict, Invalid, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.profiles.places import Category, CategoryKind
from twiza.pros import hat, locking, plan, pricing
from twiza.pros.events import PlanEnded, ProChanged
from twiza.pros.models import ProProfile, ProService

NO_SUCH_CATEGORY = N_("Choose a service of the list.")
OFFERED_ALREADY = N_("You offer this service already.")
TOO_MANY_FREE = N_("The free plan holds one service. Premium holds three.")
TOO_MANY = N_("That is as many services as there may be: {services}.")
LAST = N_("A pro offers at least one service. Change it, or pause your profile.")


class Offered(NamedTuple):
    """A service as it was typed (dirhams) or sent (centimes); `category` is an id or a slug."""

    category: UUID | str
    pricing_type: str
    min_price: str | int = ""
    max_price: str | int = ""
    fixed_price: str | int = ""


async def add(session: AsyncSession, account_id: UUID, offered: Offered) -> ProService:
    """One more service, as many as the plan allows."""
    profile = await locking.hold_own(session, account_id)
    return await put(session, profile, offered)


async def put(session: AsyncSession, profile: ProProfile, offered: Offered) -> ProService:
    """Add a service to a profile that is held."""
    there = await of(session, profile.account_id)
    service = ProService(pro_id=profile.account_id)
    await _write(session, service, offered, there)
    check_room(profile, [one for one in there if one.is_active])
    session.add(service)
    await _settle(session, profile)
    return service


async def change(session: AsyncSession, service_id: UUID, *, by: UUID, offered: Offered) -> ProService:
    """Another category or another price; bookings keep what their client saw."""
    profile = await locking.hold_own(session, by)
    service, others = await _own(session, service_id, by)
    await _write(session, service, offered, others)
    await _settle(session, profile)
    return service


async def switch(session: AsyncSession, service_id: UUID, *, by: UUID, on: bool) -> ProService:
    """Offer it or not for now; one service at least stays on offer."""
    profile = await locking.hold_own(session, by)
    service, others = await _own(session, service_id, by)
    active = [one for one in others if one.is_active]
    if on and not service.is_active:
        check_room(profile, active)
    if not on and not active:
        raise Conflict(LAST, code="last_service")
    service.is_active = on
    await _settle(session, profile)
    return service


async def offer_instead(session: AsyncSession, service_id: UUID, *, by: UUID) -> ProService:
    """Offer this one; where the plan has no room for it besides, the oldest on offer makes room."""
    profile = await locking.hold_own(session, by)
    service, others = await _own(session, service_id, by)
    active = [one for one in others if one.is_active]
    for one in active[: max(0, len(active) + 1 - plan.limits(profile).categories)]:
        one.is_active = False
    service.is_active = True
    await _settle(session, profile)
    return service


async def pause_extra(session: AsyncSession, account_id: UUID) -> int:
    """What Premium had room for is kept and paused when it ends; a boosted service stays, else the oldest."""
    profile = (await locking.hold(session, [account_id])).get(account_id)
    if profile is None:
        return 0
    active = [one for one in await of(session, account_id) if one.is_active]
    active.sort(key=lambda one: one.boosted_until is None or one.boosted_until <= clock.now())
    extra = active[plan.limits(profile).categories :]
    for one in extra:
        one.is_active = False
    if extra:
        await _settle(session, profile)
        record(session, PlanEnded(account_id, len(extra)))
    return len(extra)


async def remove(session: AsyncSession, service_id: UUID, *, by: UUID) -> None:
    """No longer one of the pro's services; bookings of it stand."""
    profile = await locking.hold_own(session, by)
    service, others = await _own(session, service_id, by)
    if not any(one.is_active for one in others):
        raise Conflict(LAST, code="last_service")
    await session.delete(service)
    await _settle(session, profile)


async def of(session: AsyncSession, account_id: UUID) -> Sequence[ProService]:
    """All services of a pro, the oldest first."""
    mine = select(ProService).where(ProService.pro_id == account_id).order_by(ProService.id)
    return (await session.scalars(mine)).all()


def check_room(profile: ProProfile, active: Sequence[ProService]) -> None:
    """Refuse one more than the plan allows."""
    most = plan.limits(profile).categories
    if len(active) >= most:
        sentence = TOO_MANY_FREE if most == plan.FREE.categories else TOO_MANY
        raise Invalid({"category": sentence}, services=most)


async def _write(
    session: AsyncSession, service: ProService, offered: Offered, others: Sequence[ProService]
) -> None:
    faults: dict[str, str] = {}
    category_id = await _category(session, offered.category)
    if category_id is None:
        faults["category"] = NO_SUCH_CATEGORY
    elif any(one.category_id == category_id for one in others):
        faults["category"] = OFFERED_ALREADY
    priced = pricing.read(
        offered.pricing_type, offered.min_price, offered.max_price, offered.fixed_price, faults
    )
    if faults or category_id is None or priced is None:
        raise Invalid(faults, **pricing.named())
    service.category_id = category_id
    service.pricing_type, service.min_price, service.max_price, service.fixed_price = priced


async def _category(session: AsyncSession, said: UUID | str) -> UUID | None:
    """A category that is done at the client's door and isn't hidden."""
    which = Category.id == said if isinstance(said, UUID) else Category.slug == said
    local = (Category.kind == CategoryKind.LOCAL, Category.hidden.is_(False))
    return await session.scalar(select(Category.id).where(which, *local))


async def _own(
    session: AsyncSession, service_id: UUID, account_id: UUID
) -> tuple[ProService, Sequence[ProService]]:
    """One's own service, and the others; another pro's isn't there."""
    there = await of(session, account_id)
    for service in there:
        if service.id == service_id:
            return service, [one for one in there if one is not service]
    raise NotFound


async def _settle(session: AsyncSession, profile: ProProfile) -> None:
    await session.flush()
    await hat.keep_in_step(session, profile)
    record(session, ProChanged(profile.account_id))
