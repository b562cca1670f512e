"""Two people write, read, put away and find; everybody else is refused."""

import asyncio
import io
from datetime import timedelta
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast, invite
from twiza.accounts import blocking
from twiza.accounts.models import Account
from twiza.kit import clock, db, events, gathering, i18n, ids, storage
from twiza.kit.bus.models import LiveOutbox
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound
from twiza.kit.event_log import EventRow
from twiza.kit.outgoing import Outgoing
from twiza.messaging import (
    access,
    archiving,
    digesting,
    inbox,
    presence,
    reading_up_to,
    searching,
    sending,
    thread,
    typing,
)
from twiza.messaging.attaching import MOST_FILES, Attachment
from twiza.messaging.events import MessagesWaiting
from twiza.messaging.models import Conversation, Message, MessageKind
from twiza.notifications.models import Notification

PHONE = "06 12 34 56 78"


def _png() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (4, 3)).save(drawn, "PNG")
    return drawn.getvalue()


PNG = _png()


@pytest.fixture
async def people(session: AsyncSession) -> Cast:
    return await invite(session)


async def test_a_first_message_begins_the_conversation_and_the_answer_goes_back(
    session: AsyncSession, people: Cast
) -> None:
    first = await sending.send(session, people.youssef.id, by=people.amina.id, text="  Bonjour\r\nYoussef ")
    answer = await sending.send(session, people.amina.id, by=people.youssef.id, text="Bonjour Amina")
    assert first.conversation_id == answer.conversation_id
    assert first.text == "Bonjour\nYoussef"
    connection = await session.connection()
    [line] = (await inbox.page(connection, people.amina.id)).lines
    assert (line.name, line.preview, line.unread, line.is_mine) == ("Youssef E.", "Bonjour Amina", 1, False)
    shown = (await thread.messages(connection, line.conversation_id, people.amina.id)).messages
    assert [(one.text, one.is_mine) for one in shown] == [
        ("Bonjour\nYoussef", True),
        ("Bonjour Amina", False),
    ]


async def test_only_those_who_offer_services_are_written_to_first(
    session: AsyncSession, people: Cast
) -> None:
    with pytest.raises(Forbidden) as refused:
        await sending.send(session, people.karim.id, by=people.youssef.id, text="Achetez !")
    assert refused.value.code == "not_reachable"
    with pytest.raises(Conflict):
        await sending.send(session, people.youssef.id, by=people.youssef.id, text="Moi")
    with pytest.raises(NotFound):
        await sending.send(session, ids.new(), by=people.amina.id, text="Personne")


async def test_whoever_left_or_was_banned_gets_no_more(session: AsyncSession, people: Cast) -> None:
    await sending.send(session, people.youssef.id, by=people.amina.id, text="Bonjour")
    await session.execute(update(Account).where(Account.id == people.youssef.id).values(status="BANNED"))
    with pytest.raises(Conflict) as refused:
        await sending.send(session, people.youssef.id, by=people.amina.id, text="Encore")
    assert refused.value.code == "recipient_gone"
    with pytest.raises(NotFound):
        await sending.send(session, people.youssef.id, by=people.karim.id, text="Bonjour")


async def test_a_block_stops_both_ways_and_is_lifted(session: AsyncSession, people: Cast) -> None:
    await sending.send(session, people.youssef.id, by=people.amina.id, text="Bonjour")
    await blocking.block(session, people.amina.id, by=people.youssef.id)
    await blocking.block(session, people.amina.id, by=people.youssef.id)
    with pytest.raises(Forbidden) as refused:
        await sending.send(session, people.youssef.id, by=people.amina.id, text="Encore")
    assert refused.value.code == "blocked"
    with pytest.raises(Conflict) as refused_too:
        await sending.send(session, people.amina.id, by=people.youssef.id, text="Non")
    assert refused_too.value.code == "you_blocked"
    # Somebody else's unblocking does nothing.
    await blocking.unblock(session, people.amina.id, by=people.karim.id)
    with pytest.raises(Forbidden):
        await sending.send(session, people.youssef.id, by=people.amina.id, text="Encore")
    await blocking.unblock(session, people.amina.id, by=people.youssef.id)
    assert await sending.send(session, people.youssef.id, by=people.amina.id, text="Encore")
    with pytest.raises(Conflict):
        await blocking.block(session, people.youssef.id, by=people.youssef.id)
    with pytest.raises(NotFound):
        await blocking.block(session, ids.new(), by=people.youssef.id)


