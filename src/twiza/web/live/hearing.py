"""What an open page may say: somebody types, has read, asks who is here. Anything else is passed over."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from uuid import UUID

import orjson

from twiza.kit import ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import DomainError, TooMany
from twiza.kit.ratelimit import LocalLimit
from twiza.messaging import access, presence, reading_up_to, typing

Said = Mapping[str, object]
Answer = Mapping[str, object] | None

MOST_ASKED_FOR = 50


class Hearing:
    """One page's words; each is dealt with before the next is read, so that a page can't outrun us."""

    def __init__(self, viewer_id: UUID) -> None:
        self._viewer_id = viewer_id
        # A page says that somebody types every few seconds; more is not passed on.
        self._typing = LocalLimit(limit=2, per=timedelta(seconds=2))
        self._asking = LocalLimit(limit=6, per=timedelta(seconds=10))
        self._acts: Mapping[str, Callable[[Said], Awaitable[Answer]]] = {
            "typing": self._types,
            "read": self._has_read,
            "presence": self._asks_who_is_here,
        }

    async def __call__(self, text: str) -> Answer:
        """The answer to what was said, if there is one; a mistake is answered by silence."""
        try:
            said = orjson.loads(text)
        except orjson.JSONDecodeError:
            return None
        if not isinstance(said, dict):
            return None
        act = self._acts.get(str(said.get("type")))
        try:
            return await act(said) if act else None
        except DomainError:
            return None

    async def _types(self, said: Said) -> Answer:
        other = _id(said.get("to"))
        if other is None:
            return None
        try:
            self._typing.hit("")
        except TooMany:
            return None
        async with unit_of_work() as session:
            await typing.type_to(session, other, by=self._viewer_id)
        return None

    async def _has_read(self, said: Said) -> Answer:
        other, message = _id(said.get("with")), _id(said.get("up_to"))
        if other is None or message is None:
            return None
        async with unit_of_work() as session:
            talk = await access.conversation_between(session, self._viewer_id, other)
            if talk is not None:
                await reading_up_to.read_up_to(session, talk, by=self._viewer_id, message_id=message)
        return None

    async def _asks_who_is_here(self, said: Said) -> Answer:
        """Who of these is here; strangers are neither here nor away."""
        asked = said.get("of")
        others = (
            [found for one in asked[:MOST_ASKED_FOR] if (found := _id(one))]
            if isinstance(asked, list)
            else []
        )
        self._asking.hit("")
        async with reading() as connection:
            seen = await presence.seen(connection, self._viewer_id, others)
        return {
            "type": "presence",
            "online": [str(one) for one, at in seen.items() if presence.is_online(at)],
            "away": [str(one) for one, at in seen.items() if not presence.is_online(at)],
        }


def _id(value: object) -> UUID | None:
    return ids.parse(value) if isinstance(value, str) else None
