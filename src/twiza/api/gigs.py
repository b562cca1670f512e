"""Gigs: written, published, paused, changed and deleted by their owners, looked at by everybody."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Response, UploadFile
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.api.answers import answer, page
from twiza.api.deps import CurrentViewer, OptionalViewer, Reader, Session
from twiza.api.gig_shown import shown
from twiza.api.idempotency import OnceOnly
from twiza.api.schemas import gigs as shapes
from twiza.api.schemas.page import Page
from twiza.gigs import deleting, drafting, favouring, pausing, picturing, publishing, queries
from twiza.gigs.models import GigStatus, Tier
from twiza.gigs.said import Details, FaqSaid, PackageSaid, QuestionSaid
from twiza.kit.errors import NotFound

router = APIRouter(tags=["gigs"])
_DETAILS = ("title", "description", "category", "language", "tags")


@router.post("/gigs", status_code=201, responses={201: {"model": shapes.Gig}})
async def create_gig(
    viewer: CurrentViewer, session: Session, sent: shapes.GigSent, once: OnceOnly
) -> Response:
    """A new gig: a draft that may lack things, or published at once with `is_active`."""

    async def make() -> UUID:
        gig = await drafting.create(session, by=viewer.id)
        await _change(session, gig.id, viewer.id, sent)
        return gig.id

    async def show(gig_id: UUID | None) -> Response:
        return await shown(await session.connection(), gig_id, viewer.id, status=201)

    return await once.run(make, show)


@router.get("/users/me/gigs", responses={200: {"model": Page[shapes.OwnGig]}})
async def list_own_gigs(viewer: CurrentViewer, reader: Reader) -> Response:
    """One's own gigs in every state, with what came of them."""
    mine = await queries.own_lines(reader, viewer.id)
    items = [
        {
            "id": one.id,
            "title": one.title,
            "status": one.status,
            "is_active": one.status is GigStatus.PUBLISHED and not one.deactivated,
            "price": one.price,
            "cover_url": one.cover_url,
            "views": one.views,
            "views_in_30_days": one.views_lately,
            "orders": one.orders_count,
            "rating": one.rating,
            "reviews": one.rating_count,
            "allowed_actions": one.actions,
        }
        for one in mine
    ]
    return answer(page(items, None), private=True)


@router.get("/gigs/{gig_id}", responses={200: {"model": shapes.Gig}})
async def show_gig(gig_id: UUID, viewer: OptionalViewer, reader: Reader) -> Response:
    """One gig, whole; drafts, paused and deactivated ones are there for their owner alone."""
    return await shown(reader, gig_id, viewer.id if viewer else None)


@router.patch("/gigs/{gig_id}", responses={200: {"model": shapes.Gig}, 409: {}})
async def change_gig(gig_id: UUID, viewer: CurrentViewer, session: Session, sent: shapes.GigSent) -> Response:
    """Change one's gig; what isn't sent stays. `is_active` publishes, resumes or pauses it."""
    await _change(session, gig_id, viewer.id, sent)
    return await shown(await session.connection(), gig_id, viewer.id)


@router.delete("/gigs/{gig_id}", status_code=204)
async def delete_gig(gig_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """Delete one's gig; its orders go on."""
    await deleting.delete_gig(session, gig_id, by=viewer.id)
    return Response(status_code=204)


@router.post("/gigs/{gig_id}/pictures", status_code=201, responses={201: {"model": shapes.Gig}})
async def add_picture(
    gig_id: UUID,
    viewer: CurrentViewer,
    session: Session,
    once: OnceOnly,
    picture: Annotated[UploadFile, File(description="JPEG, PNG, WebP, AVIF or GIF")],
) -> Response:
    """Add a picture, up to six; it is redrawn without what the camera wrote into it."""

    async def make() -> UUID:
        await picturing.add_pictures(session, gig_id, by=viewer.id, uploads=[picture])
        return gig_id

    async def show(made: UUID | None) -> Response:
        return await shown(await session.connection(), made, viewer.id, status=201)

    return await once.run(make, show)


@router.delete("/gigs/{gig_id}/pictures/{picture_id}", status_code=204)
async def remove_picture(gig_id: UUID, picture_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """Take a picture away."""
    await picturing.remove_picture(session, gig_id, picture_id, by=viewer.id)
    return Response(status_code=204)


@router.put("/gigs/{gig_id}/favourite", status_code=204)
async def keep_gig(gig_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """Keep a gig among one's favourites; twice is the same as once."""
    await favouring.favour(session, gig_id, by=viewer.id)
    return Response(status_code=204)


@router.delete("/gigs/{gig_id}/favourite", status_code=204)
async def let_gig_go(gig_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """Not a favourite any more."""
    await favouring.let_go(session, gig_id, by=viewer.id)
    return Response(status_code=204)


async def _change(session: AsyncSession, gig_id: UUID, by: UUID, sent: shapes.GigSent) -> None:
    """Everything that was sent, in one transaction: all of it, or nothing and every fault."""
    said = sent.model_dump(exclude_unset=True, include=set(_DETAILS))
    if said:
        # null empties a text; a language is never empty.
        given = Details(**{name: value or "" for name, value in said.items()})
        await drafting.change_details(session, gig_id, by=by, given=given)
    packages = await _packages(session, gig_id, by, sent)
    if packages is not None:
        await drafting.change_packages(session, gig_id, by=by, given=packages)
    if sent.faq is not None:
        faq = [FaqSaid(one.question, one.answer) for one in sent.faq]
        await drafting.change_faq(session, gig_id, by=by, given=faq)
    if sent.questions is not None:
        asked = [QuestionSaid(one.question, one.required) for one in sent.questions]
        await drafting.change_questions(session, gig_id, by=by, given=asked)
    await _activate(session, gig_id, by, sent.is_active)


async def _packages(
    session: AsyncSession, gig_id: UUID, by: UUID, sent: shapes.GigSent
) -> dict[Tier, PackageSaid] | None:
    """Those that were sent, else those there are; the flat price and days go into the basic one."""
    if sent.packages is None and sent.price is None and sent.delivery_days is None:
        return None
    gig = await queries.own(session, gig_id, by)
    if gig is None:
        raise NotFound
    listed: Sequence[shapes.PackageSent] = sent.packages or ()
    found = {
        one.tier: PackageSaid(one.title, one.contents, one.price, one.delivery_days, one.revisions)
        for one in (listed if sent.packages is not None else gig.packages)
    }
    basic = found.get(Tier.BASIC)
    if sent.price is not None or sent.delivery_days is not None:
        found[Tier.BASIC] = PackageSaid(
            title=basic.title if basic else gig.title[:60],
            contents=basic.contents if basic else gig.title,
            price=sent.price if sent.price is not None else basic.price if basic else "",
            delivery_days=sent.delivery_days or (basic.delivery_days if basic else ""),
            revisions=basic.revisions if basic else None,
        )
    return found


async def _activate(session: AsyncSession, gig_id: UUID, by: UUID, wanted: bool | None) -> None:
    """What is so already stays so."""
    gig = await queries.own(session, gig_id, by) if wanted is not None else None
    if wanted is None:
        return
    if gig is None:
        raise NotFound
    if wanted and gig.status is GigStatus.DRAFT:
        await publishing.publish(session, gig_id, by=by)
    elif wanted and gig.status is GigStatus.PAUSED:
        await pausing.resume(session, gig_id, by=by)
    elif not wanted and gig.status is GigStatus.PUBLISHED:
        await pausing.pause(session, gig_id, by=by)
