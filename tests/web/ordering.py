"""Orders for page tests: Amina orders from Youssef, through the verbs of the domain."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.cast import Cast
from tests.gigs import writing
from twiza.gigs.models import Gig, GigQuestion, Tier
from twiza.kit.db import unit_of_work
from twiza.orders import delivering, paying, placing, proofs, starting
from twiza.orders.actors import Actor
from twiza.orders.models import Order
from twiza.payments import receiving

RIB = "230780000123456789012372"
QUESTION = "Quel est le nom exact de votre entreprise ?"


@dataclass
class Deal:
    """A gig with a question, and one order of its basic package."""

    gig: Gig
    order: Order
    client: Actor
    freelancer: Actor

    @property
    def path(self) -> str:
        return f"/orders/{self.order.reference}"


async def offered(cast: Cast, *, question: bool = True) -> Gig:
    """Youssef's gig, and where he is paid."""
    async with unit_of_work() as session:
        gig = await writing.published(session, cast.youssef.id)
        if question:
            session.add(GigQuestion(gig_id=gig.id, position=0, question=QUESTION, required=True))
        await receiving.set_bank(session, cast.youssef.id, holder="Youssef El Idrissi", rib=RIB)
    return gig


async def placed(cast: Cast, *, question: bool = False) -> Deal:
    gig = await offered(cast, question=question)
    async with unit_of_work() as session:
        order = await placing.place(session, gig.id, by=cast.amina.id, tier=Tier.BASIC, accepted_terms=True)
    return Deal(gig, order, Actor.person(cast.amina.id), Actor.person(cast.youssef.id))


async def paid(cast: Cast, *, transaction: str = "CIH-88213", amount: str = "450") -> Deal:
    """The payment is declared, and waits for Youssef."""
    deal = await placed(cast)
    transfer = proofs.read(transaction, amount, "Amina Berrada", understood=True)
    await do(paying.submit_payment, deal, by=deal.client, transfer=transfer)
    return deal


async def started(cast: Cast) -> Deal:
    deal = await paid(cast)
    await do(paying.confirm_payment, deal, by=deal.freelancer)
    await do(starting.start, deal, by=deal.freelancer)
    return deal


async def delivered(cast: Cast) -> Deal:
    deal = await started(cast)
    await do(delivering.submit_work, deal, by=deal.freelancer, note="Le logo, en trois tailles.")
    return deal


async def do(verb: Callable[..., Any], deal: Deal, **how: Any) -> Any:
    """One verb of the domain in a transaction of its own."""
    async with unit_of_work() as session:
        return await verb(session, deal.order.id, **how)
