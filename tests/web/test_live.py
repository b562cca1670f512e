"""Open pages hear what happens in any process, are told apart from strangers, and can't make us wait or grow."""

import asyncio
import json
import multiprocessing
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import text, update
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.cast import Cast
from tests.web import live_server
from twiza.accounts import sessions, tokens
from twiza.accounts.models import Account
from twiza.kit import db
from twiza.kit.bus import PostgresBus
from twiza.kit.bus.publisher import send_waiting
from twiza.kit.settings import settings
from twiza.web.live.pages import MOST_PER_ACCOUNT

_PROCESSES = multiprocessing.get_context("forkserver")


@pytest.fixture(scope="module")
def ports(database: str) -> Iterator[list[int]]:
    """Two web processes, the second with everything that stands before a socket in the real site."""
    pipes = [_PROCESSES.Pipe() for _ in range(2)]
    made = (live_server.sockets_alone, live_server.whole_site)
    servers = [
        _PROCESSES.Process(target=live_server.serve, args=(theirs, application))
        for (_, theirs), application in zip(pipes, made, strict=True)
    ]
    for server in servers:
        server.start()
    yield [ours.recv() for ours, _ in pipes]
    for server, pipe in zip(servers, pipes, strict=True):
        server.kill()
        server.join()
        server.close()
        for end in pipe:
            end.close()


async def token_of(account: Account) -> str:
    _viewer, issued = await tokens.begin(account.id, keep=True)
    return issued.access


def page(port: int, token: str, origin: str | None = None) -> connect:
    """A socket as a page of ours opens it: with the cookie, and the origin that browsers add."""
    return connect(
        f"ws://127.0.0.1:{port}/ws",
        origin=origin or settings().public_url,
        additional_headers={"cookie": f"twiza={token}"},
        proxy=None,
    )


def program(port: int, **headers: str) -> connect:
    return connect(f"ws://127.0.0.1:{port}/ws", additional_headers=headers, proxy=None)


async def tell(account: Account, unread: int) -> None:
    """Publish as any process would, and send at once."""
    async with db.unit_of_work() as session:
        await PostgresBus().publish(
            session, f"account:{account.id}", {"type": "notification", "unread": unread}
        )
    await send_waiting()


async def hear(socket: ClientConnection) -> dict[str, object]:
    return json.loads(await asyncio.wait_for(socket.recv(), 20))


async def end_of(socket: ClientConnection) -> int | None:
    """The code the other side closes with."""
    with pytest.raises(ConnectionClosed) as closed:
        async with asyncio.timeout(30):
            while True:
                await socket.recv()
    return closed.value.rcvd.code if closed.value.rcvd else None


async def settled(account: Account, *sockets: ClientConnection) -> None:
    """Until every socket hears its topic: messages before that are not for it."""
    for _try in range(100):
        await tell(account, -1)
        try:
            for socket in sockets:
                while json.loads(await asyncio.wait_for(socket.recv(), 0.3)) != {
                    "type": "notification",
                    "unread": -1,
                }:
                    continue
        except TimeoutError:
            continue
        break
    # What the tries before have left.
    await tell(account, -2)
    for socket in sockets:
        while (await hear(socket))["unread"] != -2:
            continue


async def test_every_page_of_a_person_hears_it_in_whichever_process_and_nobody_else(
    ports: list[int], cast: Cast
) -> None:
    amina, karim = await token_of(cast.amina), await token_of(cast.karim)
    async with page(ports[0], amina) as one, page(ports[1], amina) as two, page(ports[1], karim) as stranger:
        await settled(cast.amina, one, two)
        await settled(cast.karim, stranger)
        await tell(cast.amina, 3)
        assert await hear(one) == await hear(two) == {"type": "notification", "unread": 3}
        await tell(cast.karim, 1)
        assert await hear(stranger) == {"type": "notification", "unread": 1}


async def test_another_sites_page_is_refused_before_the_handshake(ports: list[int], cast: Cast) -> None:
    token = await token_of(cast.amina)
    for origin in ("https://evil.example", "http://twiza.test.evil.example", "http://twiza.test:81", "null"):
        with pytest.raises(InvalidStatus) as refusal:
            async with page(ports[0], token, origin):
                pass
        assert refusal.value.response.status_code == 403


async def test_a_program_shows_its_token_in_the_header_or_says_it_first(ports: list[int], cast: Cast) -> None:
    token = await token_of(cast.amina)
    async with program(ports[0], authorization=f"Bearer {token}") as one, program(ports[1]) as two:
        await two.send(json.dumps({"type": "auth", "token": token}))
        await settled(cast.amina, one, two)


async def test_whoever_is_nobody_is_sent_away(ports: list[int], cast: Cast) -> None:
    stale = await token_of(cast.karim)
    async with db.unit_of_work() as session:
        await session.execute(update(Account).where(Account.id == cast.karim.id).values(status="BANNED"))
    for opened in (
        page(ports[0], "forged"),
        page(ports[0], stale),
        program(ports[0], authorization="Bearer forged"),
    ):
        async with opened as socket:
            assert await end_of(socket) == 4401
    # A cookie alone proves nothing when no browser says whose page asks.
    for first in ("hello", '{"type": "auth"}', '["auth"]', json.dumps({"type": "auth", "token": stale})):
        async with program(ports[0], cookie=f"twiza={await token_of(cast.amina)}") as socket:
            await socket.send(first)
            assert await end_of(socket) == 4401