async def test_nothing_too_much_and_too_many_are_refused(session: AsyncSession, people: Cast) -> None:
    by, to = people.amina.id, people.youssef.id
    with pytest.raises(Invalid) as empty:
        await sending.send(session, to, by=by, text=" \n\u200b ")
    assert list(empty.value.fields) == ["text"]
    with pytest.raises(Invalid):
        await sending.send(session, to, by=by, text="x" * (sending.LONGEST + 1))
    with pytest.raises(Invalid) as many:
        await sending.send(session, to, by=by, files=[Attachment("a.png", PNG)] * (MOST_FILES + 1))
    assert list(many.value.fields) == ["files"]
    with pytest.raises(Invalid):
        await sending.send(
            session, to, by=by, files=[Attachment("a.exe", b"MZ\x90\x00\x03\x00\x00\x00\xff\xff\x00")]
        )
    with pytest.raises(Invalid) as no_sound:
        await sending.send(session, to, by=by, files=[Attachment("a.webm", PNG, seconds=3)])
    assert "recording" in str(no_sound.value.fields["files"])
    with pytest.raises(NotFound):
        await sending.send(session, to, by=by, text="Bonjour", order_id=ids.new())


async def test_files_come_along_and_erased_ones_say_so(session: AsyncSession, people: Cast) -> None:
    files = [Attachment(f"{PHONE} <b>.png", PNG), Attachment("notes.txt", b"un texte")]
    sent = await sending.send(session, people.youssef.id, by=people.amina.id, text="Voici", files=files)
    assert sent.kind is MessageKind.FILE
    connection = await session.connection()
    shown = await thread.one(connection, sent.id, people.youssef.id)
    assert shown
    [picture, notes] = shown.files
    assert picture.is_picture
    assert "12 34" not in picture.name
    assert (notes.name, notes.is_picture) == ("notes.txt", False)
    await storage.erase(session, notes.id)
    await session.flush()
    later = await thread.one(connection, sent.id, people.youssef.id)
    assert later
    assert later.files[1].is_gone
    assert await thread.one(connection, sent.id, people.karim.id) is None
    assert await access.may_open(connection, picture.id, people.youssef.id)
    assert not await access.may_open(connection, picture.id, people.karim.id)


async def test_a_key_sent_again_says_it_once(session: AsyncSession, people: Cast) -> None:
    key = "k-1"
    one = await sending.send(session, people.youssef.id, by=people.amina.id, text="Bonjour", client_key=key)
    two = await sending.send(session, people.youssef.id, by=people.amina.id, text="Bonjour", client_key=key)
    assert one.id == two.id
    with pytest.raises(Conflict) as used:
        await sending.send(session, people.hassan.id, by=people.amina.id, text="Bonjour", client_key=key)
    assert used.value.code == "key_used"
    # Another person's key is another key.
    theirs = await sending.send(session, people.amina.id, by=people.youssef.id, text="Oui", client_key=key)
    assert theirs.id != one.id


async def test_reading_counts_down_and_never_back(session: AsyncSession, people: Cast) -> None:
    sent = [
        await sending.send(session, people.youssef.id, by=people.amina.id, text=f"Message {n}")
        for n in range(3)
    ]
    talk = sent[0].conversation_id
    assert await reading_up_to.read_up_to(session, talk, by=people.youssef.id, message_id=sent[1].id) == 1
    assert await reading_up_to.read_up_to(session, talk, by=people.youssef.id, message_id=sent[0].id) == 1
    assert await inbox.unread_conversations(session, people.youssef.id) == 1
    assert await reading_up_to.read_up_to(session, talk, by=people.youssef.id) == 0
    assert await inbox.unread_conversations(session, people.youssef.id) == 0
    connection = await session.connection()
    assert (await thread.with_person(connection, people.amina.id, people.youssef.id)).read_up_to == sent[2].id
    with pytest.raises(NotFound):
        await reading_up_to.read_up_to(session, talk, by=people.karim.id)
    elsewhere = await sending.send(session, people.youssef.id, by=people.karim.id, text="Bonjour")
    with pytest.raises(NotFound):
        await reading_up_to.read_up_to(session, talk, by=people.youssef.id, message_id=elsewhere.id)


