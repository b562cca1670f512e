"""Open a dispute: either side puts the order before an administrator."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Forbidden, Invalid
from twiza.kit.i18n import N_
from twiza.orders import delays
from twiza.orders.actors import Actor
from twiza.orders.attaching import attach
from twiza.orders.disputes import ruling
from twiza.orders.disputes.models import Dispute, DisputeOutcome, DisputeReason
from twiza.orders.models import FileRole, Order, OrderChange
from twiza.orders.wording import paragraphs

NOTHING_PAID = N_(
    "A dispute can be opened once a payment was declared. Until then, the order can be cancelled."
)
TOO_LATE = N_("This order ended more than 14 days ago: a dispute can’t be opened any more.")
OPEN_ALREADY = N_("A dispute is already open: give your side in it.")
NOTHING_NEW = N_("Your last dispute was dismissed, and nothing has happened since.")
NO_DETAILS = N_("Say what went wrong.")
NOT_A_REASON = N_("Choose one of the reasons.")
# These are for the rules to say.
_BY_RULE = frozenset({DisputeReason.SELLER_LEFT, DisputeReason.CLIENT_LEFT})


async def open_dispute(
    session: AsyncSession,
    order_id: UUID,
    *,
    by: Actor,
    reason: DisputeReason,
    details: str,
    files: Sequence[UUID] = (),
) -> Dispute:
    """From the first declared payment until 14 days after the end; it stops the clock, and both are heard."""
    order = await lock(session, Order, order_id)
    by.party(order)
    if by.account_id is None or by.part is not None:
        raise Forbidden
    await _check_time(session, order, by.account_id)
    if reason in _BY_RULE:
        raise Invalid({"reason": NOT_A_REASON})
    said = paragraphs(details, field="details", missing=NO_DETAILS)
    dispute = await ruling.begin(session, order, reason, by=by, details=said)
    await attach(session, order, files, FileRole.EVIDENCE, by=by.account_id, dispute_id=dispute.id)
    return dispute


def may_open(order: Order) -> bool:
    """Whether the time for it has come and isn't over."""
    over = order.ended_at is not None and order.ended_at + delays.DISPUTE_AFTER_END <= clock.now()
    return order.proofs > 0 and order.disputed_at is None and not over


async def _check_time(session: AsyncSession, order: Order, account_id: UUID) -> None:
    if order.disputed_at is not None:
        raise Conflict(OPEN_ALREADY, code="already_disputed")
    if order.proofs == 0:
        raise Conflict(NOTHING_PAID, code="nothing_paid")
    if not may_open(order):
        raise Conflict(TOO_LATE, code="too_late")
    if await _was_dismissed(session, order.id, account_id):
        raise Conflict(NOTHING_NEW, code="nothing_new")


async def _was_dismissed(session: AsyncSession, order_id: UUID, account_id: UUID) -> bool:
    """Disputes one after the other would stop the clock for ever: after a dismissal something has to happen first."""
    moved = exists().where(
        OrderChange.order_id == order_id,
        OrderChange.from_status != OrderChange.to_status,
        OrderChange.at > Dispute.closed_at,
    )
    mine = (Dispute.order_id == order_id, Dispute.opened_by_id == account_id)
    dismissed = Dispute.outcome.in_((DisputeOutcome.DISMISSED, DisputeOutcome.UPHELD))
    return bool(await session.scalar(select(exists().where(*mine, dismissed, ~moved))))
