"""The last step: the card as clients will see it, what is missing, and what stands in the way."""

from typing import Any

from twiza.accounts.viewer import Viewer
from twiza.gigs import sellers
from twiza.gigs.cards import GigCard, Seller
from twiza.gigs.states import owner_verbs
from twiza.gigs.whole import WholeGig
from twiza.kit.db import reading
from twiza.web.gigs import steps


async def context(viewer: Viewer, gig: WholeGig) -> dict[str, Any]:
    """What the page of this step needs."""
    async with reading() as connection:
        facts = await sellers.facts(connection, gig.freelancer_id)
    lacks = steps.lacks(gig)
    seller = Seller(facts.id, facts.name, facts.initials, facts.avatar_url, facts.verified, facts.city)
    card = GigCard(
        id=gig.id,
        title=gig.title,
        language=gig.language,
        cover_url=gig.cover_url(),
        price=gig.price or 0,
        delivery_days=gig.delivery_days or 0,
        rating=gig.rating,
        reviews=gig.rating_count,
        seller=seller,
    )
    return {
        "card": card,
        "lacks": lacks,
        "phone_verified": viewer.phone_verified,
        "verbs": owner_verbs(gig.status, deactivated=gig.deactivated_at is not None),
    }