async def test_what_was_put_away_comes_back_with_the_next_message(
    session: AsyncSession, people: Cast
) -> None:
    talk = (
        await sending.send(session, people.youssef.id, by=people.amina.id, text="Bonjour")
    ).conversation_id
    await archiving.archive(session, talk, by=people.youssef.id)
    connection = await session.connection()
    assert not (await inbox.page(connection, people.youssef.id)).lines
    assert len((await inbox.page(connection, people.youssef.id, archived=True)).lines) == 1
    assert len((await inbox.page(connection, people.amina.id)).lines) == 1
    with pytest.raises(NotFound):
        await archiving.archive(session, talk, by=people.karim.id)
    await sending.send(session, people.youssef.id, by=people.amina.id, text="Encore")
    assert len((await inbox.page(connection, people.youssef.id)).lines) == 1
    await archiving.archive(session, talk, by=people.youssef.id)
    await archiving.unarchive(session, talk, by=people.youssef.id)
    assert len((await inbox.page(connection, people.youssef.id)).lines) == 1


async def test_long_conversations_and_inboxes_come_by_pages(session: AsyncSession, people: Cast) -> None:
    sent: list[UUID] = []
    for number in range(thread.PAGE + 5):
        by, to = (people.amina, people.youssef) if number % 2 else (people.karim, people.youssef)
        sent.append((await sending.send(session, to.id, by=by.id, text=f"n{number}")).id)
    for number in range(thread.PAGE + 5):
        sent.append(
            (await sending.send(session, people.amina.id, by=people.youssef.id, text=f"r{number}")).id
        )
    connection = await session.connection()
    talk = await access.conversation_between(session, people.amina.id, people.youssef.id)
    latest = await thread.messages(connection, talk, people.amina.id)
    assert latest.before
    older = await thread.messages(connection, talk, people.amina.id, before=latest.before)
    seen = [one.id for one in [*older.messages, *latest.messages]]
    assert seen == sorted(seen)
    assert len(set(seen)) == len(seen) == thread.PAGE + 5 + (thread.PAGE + 5) // 2
    newer = await thread.messages(connection, talk, people.amina.id, after=seen[-3])
    assert [one.id for one in newer.messages] == seen[-2:]


async def test_search_folds_and_stays_in_ones_own_messages(session: AsyncSession, people: Cast) -> None:
    await sending.send(
        session, people.youssef.id, by=people.amina.id, text="Un devis pour l’Électricité 100%"
    )
    connection = await session.connection()
    for words in ("electricite", "DEVIS électri", "100%"):
        for account in (people.amina, people.youssef):
            assert len(await searching.search(connection, account.id, words)) == 1, words
    for words in ("", "   ", "100_", "plombier"):
        assert not await searching.search(connection, people.amina.id, words), words
    assert not await searching.search(connection, people.karim.id, "devis")


async def test_a_hidden_number_is_not_found_by_guessing(session: AsyncSession, people: Cast) -> None:
    await sending.send(session, people.youssef.id, by=people.amina.id, text=f"Mon numéro : {PHONE}")
    connection = await session.connection()
    with i18n.use("fr"):
        assert not await searching.search(connection, people.youssef.id, "12 34")
        assert len(await searching.search(connection, people.amina.id, "12 34")) == 1
        [found] = await searching.search(connection, people.youssef.id, "numero")
        assert found.excerpt == "Mon numéro : [numéro masqué]"
        [line] = (await inbox.page(connection, people.youssef.id)).lines
        assert "34" not in line.preview


async def test_presence_is_told_to_those_one_talks_with(session: AsyncSession, people: Cast) -> None:
    await presence.here(session, [people.youssef.id, ids.new()])
    connection = await session.connection()
    asked = [people.youssef.id]
    assert not await presence.seen(connection, people.amina.id, asked)
    await sending.send(session, people.youssef.id, by=people.amina.id, text="Bonjour")
    seen = await presence.seen(connection, people.amina.id, asked)
    assert presence.is_online(seen[people.youssef.id])
    assert not await presence.seen(connection, people.karim.id, asked)
    with clock.travel(timedelta(minutes=2)):
        assert not presence.is_online(seen[people.youssef.id])
    await blocking.block(session, people.amina.id, by=people.youssef.id)
    assert not await presence.seen(connection, people.amina.id, asked)


async def test_typing_is_told_within_a_conversation_only(session: AsyncSession, people: Cast) -> None:
    count = select(func.count()).select_from(LiveOutbox)
    await typing.type_to(session, people.youssef.id, by=people.amina.id)
    assert await session.scalar(count) == 0
    await sending.send(session, people.youssef.id, by=people.amina.id, text="Bonjour")
    await gathering.write_left(session)
    before = await session.scalar(count) or 0
    await typing.type_to(session, people.youssef.id, by=people.amina.id)
    await gathering.write_left(session)
    assert await session.scalar(count) == before + 1
    await blocking.block(session, people.amina.id, by=people.youssef.id)
    await typing.type_to(session, people.youssef.id, by=people.amina.id)
    await gathering.write_left(session)
    assert await session.scalar(count) == before + 1