async def test_signing_out_everywhere_closes_the_pages_in_all_processes(ports: list[int], cast: Cast) -> None:
    token = await token_of(cast.amina)
    async with page(ports[0], token) as one, page(ports[1], token) as two:
        await settled(cast.amina, one, two)
        async with db.unit_of_work() as session:
            await sessions.sign_out_everywhere(session, cast.amina.id)
        await send_waiting()
        assert [await end_of(one), await end_of(two)] == [4401, 4401]
    async with page(ports[0], token) as again:
        assert await end_of(again) == 4401


async def test_who_says_too_much_is_closed(ports: list[int], cast: Cast) -> None:
    token = await token_of(cast.amina)
    async with page(ports[0], token) as socket:
        await socket.send("x" * 5_000)
        assert await end_of(socket) == 1009
    async with page(ports[0], token) as socket:
        for _ in range(40):
            await socket.send("hello")
        assert await end_of(socket) == 1008


async def test_who_does_not_read_is_closed_instead_of_remembered_for_ever(
    ports: list[int], cast: Cast
) -> None:
    token = await token_of(cast.amina)
    async with page(ports[0], token) as slow, page(ports[1], token) as quick:
        await settled(cast.amina, slow, quick)
        slow.transport.pause_reading()
        bus, topic = PostgresBus(), f"account:{cast.amina.id}"
        for _ in range(40):
            async with db.unit_of_work() as session:
                for number in range(50):
                    await bus.publish(
                        session, topic, {"type": "test", "number": number, "filler": "x" * 4_500}
                    )
            await send_waiting()
            # The quick one keeps up, in another process.
            for _ in range(50):
                await hear(quick)
        slow.transport.resume_reading()
        assert await end_of(slow) == 1013


async def test_one_who_does_not_read_slows_none_of_a_hundred_others(ports: list[int], cast: Cast) -> None:
    others = [cast.amina, cast.youssef, cast.hassan, cast.salma]
    bus = PostgresBus()
    async with AsyncExitStack() as opened:
        slow = await opened.enter_async_context(page(ports[0], await token_of(cast.karim)))
        await settled(cast.karim, slow)
        crowd: list[ClientConnection] = []
        for account in others:
            token = await token_of(account)
            pages = [await opened.enter_async_context(page(ports[0], token)) for _ in range(25)]
            await settled(account, *pages)
            crowd += pages
        slow.transport.pause_reading()
        for turn in range(40):
            async with db.unit_of_work() as session:
                for _ in range(50):
                    await bus.publish(
                        session, f"account:{cast.karim.id}", {"type": "test", "filler": "x" * 4_500}
                    )
                told = {"type": "notification", "unread": turn}
                await bus.publish_all(session, {f"account:{one.id}": told for one in others})
            await send_waiting()
            assert [await hear(one) for one in crowd] == [told] * len(crowd)
        slow.transport.resume_reading()


async def test_whoever_comes_back_again_and_again_is_taken_in_and_hears(ports: list[int], cast: Cast) -> None:
    token = await token_of(cast.amina)
    # More often than one person may have pages: each broken line gives its place back.
    for _ in range(MOST_PER_ACCOUNT + 10):
        async with page(ports[0], token) as broken:
            await settled(cast.amina, broken)
            broken.transport.abort()
    async with page(ports[0], token) as back:
        await settled(cast.amina, back)
        await tell(cast.amina, 4)
        assert await hear(back) == {"type": "notification", "unread": 4}


@pytest.fixture
async def cut_off(ports: list[int]) -> AsyncIterator[None]:
    """For tests that break the listening connections of both processes."""
    yield
    async with asyncio.timeout(20):
        while await _listening() < 2:
            await asyncio.sleep(0.05)


async def _listening() -> int:
    found = text(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'twiza live' AND datname = current_database()"
    )
    async with db.reading() as connection:
        return await connection.scalar(found) or 0


@pytest.mark.usefixtures("cut_off")
async def test_after_a_break_pages_read_again_and_those_signed_out_meanwhile_are_closed(
    ports: list[int], cast: Cast
) -> None:
    amina, karim = await token_of(cast.amina), await token_of(cast.karim)
    async with page(ports[0], amina) as kept, page(ports[1], karim) as banned:
        await settled(cast.amina, kept)
        await settled(cast.karim, banned)
        async with db.unit_of_work() as session:
            # As if the message that tells of it was lost in the break.
            await session.execute(update(Account).where(Account.id == cast.karim.id).values(status="BANNED"))
            await session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'twiza live'"
                    " AND datname = current_database()"
                )
            )
        assert await hear(kept) == {"type": "resync"}
        assert await end_of(banned) == 4401
        await tell(cast.amina, 7)
        assert await hear(kept) == {"type": "notification", "unread": 7}
