"""One gig as its viewer may see it, ready for JSON."""

from uuid import UUID

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza import profiles
from twiza.api.answers import answer, since
from twiza.gigs import access, queries, sellers
from twiza.gigs.whole import WholeGig
from twiza.kit.errors import NotFound
from twiza.kit.i18n import language


async def shown(
    reader: AsyncConnection, gig_id: UUID | None, viewer_id: UUID | None, *, status: int = 200
) -> Response:
    """The gig, or 404 for whoever may not see it."""
    gig = await queries.visible(reader, gig_id, viewer_id) if gig_id else None
    if gig is None:
        raise NotFound
    seller = await sellers.facts(reader, gig.freelancer_id)
    is_own = gig.freelancer_id == viewer_id
    body = {
        **_said(gig),
        "category": await _category(reader, gig),
        "views": gig.views if is_own else None,
        "deactivated_reason": gig.deactivated_reason if is_own else None,
        "seller": {
            "id": seller.id,
            "name": seller.name,
            "avatar_url": seller.avatar_url,
            "city": seller.city,
            "identity_verified": seller.verified,
        },
        **since(gig.created_at),
        "allowed_actions": access.actions(
            gig.freelancer_id, gig.status, viewer_id, deactivated=gig.deactivated_at is not None
        ),
    }
    return answer(body, status=status, private=is_own)


def _said(gig: WholeGig) -> dict[str, object]:
    return {
        "id": gig.id,
        "title": gig.title,
        "description": gig.description,
        "language": gig.language,
        "tags": list(gig.tags),
        "status": gig.status,
        "is_active": gig.is_offered,
        "price": gig.price,
        "delivery_days": gig.delivery_days,
        "packages": [
            {
                "tier": one.tier,
                "title": one.title,
                "contents": one.contents,
                "price": one.price,
                "delivery_days": one.delivery_days,
                "revisions": one.revisions,
            }
            for one in gig.packages
        ],
        "pictures": [
            {"id": one.id, "url": one.large_url, "small_url": one.small_url, "description": one.description}
            for one in gig.pictures
        ],
        "cover_url": gig.cover_url(),
        "faq": [{"question": one.question, "answer": one.answer} for one in gig.faq],
        "questions": [{"question": one.question, "required": one.required} for one in gig.questions],
        "rating": gig.rating,
        "reviews": gig.rating_count,
        "orders": gig.orders_count,
    }


async def _category(reader: AsyncConnection, gig: WholeGig) -> dict[str, str] | None:
    for one in await profiles.categories(reader):
        for each in (one, *one.children):
            if each.id == gig.category_id:
                return {"slug": each.slug, "name": each.name(language.get())}
    return None
