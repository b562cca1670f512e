"""Turns: one after another for the same, at once for others, and nothing is kept of those who have gone."""

import asyncio
import gc

from twiza.kit import turns
from twiza.kit.turns import turn


async def test_the_same_go_one_after_another_and_others_at_once() -> None:
    told: list[str] = []
    open_gate = asyncio.Event()

    async def go(whose: str, name: str) -> None:
        async with turn(whose):
            told.append(f"{name} in")
            await open_gate.wait()
            told.append(f"{name} out")

    going = [asyncio.create_task(go(*one)) for one in (("a", "first"), ("a", "second"), ("b", "other"))]
    await asyncio.sleep(0)
    assert told == ["first in", "other in"]
    open_gate.set()
    await asyncio.gather(*going)
    assert told[-2:] == ["second in", "second out"]
    assert told.index("first out") < told.index("second in")


async def test_who_gives_up_waiting_or_fails_keeps_nobody_up() -> None:
    async def fail() -> None:
        async with turn("a"):
            raise ZeroDivisionError

    async with turn("a"):
        waiting, next_one = asyncio.create_task(turn("a").acquire()), asyncio.create_task(fail())
        await asyncio.sleep(0)
        waiting.cancel()
    ended = await asyncio.gather(waiting, next_one, return_exceptions=True)
    assert [type(one) for one in ended] == [asyncio.CancelledError, ZeroDivisionError]
    async with asyncio.timeout(1), turn("a"):
        pass


async def test_nothing_is_kept_of_turns_that_are_over() -> None:
    async with turn("a"):
        assert len(turns._turns) == 1
    gc.collect()
    assert len(turns._turns) == 0
