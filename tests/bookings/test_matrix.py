"""Every verb in every state, by every party, at every time: what is legal is written by hand, all else is refused."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import product

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.bookings import telling
from tests.bookings.telling import HOUR, S
from tests.cast import Cast
from twiza.bookings import cancelling, completing, confirming, declining, expiring
from twiza.bookings.actors import CLOCK, Actor
from twiza.bookings.allowing import allowed_actions
from twiza.bookings.kinds import BookingParty, BookingStatus, Duration
from twiza.bookings.models import Booking
from twiza.bookings.states import BOOKING
from twiza.kit import clock
from twiza.kit.errors import Conflict, Forbidden, NotFound
from twiza.kit.settings import CHECKOUT

Do = Callable[[AsyncSession, Booking, Actor], Awaitable[Booking]]
VERBS: dict[str, Do] = {
    "confirm": lambda s, b, by: confirming.confirm(s, b.id, by=by, duration=Duration.H2),
    "decline": lambda s, b, by: declining.decline(s, b.id, by=by),
    "cancel": lambda s, b, by: cancelling.cancel(s, b.id, by=by, reason="Un empêchement"),
    "complete": lambda s, b, by: completing.complete(s, b.id, by=by),
    "expire": lambda s, b, by: expiring.expire(s, b.id, by=by),
}
# When: at once, expired but far ahead, eleven hours before, half an hour after the start, an hour after, a week after.
TIMES: dict[str, Callable[[Booking], datetime]] = {
    "asked": lambda b: b.created_at,
    "lapsed": lambda b: b.created_at + timedelta(hours=12),
    "near": lambda b: b.starts_at - 11 * HOUR,
    "begun": lambda b: b.starts_at + HOUR / 2,
    "done": lambda b: b.starts_at + HOUR,
    "old": lambda b: b.starts_at + timedelta(days=7),
}
_LATER = ("lapsed", "near", "begun", "done", "old")
LEGAL = {
    ("PENDING", "confirm", "pro", "asked"): "CONFIRMED",
    ("PENDING", "decline", "pro", "asked"): "DECLINED",
    # A pro who cancels what he never confirmed declines it.
    ("PENDING", "cancel", "pro", "asked"): "DECLINED",
    ("PENDING", "cancel", "client", "asked"): "CANCELLED_BY_CLIENT",
    **{("PENDING", "expire", "clock", when): "EXPIRED" for when in _LATER},
    ("CONFIRMED", "cancel", "client", "asked"): "CANCELLED_BY_CLIENT",
    ("CONFIRMED", "cancel", "client", "lapsed"): "CANCELLED_BY_CLIENT",
    ("CONFIRMED", "cancel", "client", "near"): "CANCELLED_BY_CLIENT_LATE",
    **{("CONFIRMED", "cancel", "pro", when): "CANCELLED_BY_PRO" for when in TIMES},
    ("CONFIRMED", "complete", "pro", "done"): "COMPLETED",
    ("CONFIRMED", "complete", "pro", "old"): "COMPLETED",
}
# The table's moves, whatever the time; administrators' and the clock's own verbs stand in other files.
TABLE = {
    ("PENDING", "confirm", "pro"): {"CONFIRMED"},
    ("PENDING", "decline", "pro"): {"DECLINED"},
    ("PENDING", "cancel", "client"): {"CANCELLED_BY_CLIENT"},
    ("CONFIRMED", "cancel", "client"): {"CANCELLED_BY_CLIENT", "CANCELLED_BY_CLIENT_LATE"},
    ("CONFIRMED", "cancel", "pro"): {"CANCELLED_BY_PRO"},
    ("CONFIRMED", "reschedule", "client"): {"CONFIRMED"},
    ("CONFIRMED", "reschedule", "pro"): {"CONFIRMED"},
    ("CONFIRMED", "complete", "pro"): {"COMPLETED"},
    ("PENDING", "expire", "clock"): {"EXPIRED"},
    ("PENDING", "give-way", "clock"): {"CANCELLED_AUTO_FIRST_CONFIRMED"},
    ("CONFIRMED", "client-no-show", "admin"): {"CANCELLED_BY_CLIENT_LATE"},
    **{(was, "pro-no-show", "admin"): {"CANCELLED_BY_PRO"} for was in ("CONFIRMED", "COMPLETED")},
    **{(was, "settle-client", who): {"CANCELLED_BY_CLIENT"} for was in ("PENDING", "CONFIRMED") for who in ("admin", "clock")},
    **{("CONFIRMED", "settle-pro", who): {"CANCELLED_BY_PRO"} for who in ("admin", "clock")},
    **{("PENDING", "settle-pro", who): {"DECLINED"} for who in ("admin", "clock")},
}  # fmt: skip


def test_the_table_is_the_list_written_by_hand() -> None:
    table: dict[tuple[str, str, str], set[str]] = {}
    for move in BOOKING.moves:
        for source, party in product(move.sources, move.parties):
            table.setdefault((source.value, move.verb, party.value), set()).add(move.target.value)
    assert table == TABLE


@pytest.mark.parametrize("state", list(BookingStatus))
async def test_every_cell(
    session: AsyncSession, plumbers: Cast, booking: Booking, state: BookingStatus
) -> None:
    booking = await telling.bring_to(session, booking, state)
    actors = {
        BookingParty.CLIENT: Actor.person(plumbers.amina.id),
        BookingParty.PRO: Actor.person(plumbers.hassan.id),
        BookingParty.ADMIN: Actor.admin(plumbers.salma.id),
        BookingParty.CLOCK: CLOCK,
    }
    known = {(verb, who) for (_, verb, who, _) in LEGAL}
    booking_id = booking.id
    for (party, actor), (verb, do), (when, moment) in product(actors.items(), VERBS.items(), TIMES.items()):
        reached = LEGAL.get((state, verb, party, when))
        before = await telling.history(session, booking.id)
        async with session.begin_nested() as attempt:
            with clock.travel(moment(booking)):
                if reached is not None:
                    assert (await do(session, booking, actor)).status == reached, (verb, party, when)
                    await session.flush()
                    assert len(await telling.history(session, booking.id)) > len(before)
                    assert await telling.broken(session) == [], (verb, party, when)
                else:
                    with pytest.raises((Conflict, Forbidden)) as refused:
                        await do(session, booking, actor)
                    wanted = Conflict if (verb, party) in known else Forbidden
                    assert refused.type is wanted or issubclass(refused.type, wanted), (verb, party, when)
                    assert (await telling.again(session, booking)).status is state
                    assert await telling.history(session, booking.id) == before
            await attempt.rollback()
        # A rollback forgets what the object held.
        booking = await telling.again(session, booking_id)


@pytest.mark.parametrize("state", list(BookingStatus))
async def test_buttons_follow_the_same_list(
    session: AsyncSession, booking: Booking, state: BookingStatus
) -> None:
    booking = await telling.bring_to(session, booking, state)
    tried = {"confirm", "decline", "cancel", "complete"}
    for party, (when, moment) in product((BookingParty.CLIENT, BookingParty.PRO), TIMES.items()):
        legal = {verb for (source, verb, who, at) in LEGAL if (source, who, at) == (state, party, when)}
        if party is BookingParty.PRO and state is S.PENDING:
            legal -= {"cancel"}  # shown as what it is: declining
        shown = allowed_actions(booking, party, moment(booking))
        assert set(shown) & tried == legal, (party, when)
        assert len(shown) == len(set(shown))
        assert ("reschedule" in shown) == (state is S.CONFIRMED and when in {"asked", "lapsed", "near"})


@pytest.mark.parametrize("state", list(BookingStatus))
async def test_for_strangers_there_is_no_such_booking(
    session: AsyncSession, plumbers: Cast, booking: Booking, state: BookingStatus
) -> None:
    booking = await telling.bring_to(session, booking, state)
    for stranger, do in product((plumbers.karim, plumbers.youssef, plumbers.salma), VERBS.values()):
        with pytest.raises(NotFound):
            await do(session, booking, Actor.person(stranger.id))


def test_nothing_but_advance_writes_a_status() -> None:
    import ast
    from pathlib import Path

    import twiza.bookings

    folder = Path(twiza.bookings.__file__).parent
    writers = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        for target in ast.walk(node.targets[0] if isinstance(node, ast.Assign) else node.target)
        if isinstance(target, ast.Attribute)
        and target.attr == "status"
        and isinstance(target.ctx, ast.Store)
        and isinstance(target.value, ast.Name)
        and target.value.id == "booking"
    }
    assert writers == {"advancing.py"}


def test_the_diagram_in_the_architecture_is_drawn_from_the_table() -> None:
    assert BOOKING.diagram() in (CHECKOUT / "ARCHITECTURE.md").read_text()
