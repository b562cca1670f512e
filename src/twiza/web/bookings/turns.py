"""What comes next in a booking and whose turn it is, in a title, a sentence and a deadline."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from twiza.bookings.delays import COMPLETABLE_AFTER
from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.models import Booking
from twiza.kit import clock
from twiza.kit.i18n import gettext as _
from twiza.web.bookings import words
from twiza.web.orders.turns import Turn
from twiza.web.orders.words import moment

_MINE, _THEIRS, _DONE, _BAD, _OVER = "warn", "info", "ok", "bad", "grey"
P, S = BookingParty, BookingStatus


@dataclass(frozen=True)
class Seen:
    """A booking as one side looks at it; `other` is a name ready for a sentence."""

    booking: Booking
    party: BookingParty
    other: str
    is_reviewed: bool = False


def turn(seen: Seen) -> Turn:
    """Whose turn it is; a request past its time is over, whether or not the worker has come round."""
    if words.has_lapsed(seen.booking):
        return _expired(seen)
    if seen.booking.status is S.CONFIRMED and clock.now() >= seen.booking.starts_at:
        return _begun(seen)
    return _TURNS[seen.booking.status](seen)


def _pending(seen: Seen) -> Turn:
    ends = seen.booking.expires_at
    if seen.party is P.PRO:
        return Turn(
            _MINE,
            "clock",
            _("Answer by {moment}", moment=moment(ends)),
            _("Others may have been asked too: the first to confirm gets the job."),
            ends,
        )
    return Turn(
        _THEIRS,
        "clock",
        _("{name} has until {moment} to answer", name=seen.other, moment=moment(ends)),
        _("The first pro to confirm gets the job. You pay nothing to Twiza."),
        ends,
    )


def _confirmed(seen: Seen) -> Turn:
    when = words.visit(seen.booking)
    if seen.party is P.PRO:
        title = _("{name} expects you: {when}", name=seen.other, when=when)
        return Turn(
            _DONE, "calendar-check", title, _("The address and the number are below."), seen.booking.starts_at
        )
    title = _("{name} comes to you: {when}", name=seen.other, when=when)
    text = _("Their number is below: agree on the details.")
    return Turn(_DONE, "calendar-check", title, text, seen.booking.starts_at)


def _begun(seen: Seen) -> Turn:
    """From the start on: an hour later the pro may say that it is done."""
    is_time = clock.now() >= seen.booking.starts_at + COMPLETABLE_AFTER
    if not is_time:
        when = words.visit(seen.booking)
        return Turn(_THEIRS, "wrench", _("The visit is under way: {when}", when=when))
    if seen.party is P.PRO:
        text = _("{name} can then write a review.", name=seen.other)
        return Turn(_MINE, "circle-check", _("Is the job done? Say so"), text)
    text = _("If nobody came or something went wrong, report it.")
    return Turn(_THEIRS, "clock", _("{name} has to mark the job as done", name=seen.other), text)


def _declined(seen: Seen) -> Turn:
    if seen.party is P.PRO:
        return Turn(_OVER, "circle-x", _("You declined this request"), _("It costs you nothing."))
    title = _("{name} can’t come at this hour", name=seen.other)
    return Turn(
        _OVER, "circle-x", title, _("Others may still answer; when nobody is left, ask the next three.")
    )


def _expired(seen: Seen) -> Turn:
    if seen.party is P.PRO:
        text = _("Quick answers bring you higher in the search.")
        return Turn(_OVER, "clock", _("The time to answer is over"), text)
    title = _("{name} did not answer in time", name=seen.other)
    return Turn(_OVER, "clock", title, _("You can ask others for the same hour, or choose another one."))


def _gave_way(seen: Seen) -> Turn:
    if seen.party is P.PRO:
        text = _("Either the client found somebody sooner, or another job of yours takes this hour.")
        return Turn(_OVER, "calendar-check", _("This request is closed"), text)
    text = _("Another pro has confirmed for this hour, or this one is taken by somebody else.")
    return Turn(_OVER, "calendar-check", _("This request is closed"), text)


def _cancelled_by_client(seen: Seen) -> Turn:
    mine = seen.party is P.CLIENT
    title = _("You cancelled this booking") if mine else _("{name} cancelled this booking", name=seen.other)
    return Turn(_OVER, "circle-x", title, _reason(seen))


def _cancelled_by_pro(seen: Seen) -> Turn:
    mine = seen.party is P.PRO
    title = _("You cancelled this booking") if mine else _("{name} cancelled this booking", name=seen.other)
    return Turn(_OVER if mine else _BAD, "circle-x", title, _reason(seen))


def _completed(seen: Seen) -> Turn:
    if seen.party is P.PRO:
        return Turn(_DONE, "circle-check", _("The job is done. Thank you!"))
    if seen.is_reviewed:
        return Turn(_DONE, "circle-check", _("The job is done. Thank you for your review"))
    text = _("Your review helps the neighbours to choose.")
    return Turn(_DONE, "circle-check", _("The job is done. How did it go?"), text)


def _reason(seen: Seen) -> str:
    reason = seen.booking.cancel_reason
    return _("The reason given: {reason}", reason=f"\u2068{reason}\u2069") if reason else ""


_TURNS: Mapping[BookingStatus, Callable[[Seen], Turn]] = {
    S.PENDING: _pending,
    S.CONFIRMED: _confirmed,
    S.DECLINED: _declined,
    S.EXPIRED: _expired,
    S.CANCELLED_AUTO_FIRST_CONFIRMED: _gave_way,
    S.CANCELLED_BY_CLIENT: _cancelled_by_client,
    S.CANCELLED_BY_CLIENT_LATE: _cancelled_by_client,
    S.CANCELLED_BY_PRO: _cancelled_by_pro,
    S.COMPLETED: _completed,
}
