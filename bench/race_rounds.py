"""What a round consists of: eight confirmations at once in one of several shapes, and what happens beside them."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from bench.race_world import EACH, Asked, Group, Wish, hour

DURATIONS = ("H1", "H2", "H3", "H4", "H8")
# Nobody waits, people press within a few moments, or one after another.
PAUSES = (0.0, 0.004, 0.03)
_NOON = 12
SCHEDULE = "/api/v1/pro/schedule"
_WHOLE_DAY = [{"start": "00:00", "end": "24:00"}]
ALWAYS = {"week": [{"day": day, "intervals": _WHOLE_DAY} for day in range(7)]}
_MORNINGS = {"week": [{"day": day, "intervals": [{"start": "00:00", "end": "14:00"}]} for day in range(7)]}


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the API, so many seconds after the round began; `confirms` is what it wants to win."""

    who: UUID
    method: str
    path: str
    body: Mapping[str, Any] | None = None
    after: float = 0.0
    confirms: UUID | None = None


@dataclass
class Round:
    """Wishes to begin with, which of the bookings are confirmed, and whose job is to be moved into their midst."""

    shape: str
    wishes: list[Wish]
    confirmed: list[int]
    durations: Sequence[str] = DURATIONS
    asked: list[Asked] = field(default_factory=list[Asked])


Shape = Callable[[random.Random, Group, int], Round]


def one_pro(_chance: random.Random, group: Group, day: int) -> Round:
    """Eight clients want the same pro at the same hour."""
    wishes = [Wish(client, group.pros[0], hour(day, _NOON)) for client in group.clients]
    return Round("one pro, one hour", wishes, list(range(EACH)))


def siblings(_chance: random.Random, group: Group, day: int) -> Round:
    """Three pros say yes to one client, each more than once."""
    wishes = [Wish(group.clients[0], pro, hour(day, _NOON)) for pro in group.pros[:3]]
    return Round("siblings", wishes, [n % 3 for n in range(EACH)])


def overlapping(_chance: random.Random, group: Group, day: int) -> Round:
    """One hour after the other, each for longer than an hour."""
    wishes = [Wish(client, group.pros[0], hour(day, 8 + n)) for n, client in enumerate(group.clients)]
    return Round("overlapping durations", wishes, list(range(EACH)))


def ring(_chance: random.Random, group: Group, day: int) -> Round:
    """Each is the client of the next, and the pro of the one before."""
    pros = group.pros
    wishes = [Wish(pros[n], pros[(n + 1) % EACH], hour(day, _NOON + n % 2)) for n in range(EACH)]
    return Round("client here, pro there", wishes, list(range(EACH)))


def crossed(chance: random.Random, group: Group, day: int) -> Round:
    """Three clients have asked the same three pros: every yes closes bookings of others."""
    wishes = [Wish(client, pro, hour(day, _NOON)) for client in group.clients[:3] for pro in group.pros[:3]]
    return Round("crossed", wishes, chance.sample(range(9), EACH))


def scattered(chance: random.Random, group: Group, day: int) -> Round:
    """One client asked three pros for three hours; five others want the same pros within these hours."""
    first = [Wish(group.clients[0], group.pros[n], hour(day, _NOON + n)) for n in range(3)]
    others = [
        Wish(client, group.pros[n % 3], hour(day, _NOON + chance.randrange(4)))
        for n, client in enumerate(group.clients[1:6])
    ]
    return Round("siblings and rivals", [*first, *others], list(range(EACH)), DURATIONS[1:])


SHAPES: Sequence[Shape] = (one_pro, siblings, overlapping, ring, crossed, scattered)


def confirmations(chance: random.Random, one: Round) -> list[Call]:
    pause = chance.choice(PAUSES)
    return [_confirmation(chance, one.asked[n], chance.choice(one.durations), pause) for n in one.confirmed]


def beside(chance: random.Random, one: Round, group: Group, day: int) -> list[Call]:
    """Requests, cancellations and edits of hours that meet the confirmations, some in each round."""
    calls: list[Call] = []
    if chance.random() < 0.6:
        calls += [_request(chance, group, day) for _ in range(chance.randint(1, 2))]
    if chance.random() < 0.4:
        lost = chance.choice(one.asked)
        calls.append(Call(lost.client, "PATCH", f"/api/v1/bookings/{lost.id}/cancel", {}))
    if chance.random() < 0.3:
        lost = chance.choice(one.asked)
        calls.append(Call(lost.pro, "PATCH", f"/api/v1/bookings/{lost.id}/decline"))
    if chance.random() < 0.15:
        calls += [Call(one.asked[0].pro, "PUT", SCHEDULE, week) for week in (_MORNINGS, ALWAYS)]
    if chance.random() < 0.15:
        start = hour(day, _NOON + chance.randint(0, 3))
        closed = {"start_at": start.isoformat(), "end_at": (start + timedelta(hours=2)).isoformat()}
        calls.append(Call(one.asked[-1].pro, "POST", "/api/v1/pro/exceptions", {"kind": "close", **closed}))
    return [_later(chance, call, chance.choice(PAUSES)) for call in calls]


def let_some_lapse(chance: random.Random, one: Round) -> None:
    """Now and then the time of some requests ends while they are answered."""
    if chance.random() < 0.25:
        one.wishes = [
            Wish(wish.client, wish.pro, wish.starts_at, timedelta(milliseconds=chance.randint(5, 60)))
            if chance.random() < 0.5
            else wish
            for wish in one.wishes
        ]


def _confirmation(chance: random.Random, asked: Asked, duration: str, pause: float) -> Call:
    path = f"/api/v1/bookings/{asked.id}/confirm"
    return Call(asked.pro, "PATCH", path, {"duration": duration}, chance.uniform(0, pause), asked.id)


def _request(chance: random.Random, group: Group, day: int) -> Call:
    body = {
        "pro_ids": [str(pro) for pro in chance.sample(group.pros[:4], chance.randint(1, 3))],
        "category": "plomberie",
        "starts_at": hour(day, _NOON + chance.randint(0, 3)).isoformat(),
        "description": "Une fuite sous l’évier",
    }
    return Call(chance.choice(group.clients), "POST", "/api/v1/bookings", body)


def _later(chance: random.Random, call: Call, pause: float) -> Call:
    return Call(call.who, call.method, call.path, call.body, chance.uniform(0, pause), call.confirms)
