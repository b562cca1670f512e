"""Photos of a pro's work: as many as the plan allows, in the order the pro likes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import storage
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.profiles import texts
from twiza.pros import access, locking, plan
from twiza.pros.events import ProChanged
from twiza.pros.models import ProPhoto

FIELD = "photos"
SMALL, LARGE = 480, 1200
LONGEST_DESCRIPTION = 120
TOO_MANY_FREE = N_("The free plan shows three photos. Premium shows twelve.")
TOO_MANY = N_("That is as many photos as there may be: {photos}.")


async def add(
    session: AsyncSession, account_id: UUID, *, uploads: Sequence[storage.Upload | bytes]
) -> list[ProPhoto]:
    """Show these too, after those there are; redrawn without what a camera wrote into them."""
    if len(uploads) > plan.PREMIUM.photos:
        raise Invalid({FIELD: TOO_MANY}, photos=plan.PREMIUM.photos)
    # Asked before anything is written: a file of somebody who is no pro would lie about unseen.
    await access.check_is_pro(session, account_id)
    # The store is asked before the row is locked: nobody waits for a slow disk.
    files = [
        await storage.put_image(session, upload, owner=account_id, widths=(SMALL, LARGE), field=FIELD)
        for upload in uploads
    ]
    profile = await locking.hold_own(session, account_id)
    there = await of(session, account_id)
    most = plan.limits(profile).photos
    if len(there) + len(files) > most:
        raise Invalid({FIELD: TOO_MANY_FREE if most == plan.FREE.photos else TOO_MANY}, photos=most)
    after = there[-1].position + 1 if there else 0
    added = [
        ProPhoto(pro_id=account_id, name=file.key, position=after + place) for place, file in enumerate(files)
    ]
    session.add_all(added)
    await _settle(session, account_id)
    return added


async def remove(session: AsyncSession, photo_id: UUID, *, by: UUID) -> None:
    """Take a photo away, and its file with it."""
    await locking.hold_own(session, by)
    photo = _one(await of(session, by), photo_id)
    row = await session.scalar(select(storage.FileRow).where(storage.FileRow.key == photo.name))
    if row is not None:
        await storage.erase(session, row.id)
    await session.delete(photo)
    await _settle(session, by)


async def put_first(session: AsyncSession, photo_id: UUID, *, by: UUID) -> None:
    """Show it before the others, which keep their order."""
    await locking.hold_own(session, by)
    there = await of(session, by)
    chosen = _one(there, photo_id)
    for place, photo in enumerate([chosen, *(one for one in there if one is not chosen)]):
        photo.position = place
    await _settle(session, by)


async def describe(session: AsyncSession, photo_id: UUID, *, by: UUID, words: str) -> None:
    """Say what it shows, for those who can't see it."""
    await locking.hold_own(session, by)
    _one(await of(session, by), photo_id).description = texts.line(words)[:LONGEST_DESCRIPTION]
    await _settle(session, by)


async def of(session: AsyncSession, account_id: UUID) -> list[ProPhoto]:
    """A pro's photos in their order."""
    in_order = (ProPhoto.position, ProPhoto.id)
    mine = select(ProPhoto).where(ProPhoto.pro_id == account_id).order_by(*in_order)
    return list(await session.scalars(mine))


def _one(there: Sequence[ProPhoto], photo_id: UUID) -> ProPhoto:
    for photo in there:
        if photo.id == photo_id:
            return photo
    raise NotFound


async def _settle(session: AsyncSession, pro_id: UUID) -> None:
    await session.flush()
    record(session, ProChanged(pro_id))
