"""Place an order: a copy of what is offered, as it is offered now."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, and_, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.terms import TERMS
from twiza.content import pages
from twiza.gigs import access
from twiza.gigs.models import Gig, GigPackage, GigQuestion, Tier
from twiza.kit import direct
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound
from twiza.kit.i18n import N_
from twiza.orders import buying
from twiza.orders.buying import Terms
from twiza.orders.models import Order, OrderAnswer
from twiza.orders.rebuilding import gathered, whole
from twiza.orders.wording import paragraphs

LONGEST_ANSWER = 2_000
OWN_GIG = N_("This gig is yours: you can’t order it.")
NOT_OFFERED = N_("This gig isn’t offered any more.")
NO_SUCH_PACKAGE = N_("Choose a package of this gig.")
_QUESTIONS = gathered(whole(GigQuestion), GigQuestion.position, GigQuestion.gig_id == Gig.id)
_CHOSEN = and_(GigPackage.gig_id == Gig.id, GigPackage.tier == bindparam("tier", type_=GigPackage.tier.type))
# The gig, the package that was chosen and the questions, in one go.
_WANTED = (
    select(
        Gig.freelancer_id,
        Gig.published_at,
        access.shown().label("is_offered"),
        Gig.title,
        Gig.cover,
        GigPackage.title.label("package"),
        GigPackage.contents,
        GigPackage.price,
        GigPackage.delivery_days,
        GigPackage.revisions,
        _QUESTIONS.correlate(Gig).scalar_subquery().label("questions"),
    )
    .outerjoin(GigPackage, _CHOSEN)
    .where(Gig.id == bindparam("gig"))
)
_COPY_QUESTIONS = insert(cast("Table", OrderAnswer.__table__))


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
    wanted = await _offered(session, gig_id, tier, by)
    if not accepted_terms:
        raise Invalid({"accepted_terms": buying.ACCEPT_TERMS})
    if wanted.package is None:
        raise Invalid({"tier": NO_SUCH_PACKAGE})
    terms = Terms(
        title=wanted.title,
        cover=wanted.cover,
        tier=tier,
        package=wanted.package,
        contents=wanted.contents,
        price=wanted.price,
        delivery_days=wanted.delivery_days,
        revisions=wanted.revisions,
        version=pages.version(TERMS),
    )
    order = await buying.buy(session, terms, client_id=by, freelancer_id=wanted.freelancer_id, gig_id=gig_id)
    await _copy_questions(session, order, wanted.questions, answers or {})
    return order


async def _offered(session: AsyncSession, gig_id: UUID, tier: Tier, by: UUID) -> Any:
    """A draft of somebody else's doesn't exist for others; what was once published is told to be gone."""
    gig = await direct.row(session, _WANTED, {"gig": gig_id, "tier": tier})
    if gig is None or (gig.published_at is None and gig.freelancer_id != by):
        raise NotFound
    if gig.freelancer_id == by:
        raise Forbidden(OWN_GIG, code="own_gig")
    if not gig.is_offered:
        raise Conflict(NOT_OFFERED, code="not_offered")
    return gig


async def _copy_questions(
    session: AsyncSession, order: Order, questions: list[dict[str, Any]], answers: Mapping[UUID, str]
) -> None:
    """Answers to questions that are gone are dropped; what is missing is asked again before the work starts."""
    copies: list[dict[str, Any]] = []
    for position, asked in enumerate(questions):
        said = answers.get(UUID(asked["id"]), "")
        said = paragraphs(said, field=f"answers.{asked['id']}", most=LONGEST_ANSWER)
        copies.append(
            {
                "order_id": order.id,
                "position": position,
                "question": asked["question"],
                "required": asked["required"],
                "answer": said,
                "answered_at": order.created_at if said else None,
            }
        )
    if copies:
        await session.execute(_COPY_QUESTIONS, copies)
