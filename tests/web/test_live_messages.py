"""Over two processes: a message, its reading, typing and presence reach the other side, and nobody else."""

import asyncio
import json

import pytest
from websockets.asyncio.client import ClientConnection

from tests.cast import Cast
from tests.web.test_live import end_of, hear, page, ports, settled, token_of
from twiza.accounts import blocking
from twiza.accounts.models import Account
from twiza.kit import db
from twiza.kit.bus.publisher import send_waiting
from twiza.messaging import sending
from twiza.messaging.models import Message

__all__ = ["ports"]
PHONE = "06 12 34 56 78"


async def say(by: Account, to: Account, text: str) -> Message:
    async with db.unit_of_work() as session:
        sent = await sending.send(session, to.id, by=by.id, text=text)
    await send_waiting()
    return sent


async def tell(socket: ClientConnection, **said: object) -> None:
    await socket.send(json.dumps(said))


async def hears_nothing(socket: ClientConnection) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(socket.recv(), 0.5)


async def test_a_message_and_its_reading_are_heard_by_the_two(ports: list[int], cast: Cast) -> None:
    tokens = [await token_of(one) for one in (cast.amina, cast.youssef, cast.karim)]
    async with (
        page(ports[0], tokens[0]) as amina,
        page(ports[1], tokens[1]) as youssef,
        page(ports[1], tokens[2]) as karim,
    ):
        await settled(cast.amina, amina)
        await settled(cast.youssef, youssef)
        await settled(cast.karim, karim)
        sent = await say(cast.amina, cast.youssef, f"Appelez le {PHONE}")
        told = await hear(youssef)
        assert told == {
            "type": "message",
            "conversation": str(sent.conversation_id),
            "id": str(sent.id),
            "with": str(cast.amina.id),
            "unread": 1,
        }
        assert (await hear(amina))["with"] == str(cast.youssef.id)
        await tell(youssef, type="read", **{"with": str(cast.amina.id)}, up_to=str(sent.id))
        read = await hear(amina)
        assert (read["type"], read["up_to"], read["with"]) == ("read", str(sent.id), str(cast.youssef.id))
        assert await hear(youssef) == {"type": "messages", "unread": 0}
        await hears_nothing(karim)


async def test_typing_reaches_the_other_side_of_a_conversation_alone(ports: list[int], cast: Cast) -> None:
    await say(cast.amina, cast.youssef, "Bonjour")
    async with (
        page(ports[0], await token_of(cast.amina)) as amina,
        page(ports[1], await token_of(cast.youssef)) as youssef,
        page(ports[0], await token_of(cast.karim)) as karim,
    ):
        await settled(cast.youssef, youssef)
        await tell(amina, type="typing", to=str(cast.youssef.id))
        assert await hear(youssef) == {"type": "typing", "with": str(cast.amina.id)}
        # A stranger's fingers, nonsense and a flood are passed over.
        await tell(karim, type="typing", to=str(cast.youssef.id))
        for said in ("[]", "{", '{"type": "typing"}', '{"type": "typing", "to": 3}', '{"type": "dance"}'):
            await karim.send(said)
        await hears_nothing(youssef)
        async with db.unit_of_work() as session:
            await blocking.block(session, cast.amina.id, by=cast.youssef.id)
        await tell(amina, type="typing", to=str(cast.youssef.id))
        await hears_nothing(youssef)


async def test_somebody_who_never_stops_typing_is_slowed_then_closed(ports: list[int], cast: Cast) -> None:
    await say(cast.amina, cast.youssef, "Bonjour")
    async with (
        page(ports[0], await token_of(cast.amina)) as amina,
        page(ports[1], await token_of(cast.youssef)) as youssef,
    ):
        await settled(cast.youssef, youssef)
        for _ in range(20):
            await tell(amina, type="typing", to=str(cast.youssef.id))
        heard = 0
        while True:
            try:
                await asyncio.wait_for(youssef.recv(), 1)
            except TimeoutError:
                break
            heard += 1
        assert 1 <= heard < 10
        for _ in range(20):
            await tell(amina, type="typing", to=str(cast.youssef.id))
        assert await end_of(amina) == 1008


async def test_presence_is_told_to_those_one_talks_with(ports: list[int], cast: Cast) -> None:
    await say(cast.amina, cast.youssef, "Bonjour")
    asked = [str(cast.youssef.id), str(cast.hassan.id), "nonsense", 3]
    async with (
        page(ports[0], await token_of(cast.amina)) as amina,
        page(ports[0], await token_of(cast.karim)) as karim,
    ):
        async with page(ports[1], await token_of(cast.youssef)):
            told: dict[str, object] = {}
            for _try in range(50):
                await tell(amina, type="presence", of=asked)
                told = await hear(amina)
                if told["online"]:
                    break
                await asyncio.sleep(2)
            assert (told["online"], told["away"]) == ([str(cast.youssef.id)], [])
            await tell(karim, type="presence", of=asked)
            assert await hear(karim) == {"type": "presence", "online": [], "away": []}
