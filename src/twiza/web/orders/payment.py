"""The payment box: where to pay, what was declared, and what is odd about it."""

from typing import Any

from twiza.kit.i18n import gettext as _
from twiza.kit.money import dirhams
from twiza.kit.settings import settings
from twiza.orders.models import Order, OrderStatus, Party, PaymentProof
from twiza.orders.rooms import Room
from twiza.payments.models import PayoutDetails
from twiza.payments.ribs import Rib
from twiza.web.orders import words
from twiza.web.orders.acts import act
from twiza.web.orders.files import shown_files
from twiza.web.orders.words import Pill


def shown(room: Room) -> dict[str, Any]:
    """Bank details while they are needed, for the one who pays; the declared transfers, for both."""
    order, party = room.order, room.party
    is_open = order.status is OrderStatus.PENDING_PAYMENT
    payout = room.payout if is_open and party is Party.CLIENT else None
    form = None
    if "submit-payment" in room.allowed_actions:
        form = act("submit-payment", order, party, room.other.name)
    lacks = ""
    if is_open and room.payout is None:
        lacks = _lacks(room, party)
    return {
        "settled": order.paid_at is not None or order.has_ended,
        "pill": _pill(order),
        "to": _details(payout) if payout else None,
        "lacks_details": lacks,
        "lacks_mine": bool(lacks) and party is Party.FREELANCER,
        "plain_amount": _plain(order.price),
        "is_verified": room.freelancer.identity_verified,
        "cap": dirhams(settings().unverified_cap),
        "form": form,
        "proofs": proofs(room),
    }


def proofs(room: Room) -> list[dict[str, Any]]:
    """The transfers that were declared, the latest first."""
    return [_proof(room, row) for row in reversed(room.proofs)]


def _details(payout: PayoutDetails) -> dict[str, str]:
    return {
        "holder": payout.holder,
        "rib": payout.rib,
        "rib_grouped": Rib(payout.rib).grouped,
        "bank": payout.bank,
        "provider": payout.provider,
        "wallet": payout.wallet,
    }


def _lacks(room: Room, party: Party) -> str:
    if party is Party.CLIENT:
        name = words.named(room.freelancer.name)
        return _("{name} hasn’t said yet where to pay. Write to them; the details appear here.", name=name)
    return _("Your client can’t pay yet: say where you are paid.")


def _plain(price: int) -> str:
    """What to paste into a bank's form: 1800, or 1800.50."""
    whole, cents = divmod(price, 100)
    return f"{whole}.{cents:02}" if cents else str(whole)


def _pill(order: Order) -> Pill | None:
    if order.paid_at is not None:
        return Pill(_("Confirmed"), "mint")
    if order.status is OrderStatus.PAYMENT_SUBMITTED:
        return Pill(_("Declared"), "saffron")
    return None


def _proof(room: Room, row: PaymentProof) -> dict[str, Any]:
    return {
        "title": _("Transfer declared by {name}", name=words.named(room.client.name)),
        "at": row.submitted_at,
        "when": words.happened(row.submitted_at),
        "transaction_id": row.transaction_id,
        "amount": row.amount,
        "payer_name": row.payer_name,
        "used_before": row.used_before,
        "amount_differs": row.amount_differs,
        "refusal": row.refusal,
        "files": shown_files(file for file in room.files if file.proof_id == row.id),
    }
