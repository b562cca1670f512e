"""What somebody may do with an order now: the machine’s moves and everything beside them, for buttons and the API."""

from dataclasses import dataclass
from uuid import UUID

from twiza.orders.disputes.models import Dispute, NonDeliveryClaim
from twiza.orders.disputes.opening import may_open
from twiza.orders.models import Extension, Order, Party
from twiza.orders.states import BEFORE_THE_START, CANCEL, ORDER, REQUEST_REVISION, START, WORKING


@dataclass(frozen=True, slots=True)
class Standing:
    """What beside the order itself decides over its verbs."""

    questions: int = 0
    questions_open: int = 0
    questions_wait: bool = False
    extension: Extension | None = None
    claim: NonDeliveryClaim | None = None
    claimed: bool = False
    dispute: Dispute | None = None
    nothing_new: bool = False


def moves(order: Order, party: Party, *, questions_wait: bool = False) -> list[str]:
    """The machine's moves, less those that this order's own facts forbid."""
    forbidden = {
        START.verb: questions_wait and party is Party.FREELANCER,
        REQUEST_REVISION.verb: order.revisions_left == 0,
        CANCEL.verb: party is not Party.CLIENT and order.proofs > 0,
    }
    return [verb for verb in ORDER.allowed(order.status, party) if not forbidden.get(verb)]


def allowed(order: Order, party: Party, account_id: UUID, standing: Standing) -> list[str]:
    """Every verb this person may use now, in the order in which they matter."""
    found = moves(order, party, questions_wait=standing.questions_wait)
    if party is Party.ADMIN:
        return [*found, *(["take-dispute", "close-dispute"] if standing.dispute else [])]
    return [
        *found,
        *_questions(order, party, standing),
        *_extension(order, account_id, standing),
        *_claim(order, party, standing),
        *_dispute(order, standing),
    ]


def _questions(order: Order, party: Party, standing: Standing) -> list[str]:
    """Answers may change until the start; afterwards what was left open can still be answered."""
    answerable = standing.questions if order.status in BEFORE_THE_START else standing.questions_open
    return ["answer-questions"] if party is Party.CLIENT and answerable and not order.has_ended else []


def _extension(order: Order, account_id: UUID, standing: Standing) -> list[str]:
    if order.status not in WORKING:
        return []
    if standing.extension is None:
        return ["ask-extension"]
    return [] if standing.extension.by_id == account_id else ["accept-extension", "decline-extension"]


def _claim(order: Order, party: Party, standing: Standing) -> list[str]:
    if standing.claim is not None:
        return ["answer-claim"] if party is Party.FREELANCER else []
    late = order.is_late and order.disputed_at is None and not standing.claimed
    return ["claim-non-delivery"] if party is Party.CLIENT and late else []


def _dispute(order: Order, standing: Standing) -> list[str]:
    if standing.dispute is not None:
        return ["state"]
    return ["open-dispute"] if may_open(order) and not standing.nothing_new else []
