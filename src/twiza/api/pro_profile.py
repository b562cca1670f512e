"""Becoming a pro and one's own profile over the API: words, number, services, photos.

Every call that changes it answers with all of it as it stands now.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from fastapi import APIRouter, File, Response, UploadFile
from sqlalchemy.ext.asyncio import AsyncSession

from twiza import profiles
from twiza.api import pro_own
from twiza.api.deps import CurrentViewer, Session
from twiza.api.idempotency import Once, OnceOnly
from twiza.api.schemas import pro_profile as shapes
from twiza.kit.errors import Invalid
from twiza.pros import becoming, locking, neighbourhoods, photos, profile, services
from twiza.pros.services import Offered

Responses: TypeAlias = dict[int | str, dict[str, Any]]
router = APIRouter(tags=["pros"])
OWN = "/pro/profile"
_MADE: Responses = {201: {"model": shapes.OwnPro}}
_NOW: Responses = {200: {"model": shapes.OwnPro}, 404: {}}
# Verbs of their own, or read from their slugs.
_APART = {"city", "neighbourhoods", "paused"}
_MAY_BE_NULL = {"call_out_fee"}


@router.get(OWN, responses=_NOW)
async def show_own_pro_profile(viewer: CurrentViewer, session: Session) -> Response:
    """One's own profile as a pro, with the limits of its plan."""
    return await pro_own.own(session, viewer.id)


@router.post(OWN, status_code=201, responses=_MADE)
async def become_a_pro(
    viewer: CurrentViewer, session: Session, sent: shapes.BecomingSent, once: OnceOnly
) -> Response:
    """Become a pro: one city, a number for WhatsApp, at least one service."""
    return await _make(
        once,
        session,
        viewer.id,
        lambda: _become(session, viewer.id, sent),
    )


@router.patch(OWN, responses=_NOW)
async def edit_own_pro_profile(viewer: CurrentViewer, session: Session, sent: shapes.ProfileEdit) -> Response:
    """Change some of it; what isn't sent stays."""
    said = _given(sent)
    if "city" in said:
        await profile.change_city(session, viewer.id, city_id=await _city(session, said["city"]))
    changes = {name: value for name, value in said.items() if name not in _APART}
    if "neighbourhoods" in said:
        changes["neighbourhoods"] = await _places(session, viewer.id, said["neighbourhoods"])
    await profile.edit(session, viewer.id, **changes)
    if "paused" in said:
        await (profile.pause if said["paused"] else profile.resume)(session, viewer.id)
    return await pro_own.own(session, viewer.id)


@router.post("/pro/services", status_code=201, responses={**_MADE, 404: {}})
async def add_pro_service(
    viewer: CurrentViewer, session: Session, sent: shapes.ServiceSent, once: OnceOnly
) -> Response:
    """Offer one more category: one on the free plan, three with Premium."""
    return await _make(once, session, viewer.id, lambda: services.add(session, viewer.id, _offered(sent)))


@router.put("/pro/services/{service_id}", responses=_NOW)
async def edit_pro_service(
    service_id: UUID, viewer: CurrentViewer, session: Session, sent: shapes.ServiceSent
) -> Response:
    """Another category, another price, on offer or not; bookings keep what their client saw."""
    await services.change(session, service_id, by=viewer.id, offered=_offered(sent))
    await services.switch(session, service_id, by=viewer.id, on=sent.is_active)
    return await pro_own.own(session, viewer.id)


@router.delete("/pro/services/{service_id}", responses=_NOW)
async def remove_pro_service(service_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """No longer offer it; the last one stays."""
    await services.remove(session, service_id, by=viewer.id)
    return await pro_own.own(session, viewer.id)


@router.post("/pro/photos", status_code=201, responses={**_MADE, 404: {}})
async def add_pro_photo(
    viewer: CurrentViewer,
    session: Session,
    once: OnceOnly,
    photo: Annotated[UploadFile, File(description="JPEG, PNG, WebP, AVIF or GIF")],
) -> Response:
    """Show one more photo; it is redrawn without what the camera wrote into it."""
    return await _make(once, session, viewer.id, lambda: photos.add(session, viewer.id, uploads=[photo]))


@router.patch("/pro/photos/{photo_id}", responses=_NOW)
async def edit_pro_photo(
    photo_id: UUID, viewer: CurrentViewer, session: Session, sent: shapes.PhotoEdit
) -> Response:
    """Say what a photo shows, or show it first."""
    if sent.description is not None:
        await photos.describe(session, photo_id, by=viewer.id, words=sent.description)
    if sent.first:
        await photos.put_first(session, photo_id, by=viewer.id)
    return await pro_own.own(session, viewer.id)


@router.delete("/pro/photos/{photo_id}", responses=_NOW)
async def remove_pro_photo(photo_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """Take a photo away, file included."""
    await photos.remove(session, photo_id, by=viewer.id)
    return await pro_own.own(session, viewer.id)


async def _become(session: AsyncSession, account_id: UUID, sent: shapes.BecomingSent) -> None:
    await becoming.become(
        session,
        account_id,
        city_id=await _city(session, sent.city),
        whatsapp=sent.whatsapp,
        services=[_offered(one) for one in sent.services],
    )


async def _make(
    once: Once, session: AsyncSession, by: UUID, add: Callable[[], Awaitable[object]]
) -> Response:
    async def make() -> UUID:
        await add()
        return by

    async def show(_made: UUID | None) -> Response:
        return await pro_own.own(session, by, status=201)

    return await once.run(make, show)


def _offered(sent: shapes.ServiceSent) -> Offered:
    prices = (sent.min_price, sent.max_price, sent.fixed_price)
    return Offered(sent.category, sent.pricing_type, *("" if one is None else one for one in prices))


def _given(sent: shapes.ProfileEdit) -> dict[str, Any]:
    said = sent.model_dump(exclude_unset=True)
    return {name: value for name, value in said.items() if value is not None or name in _MAY_BE_NULL}


async def _city(session: AsyncSession, slug: str) -> UUID | None:
    cities = await profiles.every_city(await session.connection())
    return next((city.id for city in cities if city.slug == slug), None)


async def _places(session: AsyncSession, account_id: UUID, slugs: list[str]) -> list[UUID]:
    """The neighbourhoods of the pro's own city by their slugs."""
    held = await locking.hold_own(session, account_id)
    there = {
        one.slug: one.id
        for one in (await neighbourhoods.by_city(await session.connection())).get(held.city_id, ())
    }
    if set(slugs) - there.keys():
        raise Invalid({"neighbourhoods": profile.NO_SUCH_PLACE})
    return [there[slug] for slug in slugs]
