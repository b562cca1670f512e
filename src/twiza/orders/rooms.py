"""One order with everything that belongs to it, read in a single statement, as one person may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts.shielding import masked
from twiza.kit import direct
from twiza.kit.errors import NotFound
from twiza.kit.storage import FileRow
from twiza.orders import masking
from twiza.orders.access import visible_to
from twiza.orders.allowing import Standing, allowed
from twiza.orders.disputes.models import Dispute, DisputeOutcome, DisputeStatement, NonDeliveryClaim
from twiza.orders.kinds import FileRole, Party
from twiza.orders.models import (
    Delivery,
    Extension,
    Order,
    OrderAnswer,
    OrderChange,
    OrderFile,
    PaymentProof,
)
from twiza.orders.people import Client, Freelancer, Person, as_json, person
from twiza.orders.rebuilding import gathered, rebuilt, whole
from twiza.payments.models import PayoutDetails


@dataclass(frozen=True, slots=True)
class RoomFile:
    """A file of the order, and what it belongs to."""

    id: UUID
    role: FileRole
    by_id: UUID
    name: str
    media_type: str
    bytes: int
    sha256: str
    width: int | None
    proof_id: UUID | None
    delivery_id: UUID | None
    dispute_id: UUID | None
    statement_id: UUID | None

    @property
    def is_picture(self) -> bool:
        return self.width is not None


@dataclass(frozen=True)
class Room:
    """An order as `viewer_id` sees it; what the other side wrote has its phone numbers hidden."""

    viewer_id: UUID
    party: Party
    order: Order
    client: Person
    freelancer: Person
    payout: PayoutDetails | None
    history: Sequence[OrderChange]
    answers: Sequence[OrderAnswer]
    proofs: Sequence[PaymentProof]
    deliveries: Sequence[Delivery]
    extensions: Sequence[Extension]
    disputes: Sequence[Dispute]
    statements: Sequence[DisputeStatement]
    claims: Sequence[NonDeliveryClaim]
    files: Sequence[RoomFile]

    @property
    def other(self) -> Person:
        """The side across the table; for an administrator the freelancer."""
        return self.client if self.party is Party.FREELANCER else self.freelancer

    @property
    def extension(self) -> Extension | None:
        """The one that waits for an answer."""
        return next((each for each in self.extensions if each.answered_at is None), None)

    @property
    def claim(self) -> NonDeliveryClaim | None:
        """The one that waits for an answer."""
        return next((each for each in self.claims if each.closed_at is None), None)

    @property
    def dispute(self) -> Dispute | None:
        """The one that waits for its decision."""
        return next((each for each in self.disputes if each.closed_at is None), None)

    @property
    def questions_wait(self) -> bool:
        """Whether the work can't start for want of answers."""
        return any(each.required and not each.answer for each in self.answers)

    @cached_property
    def allowed_actions(self) -> list[str]:
        """What the viewer may do now."""
        return allowed(self.order, self.party, self.viewer_id, self._standing())

    def person(self, account_id: UUID | None) -> Person | None:
        """One of the two by their id; None for administrators, the clock and the gateway."""
        return next((each for each in (self.client, self.freelancer) if each.id == account_id), None)

    def _standing(self) -> Standing:
        order = self.order
        return Standing(
            questions=len(self.answers),
            questions_open=sum(not each.answer for each in self.answers),
            questions_wait=self.questions_wait,
            extension=self.extension,
            claim=self.claim,
            claimed=any(order.due_at is not None and each.created_at >= order.due_at for each in self.claims),
            dispute=self.dispute,
            nothing_new=any(self._is_settled(each) for each in self.disputes),
        )

    def _is_settled(self, dispute: Dispute) -> bool:
        """One's own complaint was decided on, and the order hasn't moved since."""
        if dispute.opened_by_id != self.viewer_id or dispute.closed_at is None:
            return False
        decided = dispute.outcome in {DisputeOutcome.DISMISSED, DisputeOutcome.UPHELD}
        moved = (each.at for each in self.history if each.from_status != each.to_status)
        return decided and all(at <= dispute.closed_at for at in moved)


