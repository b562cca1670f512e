"""Gigs and favourites belong to the archive of one's own data."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import exporting, own_data
from twiza.gigs.models import Favourite, Gig, GigFaq, GigPackage, GigQuestion, GigStatus


@exporting.part("gigs")
async def gigs(session: AsyncSession, account_id: UUID) -> list[dict[str, object]]:
    """Everything one wrote about one's gigs; the pictures are among the files."""
    shown = (
        Gig.id, Gig.title, Gig.description, Gig.language, Gig.tags, Gig.status, Gig.price, Gig.delivery_days,
        Gig.views, Gig.orders_count, Gig.rating_sum, Gig.rating_count, Gig.deactivated_reason,
        Gig.published_at, Gig.created_at,
    )  # fmt: skip
    whose = (Gig.freelancer_id == account_id, Gig.status != GigStatus.DELETED)
    found = await own_data.rows(session, select(*shown).where(*whose).order_by(Gig.id))
    return [{**gig, **await _parts(session, gig["id"])} for gig in found]


@exporting.part("favourites")
async def favourites(session: AsyncSession, account_id: UUID) -> own_data.Rows:
    """Which gigs one kept, and when."""
    shown = (Gig.id, Gig.title, Favourite.created_at)
    kept = select(*shown).join(Gig, Gig.id == Favourite.gig_id).where(Favourite.account_id == account_id)
    return await own_data.rows(session, kept.order_by(Favourite.created_at))


async def _parts(session: AsyncSession, gig_id: object) -> dict[str, object]:
    package, faq, question = GigPackage, GigFaq, GigQuestion
    what = (package.tier, package.title, package.contents, package.price, package.delivery_days)
    return {
        "packages": await own_data.rows(
            session, select(*what, package.revisions).where(package.gig_id == gig_id).order_by(package.tier)
        ),
        "faq": await own_data.rows(
            session, select(faq.question, faq.answer).where(faq.gig_id == gig_id).order_by(faq.position)
        ),
        "questions": await own_data.rows(
            session,
            select(question.question, question.required)
            .where(question.gig_id == gig_id)
            .order_by(question.position),
        ),
    }
