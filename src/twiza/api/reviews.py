"""Reviews: written by the parties of a finished order, read by everybody once they are public."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from twiza.accounts.models import HatKind
from twiza.api import cursors
from twiza.api.answers import answer, page, since
from twiza.api.deps import CurrentViewer, OptionalViewer, Reader, Session
from twiza.api.idempotency import OnceOnly
from twiza.api.judging import may_judge
from twiza.api.schemas.page import Page
from twiza.api.schemas.reviews import Answering, Removing, Review, Writing
from twiza.kit.errors import NotFound
from twiza.reviews import answering, of_bookings, queries, removing, writing

router = APIRouter(tags=["reviews"])
Cursor = Annotated[str | None, Query(max_length=400, description="The `next_cursor` of the page before")]
ReviewedAs = Annotated[HatKind, Query(description="Reviewed as what")]


@router.post("/reviews", status_code=201, responses={201: {"model": Review}})
async def write_review(viewer: CurrentViewer, session: Session, sent: Writing, once: OnceOnly) -> Response:
    """Review a completed order, shown when both sides have written or after 14 days; or a visit, shown at once."""

    async def make() -> UUID:
        by, stars, words = viewer.id, sent.rating, sent.text
        if sent.booking_id is not None:
            return (await of_bookings.write(session, sent.booking_id, by=by, rating=stars, text=words)).id
        if sent.order_id is None:
            raise NotFound
        return (await writing.write(session, sent.order_id, by=by, rating=stars, text=words)).id

    async def show(review_id: UUID | None) -> Response:
        return await _shown(session, review_id, viewer.id, status=201)

    return await once.run(make, show)


@router.get("/reviews/{review_id}", responses={200: {"model": Review}})
async def show_review(review_id: UUID, viewer: OptionalViewer, session: Session) -> Response:
    """One review; before it is public, only its author finds it."""
    return await _shown(session, review_id, viewer.id if viewer else None)


@router.post("/reviews/{review_id}/answer", responses={200: {"model": Review}})
async def answer_review(
    review_id: UUID, viewer: CurrentViewer, session: Session, sent: Answering
) -> Response:
    """Answer what was said of you, once, in public."""
    await answering.answer(session, review_id, by=viewer.id, text=sent.text)
    return await _shown(session, review_id, viewer.id)


@router.delete("/admin/reviews/{review_id}", status_code=204)
async def remove_review(review_id: UUID, viewer: CurrentViewer, session: Session, why: Removing) -> Response:
    """An administrator takes a review away; ratings follow at once."""
    if not may_judge(viewer):
        raise NotFound
    await removing.remove(session, review_id, by=viewer.id, reason=why.reason)
    return Response(status_code=204)


@router.get("/users/{user_id}/reviews", responses={200: {"model": Page[Review]}})
async def list_reviews_of_person(
    user_id: UUID,
    viewer: OptionalViewer,
    reader: Reader,
    hat: ReviewedAs = HatKind.FREELANCER,
    cursor: Cursor = None,
) -> Response:
    """What is said of somebody, the newest first."""
    after = cursors.read("reviews", cursor, (UUID,))
    found = await queries.about(reader, user_id, hat, after=after[0] if after else None)
    return answer(_page(found, viewer.id if viewer else None))


@router.get("/gigs/{gig_id}/reviews", responses={200: {"model": Page[Review]}})
async def list_reviews_of_gig(
    gig_id: UUID, viewer: OptionalViewer, reader: Reader, cursor: Cursor = None
) -> Response:
    """What is said of a gig, the newest first."""
    after = cursors.read("reviews", cursor, (UUID,))
    found = await queries.of_gig(reader, gig_id, after=after[0] if after else None)
    return answer(_page(found, viewer.id if viewer else None))


def _page(found: queries.Page, viewer_id: UUID | None) -> dict[str, object]:
    next_cursor = cursors.write("reviews", [str(found.next)]) if found.next else None
    return page([_review(each, viewer_id) for each in found.reviews], next_cursor)


async def _shown(
    session: Session, review_id: UUID | None, viewer_id: UUID | None, *, status: int = 200
) -> Response:
    found = await queries.one(await session.connection(), review_id, viewer_id) if review_id else None
    if found is None:
        raise NotFound
    return answer(_review(found, viewer_id), status=status, private=not found.is_public)


def _review(read: queries.Read, viewer_id: UUID | None) -> dict[str, object]:
    is_party = viewer_id in {read.reviewer_id, read.reviewee_id}
    may_answer = viewer_id == read.reviewee_id and read.is_public and read.answered_at is None
    said_back = {"text": read.answer, "created_at": read.answered_at} if read.answered_at else None
    return {
        "id": read.id,
        "order_id": read.order_id if is_party else None,
        "booking_id": read.booking_id if is_party else None,
        "gig_id": read.gig_id,
        "reviewer": {"id": read.reviewer_id, "name": read.reviewer},
        "reviewee": {"id": read.reviewee_id, "name": read.reviewee},
        "hat": read.reviewee_hat,
        "rating": read.rating,
        "text": read.text,
        "language": read.language,
        "is_public": read.is_public,
        "public_at": read.public_at,
        "answer": said_back,
        **since(read.created_at),
        "allowed_actions": ["answer"] if may_answer else [],
    }
