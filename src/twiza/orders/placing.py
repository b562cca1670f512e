"""Place an order: a copy of what is offered, as it is offered now."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.terms import TERMS
from twiza.content import pages
from twiza.gigs.models import Gig, GigPackage, GigQuestion, Tier
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound
from twiza.kit.i18n import N_
from twiza.orders import buying
from twiza.orders.buying import Terms
from twiza.orders.models import Order, OrderAnswer
from twiza.orders.wording import paragraphs

LONGEST_ANSWER = 2_000
OWN_GIG = N_("This gig is yours: you can’t order it.")
NOT_OFFERED = N_("This gig isn’t offered any more.")
NO_SUCH_PACKAGE = N_("Choose a package of this gig.")


async def place(
    session: AsyncSession,
    gig_id: UUID,
    *,
    by: UUID,
    tier: Tier,
    answers: Mapping[UUID, str] | None = None,
    accepted_terms: bool,
) -> Order:
    """Order a package of a published gig of somebody else; `answers` are keyed by the gig's questions."""
    gig = await _offered(session, gig_id, by)
    if not accepted_terms:
        raise Invalid({"accepted_terms": buying.ACCEPT_TERMS})
    package = await session.scalar(
        select(GigPackage).where(GigPackage.gig_id == gig_id, GigPackage.tier == tier)
    )
    if package is None:
        raise Invalid({"tier": NO_SUCH_PACKAGE})
    terms = Terms(
        title=gig.title,
        cover=gig.cover,
        tier=tier,
        package=package.title,
        contents=package.contents,
        price=package.price,
        delivery_days=package.delivery_days,
        revisions=package.revisions,
        version=pages.version(TERMS),
    )
    order = await buying.buy(session, terms, client_id=by, freelancer_id=gig.freelancer_id, gig_id=gig.id)
    await _copy_questions(session, order, answers or {})
    return order


async def _offered(session: AsyncSession, gig_id: UUID, by: UUID) -> Gig:
    """A draft of somebody else's doesn't exist for others; what was once published is told to be gone."""
    gig = await session.scalar(select(Gig).where(Gig.id == gig_id))
    if gig is None or (gig.published_at is None and gig.freelancer_id != by):
        raise NotFound
    if gig.freelancer_id == by:
        raise Forbidden(OWN_GIG, code="own_gig")
    if not gig.is_offered:
        raise Conflict(NOT_OFFERED, code="not_offered")
    return gig


async def _copy_questions(session: AsyncSession, order: Order, answers: Mapping[UUID, str]) -> None:
    """Answers to questions that are gone are dropped; what is missing is asked again before the work starts."""
    questions = await session.scalars(
        select(GigQuestion).where(GigQuestion.gig_id == order.gig_id).order_by(GigQuestion.position)
    )
    for position, asked in enumerate(questions):
        field = f"answers.{asked.id}"
        said = paragraphs(answers.get(asked.id, ""), field=field, most=LONGEST_ANSWER)
        session.add(
            OrderAnswer(
                order_id=order.id,
                position=position,
                question=asked.question,
                required=asked.required,
                answer=said,
                answered_at=order.created_at if said else None,
            )
        )