async def room(
    session: AsyncSession | AsyncConnection, order: UUID | str, viewer: UUID, *, as_admin: bool = False
) -> Room:
    """The order by its id or its reference; strangers find nothing.

    `as_admin` is for an administrator whose right to look was checked; they read everything as it was written.
    """
    statement = _room(isinstance(order, str), as_admin)
    row = await direct.row(session, statement, {"order": order, "viewer": viewer})
    if row is None:
        raise NotFound
    found = rebuilt(Order, row.whole)
    party = Party.ADMIN if as_admin else found.party(viewer) or Party.CLIENT
    seen = Room(
        viewer_id=viewer,
        party=party,
        order=found,
        client=person(row.client),
        freelancer=person(row.freelancer),
        payout=_payout(row.payout, found, party),
        history=[rebuilt(OrderChange, one) for one in row.history],
        answers=[rebuilt(OrderAnswer, one) for one in row.answers],
        proofs=[rebuilt(PaymentProof, one) for one in row.proofs],
        deliveries=[rebuilt(Delivery, one) for one in row.deliveries],
        extensions=[rebuilt(Extension, one) for one in row.extensions],
        disputes=[rebuilt(Dispute, one) for one in row.disputes],
        statements=[rebuilt(DisputeStatement, one) for one in row.statements],
        claims=[rebuilt(NonDeliveryClaim, one) for one in row.claims],
        files=[_file(one, viewer, as_admin=as_admin) for one in row.files],
    )
    if not as_admin:
        masking.mask(seen)
    return seen


def _payout(told: dict[str, Any] | None, order: Order, party: Party) -> PayoutDetails | None:
    """Whoever pays sees it as long as there is something to pay."""
    is_over = order.paid_at is not None or order.has_ended
    return None if told is None or (party is Party.CLIENT and is_over) else rebuilt(PayoutDetails, told)


@lru_cache
def _room(by_reference: bool, as_admin: bool) -> Select[*tuple[Any, ...]]:
    """One statement whatever the order holds: each table of its own as a JSON list."""
    payout = select(whole(PayoutDetails)).where(PayoutDetails.account_id == Order.freelancer_id)
    statement: Select[*tuple[Any, ...]] = (
        select(
            whole(Order).label("whole"),
            as_json(Client).label("client"),
            as_json(Freelancer).label("freelancer"),
            payout.correlate(Order).scalar_subquery().label("payout"),
            _of_order(OrderChange, "history"),
            _of_order(OrderAnswer, "answers", OrderAnswer.position),
            _of_order(PaymentProof, "proofs"),
            _of_order(Delivery, "deliveries"),
            _of_order(Extension, "extensions"),
            _of_order(Dispute, "disputes"),
            _of_order(NonDeliveryClaim, "claims"),
            _statements().correlate(Order).scalar_subquery().label("statements"),
            _files().correlate(Order).scalar_subquery().label("files"),
        )
        .join(Client, Client.id == Order.client_id)
        .join(Freelancer, Freelancer.id == Order.freelancer_id)
        .where((Order.reference if by_reference else Order.id) == bindparam("order"))
    )
    return statement if as_admin else statement.where(visible_to(bindparam("viewer", type_=Order.id.type)))


def _of_order(model: Any, name: str, order_by: Any = None) -> Any:
    rows = gathered(whole(model), model.id if order_by is None else order_by, model.order_id == Order.id)
    return rows.correlate(Order).scalar_subquery().label(name)


def _statements() -> Select[Any]:
    said = and_(DisputeStatement.dispute_id == Dispute.id, Dispute.order_id == Order.id)
    return gathered(whole(DisputeStatement), DisputeStatement.id, said)


def _files() -> Select[Any]:
    """Those that were erased are left out."""
    links = ("role", "by_id", "proof_id", "delivery_id", "dispute_id", "statement_id")
    facts = ("id", "name", "media_type", "bytes", "sha256", "width")
    fields = [part for name in links for part in (name, getattr(OrderFile, name))]
    fields += [part for name in facts for part in (name, getattr(FileRow, name))]
    there = and_(
        OrderFile.order_id == Order.id, FileRow.id == OrderFile.file_id, FileRow.deleted_at.is_(None)
    )
    return gathered(func.jsonb_build_object(*fields, type_=JSONB), OrderFile.id, there)


def _file(told: dict[str, Any], viewer: UUID, *, as_admin: bool) -> RoomFile:
    """The name that the other side gave it is theirs too: its phone numbers are hidden."""
    known: dict[str, Any] = {
        name: UUID(value) if value and (name == "id" or name.endswith("_id")) else value
        for name, value in told.items()
    }
    known["role"] = FileRole(told["role"])
    if not as_admin and known["by_id"] != viewer:
        known["name"] = masked(told["name"])
    return RoomFile(**known)
