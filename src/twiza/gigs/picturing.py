"""The pictures of a gig: added, described, put first, taken away; the first is the cover."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.gigs import access, covering, limits
from twiza.gigs.covers import WIDTHS
from twiza.gigs.events import GigChanged
from twiza.gigs.models import Gig, GigPicture, GigStatus
from twiza.kit import clock, storage
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.events import record
from twiza.profiles import texts

FIELD = "pictures"
LONGEST_DESCRIPTION = 120


async def add_pictures(
    session: AsyncSession, gig_id: UUID, *, by: UUID, uploads: Sequence[storage.Upload | bytes]
) -> list[GigPicture]:
    """Show these too, after those there are; redrawn without what a camera wrote into them."""
    if not await _is_own(session, gig_id, by):
        raise NotFound
    if len(uploads) > limits.MOST_PICTURES:
        raise Invalid({FIELD: limits.TOO_MANY_PICTURES}, **limits.named())
    # The store is asked before the row is locked: nobody waits for a slow disk.
    files = [
        await storage.put_image(session, upload, owner=by, widths=WIDTHS, field=FIELD) for upload in uploads
    ]
    gig = await access.own(session, gig_id, by=by)
    there = await _of(session, gig)
    if len(there) + len(files) > limits.MOST_PICTURES:
        raise Invalid({FIELD: limits.TOO_MANY_PICTURES}, **limits.named())
    after = there[-1].position + 1 if there else 0
    added = [
        GigPicture(gig_id=gig.id, name=file.key, position=after + place) for place, file in enumerate(files)
    ]
    session.add_all(added)
    await _settle(session, gig)
    return added


async def remove_picture(session: AsyncSession, gig_id: UUID, picture_id: UUID, *, by: UUID) -> None:
    """Take a picture away; that of a gig that was ordered stays in the store, for the orders show it."""
    gig = await access.own(session, gig_id, by=by)
    picture = _one(await _of(session, gig), picture_id)
    await session.delete(picture)
    if not gig.orders_count:
        row = await session.scalar(select(storage.FileRow).where(storage.FileRow.key == picture.name))
        if row is not None:
            await storage.erase(session, row.id)
    await _settle(session, gig)


async def put_first(session: AsyncSession, gig_id: UUID, picture_id: UUID, *, by: UUID) -> None:
    """Make it the cover; the others keep their order."""
    gig = await access.own(session, gig_id, by=by)
    there = await _of(session, gig)
    chosen = _one(there, picture_id)
    for place, picture in enumerate([chosen, *(one for one in there if one is not chosen)]):
        picture.position = place
    await _settle(session, gig)


async def describe(session: AsyncSession, gig_id: UUID, *, by: UUID, words: Mapping[UUID, str]) -> None:
    """Say what the pictures show, for those who can't see them."""
    gig = await access.own(session, gig_id, by=by)
    for picture in await _of(session, gig):
        if picture.id in words:
            picture.description = texts.line(words[picture.id])[:LONGEST_DESCRIPTION]
    await session.flush()


async def _is_own(session: AsyncSession, gig_id: UUID, by: UUID) -> bool:
    own = (Gig.id == gig_id, Gig.freelancer_id == by, Gig.status != GigStatus.DELETED)
    return await session.scalar(select(Gig.id).where(*own)) is not None


async def _of(session: AsyncSession, gig: Gig) -> list[GigPicture]:
    in_order = (GigPicture.position, GigPicture.id)
    return list(
        await session.scalars(select(GigPicture).where(GigPicture.gig_id == gig.id).order_by(*in_order))
    )


def _one(there: Sequence[GigPicture], picture_id: UUID) -> GigPicture:
    for picture in there:
        if picture.id == picture_id:
            return picture
    raise NotFound


async def _settle(session: AsyncSession, gig: Gig) -> None:
    await session.flush()
    await covering.draw(session, gig)
    gig.updated_at = clock.now()
    if gig.status is not GigStatus.DRAFT:
        record(session, GigChanged(gig.id, gig.freelancer_id))
