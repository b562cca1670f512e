"""Half a year of finished orders and their reviews: rows that tell the same story as the verbs would have.

The machine's own moves give each line of the history its states; two updates at the end let the database's triggers
count what was paid and finished.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import HatKind
from twiza.accounts.terms import TERMS
from twiza.content import pages
from twiza.demo import gigs, written
from twiza.demo.calendar import day, named, stamped
from twiza.demo.gigs import Written
from twiza.demo.people import CLIENT, PEOPLE, VERIFIED, Somebody
from twiza.demo.written import Part, labelled
from twiza.gigs.covers import generated
from twiza.gigs.models import Tier
from twiza.kit.ids import repeatable, short_code
from twiza.kit.money import dirhams
from twiza.kit.settings import settings
from twiza.kit.states import Move
from twiza.orders import states
from twiza.orders.kinds import OrderStatus, Party
from twiza.orders.models import Delivery, Order, OrderAnswer, OrderChange, PaymentProof
from twiza.reviews.models import Review

FINISHED = 150
# So many of them are Youssef's, whose income the first page of his account shows.
OF_YOUSSEF = 22
_CLIENTS = tuple(one for one in PEOPLE if one.hat is CLIENT and not one.banned)
_ANSWERS = {
    "fr": ("Une petite équipe de Casablanca, pour des familles du quartier.", "Voir le dossier partagé."),
    "ar": ("مشروع صغير بالمدينة، موجه للعائلات.", "أرسلت الأمثلة في المحادثة."),
    "en": ("A small family business, for travellers.", "See the shared folder."),
}
_NOTES = {
    "fr": "Voici la livraison complète, avec les fichiers décrits dans la formule. Bonne lecture\u00a0!",
    "ar": "إليكم التسليم الكامل مع كل ما هو موصوف في الباقة.",
    "en": "Here is the complete delivery, with everything the package describes.",
}


@dataclass(frozen=True, slots=True)
class Finished:
    """One order of the past: who, what, and the moment of each step."""

    number: int
    gig: Written
    client: Somebody
    tier: Tier
    placed_at: datetime

    @property
    def id(self) -> UUID:
        return stamped(self.placed_at, "finished", self.number)

    @property
    def client_id(self) -> UUID:
        return named(self.client.login)

    @property
    def price(self) -> int:
        return gigs.prices(self.gig)[self.tier]

    @property
    def steps(self) -> Sequence[tuple[Move | None, Party, UUID, datetime]]:
        """Placed, paid, confirmed, begun, delivered, approved: each by whoever may."""
        at, client, seller = self.placed_at, self.client_id, self.gig.seller_id
        worked = timedelta(days=max(1, round(self.gig.days * 0.8)))
        return (
            (None, Party.CLIENT, client, at),
            (states.SUBMIT_PAYMENT, Party.CLIENT, client, at + timedelta(hours=2)),
            (states.CONFIRM_PAYMENT, Party.FREELANCER, seller, at + timedelta(hours=7)),
            (states.START, Party.FREELANCER, seller, at + timedelta(hours=9)),
            (states.SUBMIT_WORK, Party.FREELANCER, seller, at + timedelta(hours=9) + worked),
            (states.APPROVE, Party.CLIENT, client, at + timedelta(hours=28) + worked),
        )


def all_finished() -> Iterator[Finished]:
    """The same orders on every machine; nobody orders of somebody whose cap it would break."""
    chance = random.Random("finished orders")  # noqa: S311  no secret is drawn from it
    everything = list(gigs.all_gigs())
    youssef = [gig for gig in everything if gig.seller == "Youssef"]
    for number in range(FINISHED):
        gig = chance.choice(youssef if number < OF_YOUSSEF else everything)
        client = chance.choice(_CLIENTS)
        tier = chance.choice((Tier.BASIC, Tier.BASIC, Tier.STANDARD, Tier.PREMIUM))
        if gig.seller not in VERIFIED and gigs.prices(gig)[tier] > dirhams(settings().unverified_cap):
            tier = Tier.BASIC
        # Long enough ago to be over, whatever its package takes; business grows towards today.
        ago = gig.days + 3 + round(150 * chance.random() ** 1.4)
        yield Finished(number, gig, client, tier, day(ago, 8 + chance.randint(0, 9)))


async def load(session: AsyncSession) -> None:
    """Seven inserts and two updates for all of it."""
    rows: dict[Any, list[dict[str, Any]]] = {
        table: [] for table in (Order, OrderChange, OrderAnswer, PaymentProof, Delivery, Review)
    }
    ended: list[dict[str, Any]] = []
    offers = {part.heading[0]: part for part in written.parts("offers.txt")}
    version = pages.version(TERMS)
    for order in all_finished():
        offer = offers[f"{order.gig.parent} {order.gig.language}"]
        rows[Order].append(_order(order, offer, version))
        rows[OrderChange] += _history(order)
        rows[OrderAnswer] += _answers(order, offer)
        rows[PaymentProof].append(_proof(order))
        rows[Delivery].append(_delivery(order))
        rows[Review] += _reviews(order)
        ended.append({"order": order.id, "end": order.steps[-1][3]})
    for table in (Order, OrderChange, OrderAnswer, PaymentProof, Delivery):
        await session.execute(insert(table), rows[table])
    await _count(session, ended)
    await session.execute(insert(Review), rows[Review])


async def _count(session: AsyncSession, ended: Sequence[dict[str, Any]]) -> None:
    """As the triggers see it: first paid, then finished."""
    mine = Order.id == bindparam("order")
    connection = await session.connection()
    paid = update(Order).where(mine).values(status=OrderStatus.PAYMENT_CONFIRMED)
    await connection.execute(paid, [{"order": one["order"]} for one in ended])
    finished = {"status": OrderStatus.COMPLETED, "ended_at": bindparam("end")}
    await connection.execute(update(Order).where(mine).values(finished), list(ended))


def _order(order: Finished, offer: Part, version: str) -> dict[str, Any]:
    title, contents = labelled(offer, order.tier.value)[0]
    _placed, submitted, confirmed, begun, delivered, _end = (step[3] for step in order.steps)
    days = order.gig.days
    with repeatable(order.placed_at, f"finished {order.number}"):
        reference = f"TW-{short_code()}"
    return {
        "id": order.id,
        "reference": reference,
        "gig_id": order.gig.id,
        "client_id": order.client_id,
        "freelancer_id": order.gig.seller_id,
        "title": order.gig.title,
        "cover": generated(order.gig.parent, order.gig.id),
        "tier": order.tier,
        "package": title,
        "contents": contents,
        "price": order.price,
        "delivery_days": days,
        "revisions": 1,
        "terms_version": version,
        "proofs": 1,
        "payment_submitted_at": submitted,
        "paid_at": confirmed,
        "started_at": begun,
        "due_at": begun + timedelta(days=days),
        "delivered_at": delivered,
        "created_at": order.placed_at,
    }


def _history(order: Finished) -> Iterator[dict[str, Any]]:
    status: OrderStatus | None = None
    for move, party, actor, at in order.steps:
        reached = OrderStatus(move.target) if move else OrderStatus.PENDING_PAYMENT
        verb = move.verb if move else "place"
        yield {
            "id": stamped(at, "change", order.number, verb),
            "order_id": order.id,
            "verb": verb,
            "party": party,
            "actor_id": actor,
            "from_status": status,
            "to_status": reached,
            "at": at,
        }
        status = reached


def _answers(order: Finished, offer: Part) -> Iterator[dict[str, Any]]:
    for place, (question,) in enumerate(labelled(offer, "ask")):
        yield {
            "id": named("answer", order.number, place),
            "order_id": order.id,
            "position": place,
            "question": question,
            "required": place == 0,
            "answer": _ANSWERS[order.gig.language][place],
            "answered_at": order.placed_at,
        }


def _proof(order: Finished) -> dict[str, Any]:
    at = order.steps[1][3]
    number = f"VIR{at:%y%m%d}{order.number:04}"
    return {
        "id": stamped(at, "proof", order.number),
        "order_id": order.id,
        "transaction_id": number,
        "folded_transaction": number,
        "payer_name": f"{order.client.first} {order.client.last}",
        "amount": order.price,
        "verified": True,
        "submitted_at": at,
    }


def _delivery(order: Finished) -> dict[str, Any]:
    at = order.steps[4][3]
    key = stamped(at, "delivery", order.number)
    return {
        "id": key,
        "order_id": order.id,
        "number": 1,
        "note": _NOTES[order.gig.language],
        "created_at": at,
    }


def _reviews(order: Finished) -> Iterator[dict[str, Any]]:
    """Of ten clients eight write, and most freelancers after them; then both are public."""
    chance = random.Random(f"review {order.number}")  # noqa: S311
    if chance.random() > 0.8:
        return
    wrote = order.steps[-1][3] + timedelta(hours=3)
    language = order.client.language
    yield _review(order, "freelancer", language, wrote, chance)
    if chance.random() < 0.7:
        yield _review(order, "client", order.gig.language, wrote + timedelta(hours=5), chance)


def _review(
    order: Finished, about: str, language: str, at: datetime, chance: random.Random
) -> dict[str, Any]:
    parts = {part.heading[0]: part for part in written.parts("reviews.txt")}
    stars, said = chance.choice(parts[f"{about} {language}"].lines)
    of_freelancer = about == "freelancer"
    answered = of_freelancer and chance.random() < 0.35
    fitting = [
        line[1] for line in parts[f"answer {order.gig.language}"].lines if (line[0] > "3") == (stars > "3")
    ]
    return {
        "id": stamped(at, "review", about, order.number),
        "order_id": order.id,
        "gig_id": order.gig.id if of_freelancer else None,
        "reviewer_id": order.client_id if of_freelancer else order.gig.seller_id,
        "reviewee_id": order.gig.seller_id if of_freelancer else order.client_id,
        "reviewee_hat": HatKind.FREELANCER if of_freelancer else HatKind.CLIENT,
        "rating": int(stars),
        "text": said,
        "language": language,
        "public_at": at,
        "counted": True,
        "answer": chance.choice(fitting) if answered and fitting else "",
        "answered_at": at + timedelta(days=1) if answered and fitting else None,
        "created_at": at,
    }
