"""Which pro comes first: one order and one formula, the same for numbers here and for the database.

Whoever meets the filters is put in this order, each step deciding only where those before it are equal:

1. free at the hour asked for, or without one in the next seven days (`WITHIN`)
2. the city and the category asked for (others aren't listed)
3. a Boost that runs for this city and category
4. Premium
5. quality, in steps of 2.5 % (`STEPS`)
6. within one step chance: one of 16 daily orders, the same for a visitor all day and on every page

    quality = 0.50 × stars + 0.15 × answers + 0.10 × speed + 0.15 × completion + 0.10 × loyalty

All parts lie between 0 and 1, and start from what is usual while little is known. *Stars* are the average the pro would
have if eight more clients had given 4.3 (Bayes: one review of five stars is no proof). *Answers* are the share of
requests that were answered in time, beginning at 4 of 5. *Speed* is 1 for an answer at once and 0 for one that took the
whole twelve hours. *Completion* is the share of confirmed bookings that were done and said to be so, beginning at 9 of
10. *Loyalty* falls with each booking that the pro called off after confirming: at a third of them nothing is left.
A request that somebody else's confirmation closed, or that the client took back, counts for nothing.

`pro_quality` in migration 0007 computes the same for triggers; a test compares the two.
"""

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple

from twiza.discovery.ranking import SCALE, stars

WITHIN = 7 * 24
STEPS = 40
# A step of quality never reaches it.
PREMIUM = 100
SEEDS = 16
STARS, ANSWERS, SPEED, COMPLETION, LOYALTY = 0.50, 0.15, 0.10, 0.15, 0.10
SLOWEST = 720.0

# A number, or a column of numbers: the formula is the same for both.
Number = Any


class Record(NamedTuple):
    """What is known of a pro's work; the defaults are those of whoever begins."""

    rating_sum: int = 0
    rating_count: int = 0
    asked: int = 0
    answered: int = 0
    minutes: int | None = None
    confirmed: int = 0
    done: int = 0
    called_off: int = 0


class Parts(NamedTuple):
    """The parts of quality, each between 0 and 1, in the order of `WEIGHTS`."""

    stars: float
    answers: float
    speed: float
    completion: float
    loyalty: float


WEIGHTS = Parts(STARS, ANSWERS, SPEED, COMPLETION, LOYALTY)


def parts(record: Record) -> Parts:
    """Each part by itself, as the pro is shown them."""
    return Parts(
        stars=(stars(record.rating_sum, record.rating_count) - 1.0) / 4.0,
        answers=(record.answered + 4.0) / (record.asked + 5.0),
        speed=0.5 if record.minutes is None else 1.0 - min(record.minutes, SLOWEST) / SLOWEST,
        completion=(record.done + 9.0) / (max(record.confirmed, record.done) + 10.0),
        loyalty=1.0 - min(1.0, 3.0 * record.called_off / (record.confirmed + 5.0)),
    )


def quality(record: Record) -> int:
    """How good a pro is, in millionths."""
    return round(SCALE * sum(weight * part for weight, part in zip(WEIGHTS, parts(record), strict=True)))


def standing(quality: int, *, premium: bool) -> int:
    """Where a pro stands among those who are free and not boosted; the higher the better."""
    return quality * STEPS // SCALE + (PREMIUM if premium else 0)


def seed(visitor: str, day: date) -> int:
    """Which of the sixteen orders of this day a visitor gets."""
    said = blake2b(visitor.encode(), digest_size=4).digest()
    return day.toordinal() * SEEDS + int.from_bytes(said) % SEEDS


def rotation(pros: Sequence[tuple[Any, bool]], week: int, count: int) -> list[Any]:
    """The recommended of a week, from (pro, is Premium) in the order of quality: Premium pros have two places each.

    The places form a ring, and every week begins where the one before it ended; nobody is shown twice.
    """
    ring = [pro for pro, premium in pros for _ in range(2 if premium else 1)]
    # Spread: the second places follow all the first ones, or each Premium pro would only be shown for longer.
    ring = [pro for pro, _ in pros] + [pro for pro, premium in pros if premium] if ring else []
    begun = week * count % len(ring) if ring else 0
    turned = ring[begun:] + ring[:begun]
    return list(dict.fromkeys(turned))[:count]