def waiting(session: AsyncSession) -> list[MessagesWaiting]:
    recorded: list[events.Event] = session.info.get("recorded events", [])
    return [one for one in recorded if isinstance(one, MessagesWaiting)]


async def test_one_digest_tells_of_all_conversations_and_only_once(
    session: AsyncSession, people: Cast
) -> None:
    await sending.send(session, people.youssef.id, by=people.amina.id, text="Un")
    await sending.send(session, people.youssef.id, by=people.amina.id, text="Deux")
    await sending.send(session, people.youssef.id, by=people.karim.id, text="Trois")
    assert await digesting.tell(session, people.youssef.id)
    assert not await digesting.tell(session, people.youssef.id)
    [told] = waiting(session)
    assert (told.messages, told.people, told.sender_name) == (3, 2, "Karim D.")
    # Still unread: no second letter about the same silence.
    await sending.send(session, people.youssef.id, by=people.amina.id, text="Quatre")
    assert not await digesting.tell(session, people.youssef.id)


async def test_who_read_in_time_gets_no_letter(session: AsyncSession, people: Cast) -> None:
    sent = await sending.send(session, people.youssef.id, by=people.amina.id, text="Un")
    await reading_up_to.read_up_to(session, sent.conversation_id, by=people.youssef.id)
    assert not await digesting.tell(session, people.youssef.id)
    assert not await digesting.tell(session, people.amina.id)


async def test_the_clock_tells_after_ten_minutes(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        await sending.send(session, cast.youssef.id, by=cast.amina.id, text="Un")
    assert await digesting.tell_of_waiting() == 0
    with clock.travel(timedelta(minutes=11)):
        assert await digesting.tell_of_waiting() == 1
        assert await digesting.tell_of_waiting() == 0


async def test_first_messages_at_once_make_one_conversation(cast: Cast) -> None:
    async def say(number: int) -> None:
        by, to = (cast.youssef, cast.hassan) if number % 2 else (cast.hassan, cast.youssef)
        async with db.unit_of_work() as session:
            await sending.send(session, to.id, by=by.id, text=f"Message {number}")

    await asyncio.gather(*(say(number) for number in range(12)))
    async with db.unit_of_work() as session:
        assert await session.scalar(select(func.count()).select_from(Conversation)) == 1
        assert await session.scalar(select(func.count()).select_from(Message)) == 12
        connection = await session.connection()
        for account in (cast.youssef, cast.hassan):
            [line] = (await inbox.page(connection, account.id)).lines
            assert line.unread == 6


async def test_a_key_doubled_at_the_same_moment_says_it_once(cast: Cast) -> None:
    async def say() -> UUID:
        async with db.unit_of_work() as session:
            files = [Attachment("notes.txt", b"un texte")]
            sent = await sending.send(
                session, cast.youssef.id, by=cast.amina.id, text="Bonjour", files=files, client_key="k"
            )
            return sent.id

    assert len(set(await asyncio.gather(*(say() for _ in range(8))))) == 1
    async with db.unit_of_work() as session:
        assert await session.scalar(select(func.count()).select_from(Message)) == 1
        living = select(func.count()).where(storage.FileRow.deleted_at.is_(None))
        assert await session.scalar(living) == 1
        [line] = (await inbox.page(await session.connection(), cast.youssef.id)).lines
        assert line.unread == 1


async def test_the_letter_and_the_bell_hold_nothing_of_what_was_said(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        await sending.send(session, cast.youssef.id, by=cast.amina.id, text=f"Appelez le {PHONE}")
    with clock.travel(timedelta(minutes=11)):
        await digesting.tell_of_waiting()
    async with db.reading() as connection:
        letters = (await connection.execute(select(Outgoing.subject, Outgoing.body, Outgoing.html))).all()
        notices = (await connection.execute(select(Notification.params))).scalars().all()
        kept = (await connection.execute(select(EventRow.data))).scalars().all()
        live = (await connection.execute(select(LiveOutbox.payload))).scalars().all()
    assert len(letters) == len(notices) == 1
    assert "Amina B." in str(letters)
    for told in (letters, notices, kept, live):
        assert "12 34 56" not in str(told)
        assert "Appelez" not in str(told)
