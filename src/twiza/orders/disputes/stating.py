"""Give one's side in a dispute, with evidence."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Forbidden, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.orders.actors import Actor
from twiza.orders.advancing import remember
from twiza.orders.attaching import attach
from twiza.orders.disputes.models import Dispute, DisputeStatement
from twiza.orders.events import DisputeStated
from twiza.orders.models import FileRole, Order
from twiza.orders.wording import paragraphs

MOST_STATEMENTS = 20
CLOSED = N_("This dispute is closed.")
NO_WORDS = N_("Write what happened, as you see it.")
ENOUGH = N_("You have said a lot already: the administrator decides on that.")


async def state(
    session: AsyncSession, dispute_id: UUID, *, by: Actor, text: str, files: Sequence[UUID] = ()
) -> DisputeStatement:
    """Each side is asked within 48 hours; until the decision, what comes later is read as well."""
    order_id = await session.scalar(select(Dispute.order_id).where(Dispute.id == dispute_id))
    if order_id is None:
        raise NotFound
    order = await lock(session, Order, order_id)
    by.party(order)
    if by.account_id is None or by.part is not None:
        raise Forbidden
    dispute = await lock(session, Dispute, dispute_id)
    if dispute.closed_at is not None:
        raise Conflict(CLOSED, code="dispute_closed")
    said = paragraphs(text, field="text", missing=NO_WORDS)
    await _check_not_endless(session, dispute_id, by.account_id)
    statement = DisputeStatement(
        dispute_id=dispute_id, by_id=by.account_id, text=said, created_at=clock.now()
    )
    session.add(statement)
    await session.flush()
    await attach(
        session,
        order,
        files,
        FileRole.EVIDENCE,
        by=by.account_id,
        dispute_id=dispute_id,
        statement_id=statement.id,
    )
    remember(session, order, "state", by)
    record(session, DisputeStated.of(order, by.account_id, dispute_id=dispute_id))
    return statement


async def _check_not_endless(session: AsyncSession, dispute_id: UUID, account_id: UUID) -> None:
    mine = (DisputeStatement.dispute_id == dispute_id, DisputeStatement.by_id == account_id)
    said = await session.scalar(select(func.count()).select_from(DisputeStatement).where(*mine))
    if (said or 0) >= MOST_STATEMENTS:
        raise Conflict(ENOUGH, code="enough_said")
