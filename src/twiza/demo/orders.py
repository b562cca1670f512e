"""Lives the stories: every step by its own verb, at its own moment; nobody is written to about it.

Bells ring as they would have, so that the people of the start screen find news; emails and text messages don't.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.demo import gigs
from twiza.demo.calendar import day, named
from twiza.demo.gigs import Written
from twiza.demo.people import EMAIL_DOMAIN
from twiza.demo.stories import STORIES, Step, Story
from twiza.kit import clock, events, ids
from twiza.kit.money import Centimes
from twiza.notifications.catalogue import CATALOGUE
from twiza.notifications.models import Notification
from twiza.notifications.reactions import tell_all
from twiza.notifications.rows import BELL, Via
from twiza.orders import (
    approving,
    cancelling,
    delivering,
    extending,
    paying,
    placing,
    proofs,
    revising,
    starting,
)
from twiza.orders.actors import CLOCK, Actor
from twiza.orders.disputes import claiming, closing, opening, ruling, stating
from twiza.orders.disputes.models import NonDeliveryClaim
from twiza.orders.models import Extension, Order
from twiza.reviews import writing

READ_AFTER = 2.5


def person(first: str) -> UUID:
    return named(f"{first.lower()}{EMAIL_DOMAIN}")


@dataclass
class Life:
    """One order while its story is told."""

    session: AsyncSession
    story: Story
    gig: Written
    number: int
    client: Actor = field(init=False)
    seller: Actor = field(init=False)
    order: Order = field(init=False)

    def __post_init__(self) -> None:
        self.client = Actor.person(person(self.story.client))
        self.seller = Actor.person(person(self.story.seller))

    async def place(self, *, answer: str) -> None:
        """With the first question answered, or not yet."""
        answers = {gigs.question_id(self.gig, 0): answer}
        self.order = await placing.place(
            self.session,
            self.gig.id,
            by=person(self.story.client),
            tier=self.story.tier,
            answers=answers,
            accepted_terms=True,
        )

    async def submit_payment(self) -> None:
        number = f"VIR-{self.number:03}-{self.order.proofs + 1}"
        told = proofs.Transfer(number, Centimes(self.order.price), self.story.client, understood=True)
        await paying.submit_payment(self.session, self.order.id, by=self.client, transfer=told)

    async def open_dispute(self, **about: Any) -> None:
        await opening.open_dispute(self.session, self.order.id, by=self.client, **about)

    async def state(self, *, by: str, text: str) -> None:
        await stating.state(self.session, await self._dispute(), by=self._who(by), text=text)

    async def close_dispute(self, **decided: Any) -> None:
        await closing.close(self.session, await self._dispute(), by=Actor.admin(person("Salma")), **decided)

    async def claim(self, *, details: str) -> None:
        await claiming.claim(self.session, self.order.id, by=self.client, details=details)

    async def answer_claim(self, *, answer: str) -> None:
        found = select(NonDeliveryClaim.id).where(NonDeliveryClaim.order_id == self.order.id)
        await claiming.answer(
            self.session, (await self.session.scalars(found)).one(), by=self.seller, answer=answer
        )

    async def accept_extension(self) -> None:
        found = select(Extension.id).where(Extension.order_id == self.order.id)
        await extending.accept(self.session, (await self.session.scalars(found)).one(), by=self.client)

    async def review(self, *, rating: int, text: str) -> None:
        await writing.write(
            self.session, self.order.id, by=person(self.story.client), rating=rating, text=text
        )

    async def _dispute(self) -> UUID:
        found = await ruling.open_dispute_of(self.session, self.order.id)
        if found is None:
            raise LookupError(f"No dispute in the story of {self.story.client} and {self.story.seller}")
        return found.id

    def _who(self, by: str) -> Actor:
        return {"client": self.client, "seller": self.seller, "clock": CLOCK}[by]

    def verb(self, name: str, words: Mapping[str, Any]) -> Callable[[], Awaitable[object]]:
        """Those with a story of their own stand above; the others only say who."""
        if own := getattr(self, name, None):
            return partial(own, **words)
        act, by = _PLAIN[name]
        said = {key: value for key, value in words.items() if key != "by"}
        return partial(act, self.session, self.order.id, by=self._who(words.get("by", by)), **said)


_PLAIN: Mapping[str, tuple[Callable[..., Awaitable[object]], str]] = {
    "refuse_payment": (paying.refuse_payment, "seller"),
    "confirm_payment": (paying.confirm_payment, "seller"),
    "start": (starting.start, "seller"),
    "submit_work": (delivering.submit_work, "seller"),
    "request_revision": (revising.request_revision, "client"),
    "approve": (approving.approve, "client"),
    "cancel": (cancelling.cancel, "client"),
    "ask_extension": (extending.ask, "seller"),
}


async def live(session: AsyncSession) -> None:
    """All steps of all stories in the order of time, as they would have happened."""
    of_seller: dict[str, list[Written]] = {}
    for gig in gigs.all_gigs():
        of_seller.setdefault(gig.seller, []).append(gig)
    lives = [
        Life(session, story, of_seller[story.seller][story.gig], number)
        for number, story in enumerate(STORIES)
    ]
    everything = [(step, place, life) for life in lives for place, step in enumerate(life.story.steps)]
    for step, place, life in sorted(everything, key=lambda one: -one[0][0]):
        await _take(life, step, place)
    old = (Notification.read_at.is_(None), Notification.created_at < day(READ_AFTER))
    await session.execute(update(Notification).where(*old).values(read_at=Notification.created_at))


async def _take(life: Life, step: Step, place: int) -> None:
    ago, name, words = step
    moment = day(ago)
    with clock.travel(moment), ids.repeatable(moment, f"story {life.number} {place}"):
        await life.verb(name, words)()
        await life.session.flush()
        await ring(life.session, events.take_recorded(life.session))
        await life.session.flush()


async def ring(session: AsyncSession, happened: Sequence[events.Event]) -> None:
    """The bells of what happened; no email, no text message."""
    bells = [
        (replace(row, via=BELL), event)
        for event in happened
        for row in CATALOGUE
        if type(event) is row.event and Via.BELL in row.via
    ]
    await tell_all(session, bells)
