"""What is said in one statement leaves the same traces, meets the same refusals and keeps the same order."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select, update

from tests.cast import Cast
from twiza.accounts import blocking
from twiza.accounts.models import Account, AccountStatus
from twiza.kit import db, events, ids
from twiza.kit.bus.models import LiveOutbox
from twiza.kit.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from twiza.kit.event_log import EventRow
from twiza.messaging import sending, thread
from twiza.messaging.events import MessageSent
from twiza.messaging.models import Conversation, ConversationSide, Message


async def _slowly(cast: Cast, text: str) -> sending.Said:
    async with db.unit_of_work() as session:
        sent = await sending.send(session, cast.youssef.id, by=cast.amina.id, text=text)
    return sending.Said(sent.id, sent.conversation_id, sent.sender_id, sent.text, sent.created_at)


async def _at_once(cast: Cast, text: str) -> sending.Said:
    sent = await sending.send_words(cast.youssef.id, by=cast.amina.id, text=text)
    assert isinstance(sent, sending.Said), "it went the long way"
    return sent


async def _traces(said: sending.Said) -> dict[str, Any]:
    """All that a message left behind, without what names this very message."""
    async with db.reading() as connection:
        row = (await connection.execute(select(Message).where(Message.id == said.id))).mappings().one()
        sides = (await connection.execute(select(ConversationSide).order_by("account_id"))).mappings().all()
        kept = (
            await connection.execute(
                select(EventRow.name, EventRow.data).where(EventRow.data["message_id"].astext == str(said.id))
            )
        ).one()
        told = (
            (
                await connection.execute(
                    select(LiveOutbox.payload).where(LiveOutbox.payload["id"].astext == str(said.id))
                )
            )
            .scalars()
            .all()
        )
    assert (row["created_at"], row["text"]) == (said.created_at, said.text)
    return {
        "message": {name: row[name] for name in row if name not in {"id", "created_at", "text"}},
        "sides": [
            {name: side[name] for name in side if name not in {"last_message_id", "unread", "digest_due_at"}}
            for side in sides
        ],
        "points at it": [side["last_message_id"] == said.id for side in sides],
        "kept": (kept.name, {**kept.data, "message_id": None}),
        "told": sorted((sorted(one), one["with"], one["conversation"]) for one in told),
    }


async def test_both_ways_of_saying_it_leave_the_same(cast: Cast) -> None:
    await _slowly(cast, "Salam")
    slowly = await _traces(await _slowly(cast, "Bonjour"))
    at_once = await _traces(await _at_once(cast, "Bonsoir"))
    assert at_once == slowly
    async with db.reading() as connection:
        unread = select(ConversationSide.unread).where(ConversationSide.account_id == cast.youssef.id)
        assert (await connection.execute(unread)).scalar_one() == 3


async def test_nothing_reacts_to_it(cast: Cast) -> None:
    """The one statement keeps the event and calls nobody: a reaction would run for some messages only."""
    assert not events.reactions_to(MessageSent)


async def test_a_first_message_goes_the_long_way(cast: Cast) -> None:
    sent = await sending.send_words(cast.youssef.id, by=cast.amina.id, text="Bonjour")
    assert isinstance(sent, Message)


async def _banned(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        await session.execute(
            update(Account).where(Account.id == cast.youssef.id).values(status=AccountStatus.BANNED)
        )


async def _erased(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        await session.execute(
            update(Account).where(Account.id == cast.youssef.id).values(deleted_at=func.now())
        )


async def _blocked(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        await blocking.block(session, cast.amina.id, by=cast.youssef.id)


async def _blocking(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        await blocking.block(session, cast.youssef.id, by=cast.amina.id)


@pytest.mark.parametrize(
    ("stands_between", "refusal", "code"),
    [
        (_banned, Conflict, "recipient_gone"),
        (_erased, Conflict, "recipient_gone"),
        (_blocked, Forbidden, "blocked"),
        (_blocking, Conflict, "you_blocked"),
    ],
)
async def test_whatever_stands_between_two_who_talked_is_told(
    cast: Cast, stands_between: Any, refusal: type[DomainError], code: str
) -> None:
    await _slowly(cast, "Bonjour")
    await stands_between(cast)
    with pytest.raises(refusal) as told:
        await sending.send_words(cast.youssef.id, by=cast.amina.id, text="Encore")
    assert told.value.code == code
    async with db.reading() as connection:
        assert (await connection.execute(select(func.count()).select_from(Message))).scalar_one() == 1


async def test_bad_words_and_nobody_are_refused(cast: Cast) -> None:
    await _slowly(cast, "Bonjour")
    for text in (" \n\u200b ", "x" * (sending.LONGEST + 1)):
        with pytest.raises(Invalid):
            await sending.send_words(cast.youssef.id, by=cast.amina.id, text=text)
    with pytest.raises(Conflict):
        await sending.send_words(cast.amina.id, by=cast.amina.id, text="Moi")
    with pytest.raises(NotFound):
        await sending.send_words(ids.new(), by=cast.amina.id, text="Personne")


async def test_ids_follow_the_order_of_commits(cast: Cast) -> None:
    """A page that asks for what came after the latest it knows misses nothing, however many write."""
    conversation = (await _slowly(cast, "Bonjour")).conversation_id
    said, ways = 60, (_slowly, _at_once)
    seen: list[str] = []
    done = asyncio.Event()

    async def read() -> None:
        after = None
        while True:
            over = done.is_set()
            async with db.reading() as connection:
                page = await thread.messages(connection, conversation, cast.youssef.id, after=after)
            seen.extend(one.text for one in page.messages)
            after = page.messages[-1].id if page.messages else after
            if over and not page.messages:
                return

    async def write(number: int) -> None:
        await ways[number % 2](cast, f"n{number}")

    reading = asyncio.create_task(read())
    sending._talk.limit, before = 1000, sending._talk.limit
    try:
        for start in range(0, said, 6):
            await asyncio.gather(*(write(start + number) for number in range(6)))
    finally:
        sending._talk.limit = before
        done.set()
    await reading
    assert sorted(seen) == sorted(["Bonjour", *(f"n{number}" for number in range(said))])


async def test_the_statement_waits_for_who_holds_the_conversation(cast: Cast) -> None:
    """And its id is made once it has the lock: it sorts after all that was said before."""
    conversation = (await _slowly(cast, "Bonjour")).conversation_id
    async with db.unit_of_work() as session:
        held = select(Conversation.id).where(Conversation.id == conversation).with_for_update(key_share=True)
        await session.execute(held)
        waiting = asyncio.create_task(_at_once(cast, "Bonsoir"))
        await asyncio.wait({waiting}, timeout=0.2)
        assert not waiting.done(), "it didn't wait"
        meanwhile = ids.new()
    assert (await waiting).id > meanwhile
