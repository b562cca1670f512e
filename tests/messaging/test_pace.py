"""How soon somebody answers, as their profile tells it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import invite
from twiza.kit import clock
from twiza.messaging import pace
from twiza.messaging.models import Conversation, ConversationSide, Message, MessageKind
from twiza.web.freelancer import words


async def talk(session: AsyncSession, one: UUID, two: UUID, *said: tuple[UUID, int]) -> None:
    """A conversation: who says something, so many minutes after the first word."""
    low, high = sorted((one, two))
    conversation = Conversation(low_id=low, high_id=high)
    session.add(conversation)
    await session.flush()
    sides = ((one, two), (two, one))
    session.add_all(
        ConversationSide(conversation_id=conversation.id, account_id=me, other_id=other)
        for me, other in sides
    )
    began = clock.now() - timedelta(days=5)
    for sender, minutes in said:
        at = began + timedelta(minutes=minutes)
        session.add(
            Message(
                conversation_id=conversation.id,
                sender_id=sender,
                kind=MessageKind.TEXT,
                text="…",
                created_at=at,
            )
        )
        await session.flush()


async def test_the_middle_of_the_waits_counts_from_the_first_word_of_a_run(session: AsyncSession) -> None:
    cast = await invite(session)
    me, amina, karim = cast.youssef.id, cast.amina.id, cast.karim.id
    await talk(
        session, me, amina, (amina, 0), (amina, 4), (me, 10), (me, 11), (amina, 60), (me, 90), (amina, 95)
    )
    connection = await session.connection()
    assert await pace.answers_within(connection, me) is None
    await talk(session, karim, me, (me, 0), (karim, 5), (me, 25))
    assert await pace.answers_within(connection, me) == timedelta(minutes=20)
    assert await pace.answers_within(connection, amina) is None


def test_a_wait_is_told_as_people_do() -> None:
    told = {
        timedelta(seconds=20): "1\u00a0min",
        timedelta(minutes=12): "12\u00a0min",
        timedelta(minutes=61): "2\u00a0h",
        timedelta(hours=30): "2 jours",
    }
    assert {wait: words.pace(wait) for wait in told} == told
