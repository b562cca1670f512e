"""Conversations of the demo world: what people said to each other, how far they read, offers among it."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.demo import past, written
from twiza.demo.calendar import day, named, stamped
from twiza.demo.orders import person, ring
from twiza.demo.people import EMAIL_DOMAIN, PEOPLE
from twiza.demo.stories import STORIES
from twiza.gigs.models import Favourite
from twiza.kit import clock, events, ids
from twiza.kit.money import dirhams
from twiza.messaging import sending
from twiza.messaging.models import Conversation, ConversationSide, Message, MessageKind
from twiza.orders.actors import Actor
from twiza.orders.offers import declining, proposing

MOST = 48


@dataclass(frozen=True, slots=True)
class Proposed:
    """One custom offer of the last day, when all that was said before it had been said; and whether it was declined."""

    client: str
    seller: str
    ago: float
    scope: proposing.Scope
    declined: bool = False


_OFFERS = (
    Proposed(
        "Amina",
        "Youssef",
        0.8,
        proposing.Scope(
            "Version arabe de la boutique",
            "Traduction des pages, sens de lecture et formulaires.",
            dirhams(1800),
            6,
            revisions=2,
        ),
    ),
    Proposed(
        "Karim",
        "Ghita",
        0.6,
        proposing.Scope(
            "Boîte assortie et sac",
            "Gabarit découpé, deux tailles, fichiers pour le cartonnier.",
            dirhams(950),
            5,
            revisions=2,
        ),
    ),
    Proposed(
        "Hind",
        "Sara",
        0.5,
        proposing.Scope("إدارة صفحة ثانية", "محتوى أسبوعي لصفحة الفرع الجديد.", dirhams(700), 7, revisions=2),
    ),
    Proposed(
        "Leila",
        "Youssef",
        0.9,
        proposing.Scope(
            "Maintenance d’un trimestre",
            "Mises à jour, sauvegardes et trois heures de corrections.",
            dirhams(1200),
            30,
            revisions=None,
        ),
        declined=True,
    ),
)
_KEPT = {"Amina": 7, "Karim": 3, "Leila": 4, "Hind": 3, "Claire": 2, "James": 3, "Youssef": 2}


async def load(session: AsyncSession, gig_ids: Sequence[UUID]) -> None:
    """Talks by rows, offers by their verb, favourites."""
    rows: dict[Any, list[dict[str, Any]]] = {Conversation: [], ConversationSide: [], Message: []}
    for number, (client, seller) in enumerate(_pairs()):
        _talk(rows, number, client, seller)
    for table, values in rows.items():
        await session.execute(insert(table), values)
    await session.execute(insert(Favourite), list(_favourites(gig_ids)))
    for place, offer in enumerate(_OFFERS):
        await _offer(session, place, offer)


def _pairs() -> Sequence[tuple[str, str]]:
    """Whoever has or had an order together; those of the stories first."""
    first = {one.login: one.first for one in PEOPLE}
    told = [(story.client, story.seller) for story in STORIES]
    done = [(first[order.client.login], order.gig.seller) for order in past.all_finished()]
    return list(dict.fromkeys([*told, *done]))[:MOST]


def _talk(rows: dict[Any, list[dict[str, Any]]], number: int, client: str, seller: str) -> None:
    chance = random.Random(f"talk {client} {seller}")  # noqa: S311  no secret is drawn from it
    language = {one.first: one.language for one in PEOPLE}
    spoken = language[seller] if language[client] == language[seller] else language[client]
    lines = chance.choice([part for part in written.parts("talks.txt") if part.heading[0] == spoken]).lines
    began = day(number % 9 + 2, 8 + number % 4)
    low, high = sorted((person(client), person(seller)))
    conversation = stamped(began, "talk", client, seller)
    rows[Conversation].append({"id": conversation, "low_id": low, "high_id": high, "created_at": began})
    at, last = began, began
    said: list[tuple[UUID, UUID, datetime]] = []
    for place, (line,) in enumerate(lines):
        side, text = line[0], line[3:]
        sender = person(client if side == "c" else seller)
        key = stamped(at, "message", client, seller, place)
        values = {"conversation_id": conversation, "sender_id": sender, "kind": MessageKind.TEXT}
        rows[Message].append({"id": key, "text": text, "created_at": at, **values})
        said.append((key, sender, at))
        last, at = at, at + timedelta(minutes=chance.choice((4, 9, 25, 70, 160)))
    rows[ConversationSide] += _sides(conversation, (low, high), said, last, unread=number % 3 == 0)


def _sides(
    conversation: UUID,
    two: tuple[UUID, UUID],
    said: Sequence[tuple[UUID, UUID, datetime]],
    last: datetime,
    *,
    unread: bool,
) -> Iterator[dict[str, Any]]:
    """Whoever spoke last has read everything; the other one too, or all but that."""
    newest, speaker, _at = said[-1]
    theirs = [key for key, sender, _at in said if sender != speaker]
    for account, other in (two, two[::-1]):
        waits = unread and account != speaker
        yield {
            "conversation_id": conversation,
            "account_id": account,
            "other_id": other,
            "unread": 1 if waits else 0,
            "last_message_id": newest,
            "read_up_to_id": (theirs[-1] if theirs else None) if waits else newest,
            "read_at": last,
        }


async def _offer(session: AsyncSession, place: int, told: Proposed) -> None:
    """Laid into the conversation as the reaction to it would."""
    client, seller = person(told.client), person(told.seller)
    moment = day(told.ago)
    with clock.travel(moment), ids.repeatable(moment, f"offer {place}"):
        offer = await proposing.propose(session, client, by=seller, scope=told.scope)
        await sending.send_offer(session, client, by=seller, offer_id=offer.id)
        if told.declined:
            await declining.decline(session, offer.id, by=Actor.person(client))
        await session.flush()
        await ring(session, events.take_recorded(session))
        await session.flush()


def _favourites(gig_ids: Sequence[UUID]) -> Iterator[dict[str, Any]]:
    for first, number in _KEPT.items():
        chance = random.Random(f"kept {first}")  # noqa: S311
        for place, gig_id in enumerate(chance.sample(list(gig_ids), number)):
            yield {
                "account_id": named(f"{first.lower()}{EMAIL_DOMAIN}"),
                "gig_id": gig_id,
                "created_at": day(place + 1),
            }
