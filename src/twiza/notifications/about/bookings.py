"""What clients and pros are told about their bookings. No word of it ever holds a phone number."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import events as bookings
from twiza.bookings.delays import URGENT_WITHIN
from twiza.bookings.kinds import BookingStatus
from twiza.bookings.models import Booking
from twiza.kit import clock
from twiza.kit.events import Event
from twiza.kit.i18n import LANGUAGES, N_
from twiza.notifications.preferences import Group
from twiza.notifications.rows import BELL, BELL_AND_EMAIL, CRITICAL, PUSHED, PUSHED_AND_EMAIL, Row
from twiza.profiles import lists

CLIENT, PRO = "client_id", "pro_id"
BOOKINGS = Group.BOOKINGS
PENDING, CONFIRMED = BookingStatus.PENDING.value, BookingStatus.CONFIRMED.value
ROOM = "/bookings/{reference}"
OPEN_BOOKING = N_("Open the booking")
OPEN_REQUEST = N_("See the request")
CALLED_OFF = N_("Your booking is cancelled")
CALLED_OFF_WHY = N_("{category}, {at}: {reason}")
NOT_MOVED = N_("{category}: the booking stays at {at}.")


def _near(event: Any) -> bool:
    """Its hour is so close that nobody should learn of it in the morning."""
    return datetime.fromisoformat(event.at) - clock.now() <= URGENT_WITHIN


def _asked_urgently(event: bookings.BookingRequested) -> bool:
    return event.urgent or _near(event)


async def _category(session: AsyncSession, event: Any) -> Mapping[str, object]:
    """Its name in each language: notices are read in whichever the reader has then."""
    found = await lists.category_kept(await session.connection(), event.category_id)
    return {"category": found.names if found else dict.fromkeys(LANGUAGES, "")}


async def _request(session: AsyncSession, event: Any) -> Mapping[str, object]:
    """What a reminder of a request needs besides: when it expires."""
    until = await session.scalar(select(Booking.expires_at).where(Booking.id == event.booking_id))
    return {**await _category(session, event), "expires_at": until.isoformat() if until else None}


def _client_took_another(event: bookings.BookingGaveWay) -> bool:
    """Closed because this client's own booking was confirmed, with whomever."""
    return event.winner_client_id == event.client_id


def _pro_took_another(event: bookings.BookingGaveWay) -> bool:
    return not _client_took_another(event)


def _row(kind: str, event: type[Event], recipient: str, *shape: Any, **more: Any) -> Row:
    """A row of this file: about bookings, with the category's name among its words."""
    via, icon, tone, *texts = shape
    return Row(kind, event, recipient, via, BOOKINGS, icon, tone, *texts, **{"facts": _category, **more})


# fmt: off
ROWS: tuple[Row, ...] = (
    _row("booking_requested", bookings.BookingRequested, PRO, CRITICAL, "calendar-plus", "saffron",
         N_("New request from {client}"),
         N_("{category}, {at}. Answer before {expires_at}: the first to confirm gets the booking."),
         OPEN_REQUEST, ROOM,
         urgent=_asked_urgently, only_while=PENDING, until="expires_at"),
    _row("booking_urgent_again", bookings.BookingReminded, PRO, CRITICAL, "zap", "saffron",
         N_("{client} is waiting: urgent request"),
         N_("{category}, {at}. Nobody has confirmed yet."),
         OPEN_REQUEST, ROOM,
         when=lambda event: event.what == "urgent", facts=_request, urgent=lambda _event: True,
         only_while=PENDING, until="expires_at"),
    _row("booking_answer_soon", bookings.BookingReminded, PRO, PUSHED_AND_EMAIL, "clock", "saffron",
         N_("A request from {client} expires soon"),
         N_("{category}, {at}. Confirm or decline before {expires_at}."),
         OPEN_REQUEST, ROOM,
         when=lambda event: event.what == "answer", facts=_request, only_while=PENDING, until="expires_at"),
    *(_row(f"booking_tomorrow_{side}", bookings.BookingReminded, f"{side}_id", PUSHED_AND_EMAIL, "calendar-check", "",
           N_("You have a booking tomorrow"), text, OPEN_BOOKING, ROOM,
           when=lambda event: event.what == "tomorrow", only_while=CONFIRMED)
      for side, text in (("client", N_("{category} with {pro}, {at}.")), ("pro", N_("{category} at {client}’s, {at}.")))),
    _row("booking_confirmed", bookings.BookingConfirmed, CLIENT, CRITICAL, "calendar-check", "mint",
         N_("{pro} confirmed your booking"),
         N_("{category}, {at}. You can now call and write to each other."),
         OPEN_BOOKING, ROOM,
         urgent=_near, only_while=CONFIRMED),
    _row("booking_lengthened", bookings.BookingLengthened, CLIENT, PUSHED, "clock", "",
         N_("{pro} reserved more time for you"),
         N_("{category}, {at}: {hours} in all."),
         OPEN_BOOKING, ROOM,
         only_while=CONFIRMED),
    _row("booking_declined", bookings.BookingDeclined, CLIENT, PUSHED_AND_EMAIL, "circle-x", "",
         N_("{pro} can’t come"),
         N_("{category}, {at}. The other pros you asked can still confirm."),
         OPEN_BOOKING, ROOM,
         urgent=_near),
    _row("booking_withdrawn", bookings.BookingCancelled, PRO, BELL, "undo-2", "",
         N_("{client} withdrew a request"),
         N_("{category}, {at}. You have nothing to do."),
         OPEN_BOOKING, ROOM,
         when=lambda event: event.was == PENDING),
    _row("booking_cancelled_by_client", bookings.BookingCancelled, PRO, CRITICAL, "circle-x", "terra",
         N_("{client} cancelled the booking"),
         N_("{category}, {at}. Your hours are free again."),
         OPEN_BOOKING, ROOM,
         when=lambda event: event.was == CONFIRMED and event.how in {"client", "client-late"}, urgent=_near),
    _row("booking_cancelled_by_pro", bookings.BookingCancelled, CLIENT, CRITICAL, "circle-x", "terra",
         N_("{pro} cancelled your booking"),
         N_("{category}, {at}. Reason: {reason}\n\nOther pros can take over: ask them in one tap."),
         OPEN_BOOKING, ROOM,
         when=lambda event: event.was == CONFIRMED and event.how == "pro", urgent=_near),
    _row("booking_settled_pro", bookings.BookingCancelled, PRO, PUSHED_AND_EMAIL, "circle-x", "terra",
         CALLED_OFF, CALLED_OFF_WHY, OPEN_BOOKING, ROOM,
         when=lambda event: event.was == CONFIRMED and event.how not in {"client", "client-late", "pro"},
         urgent=_near),
    _row("booking_settled_client", bookings.BookingCancelled, CLIENT, PUSHED_AND_EMAIL, "circle-x", "terra",
         CALLED_OFF, CALLED_OFF_WHY, OPEN_BOOKING, ROOM,
         when=lambda event: event.how not in {"client", "client-late", "pro"}, urgent=_near),
    _row("booking_gave_way_pro", bookings.BookingGaveWay, PRO, BELL, "user", "",
         N_("{client} found somebody"),
         N_("{category}, {at}. The request is closed and doesn’t count against you."),
         OPEN_BOOKING, ROOM,
         when=_client_took_another),
    _row("booking_gave_way_client", bookings.BookingGaveWay, CLIENT, PUSHED_AND_EMAIL, "calendar-plus", "",
         N_("{pro} is no longer free"),
         N_("{category}, {at}. Another client was confirmed first; the other pros you asked can still confirm."),
         OPEN_BOOKING, ROOM,
         when=_pro_took_another, urgent=_near),
    _row("booking_expired_client", bookings.BookingExpired, CLIENT, BELL, "clock", "",
         N_("{pro} didn’t answer"),
         N_("{category}, {at}. The request has expired."),
         OPEN_BOOKING, ROOM),
    _row("booking_expired_pro", bookings.BookingExpired, PRO, BELL_AND_EMAIL, "clock", "terra",
         N_("You let a request expire"),
         N_("{client}, {category}, {at}. A quick answer, even a refusal, keeps you high in the lists."),
         OPEN_BOOKING, ROOM),
    _row("booking_unanswered", bookings.RequestUnanswered, CLIENT, PUSHED_AND_EMAIL, "users", "saffron",
         N_("Nobody could come"),
         N_("{category}, {at}. Ask the next three pros in one tap."),
         N_("Ask others"), "/client/bookings",
         urgent=_near),
    _row("booking_completed", bookings.BookingCompleted, CLIENT, PUSHED_AND_EMAIL, "star", "mint",
         N_("How did it go with {pro}?"),
         N_("{category}, {at}. Your review helps others choose. If something went wrong, tell us within 48 hours."),
         N_("Write my review"), ROOM),
    *(_row(f"booking_move_proposed_{side}", bookings.RescheduleProposed, f"{side}_id", PUSHED_AND_EMAIL, "clock",
           "saffron", title,
           N_("{category}, {at}: moved to {new_at}? The booking stays as it is until you accept."),
           N_("Answer"), ROOM,
           only_while=CONFIRMED, urgent=_near)
      for side, title in (("client", N_("{pro} proposes another hour")), ("pro", N_("{client} proposes another hour")))),
    *(_row(f"booking_moved_{side}", bookings.RescheduleAnswered, f"{side}_id", PUSHED_AND_EMAIL, "calendar-check",
           "mint", N_("The new hour is agreed upon"),
           N_("{category}: {new_at}."), OPEN_BOOKING, ROOM,
           when=lambda event: event.accepted, urgent=_near)
      for side in ("client", "pro")),
    *(_row(f"booking_not_moved_{side}", bookings.RescheduleAnswered, f"{side}_id", PUSHED_AND_EMAIL, "clock", "",
           N_("The new hour was declined"),
           NOT_MOVED, OPEN_BOOKING, ROOM,
           when=lambda event: not event.accepted, urgent=_near)
      for side in ("client", "pro")),
    *(_row(f"booking_move_withdrawn_{side}", bookings.RescheduleDropped, f"{side}_id", PUSHED, "undo-2", "",
           title, NOT_MOVED, OPEN_BOOKING, ROOM,
           when=lambda event: event.withdrawn)
      for side, title in (("client", N_("{pro} no longer proposes another hour")),
                          ("pro", N_("{client} no longer proposes another hour")))),
    *(_row(f"booking_move_lapsed_{side}", bookings.RescheduleDropped, f"{side}_id", BELL, "clock", "",
           N_("Nobody answered the proposed hour in time"), NOT_MOVED, OPEN_BOOKING, ROOM,
           when=lambda event: not event.withdrawn)
      for side in ("client", "pro")),
    _row("booking_left_open", bookings.BookingLeftOpen, PRO, PUSHED_AND_EMAIL, "circle-alert", "saffron",
         N_("Is the job at {client}’s done?"),
         N_("{category}, {at}. Mark it as completed: a booking left open counts against you."),
         OPEN_BOOKING, ROOM),
    Row("penalty_noted", bookings.PenaltyGiven, "account_id", BELL_AND_EMAIL, BOOKINGS, "info", "",
        N_("Your cancellation was noted"),
        N_("It has no consequence this time. It stays in your penalty log."),
        N_("See where I stand"), "/client/bookings/standing",
        lambda event: event.effect in {"", "grace"}),
    Row("penalty_cooldown", bookings.PenaltyGiven, "account_id", BELL_AND_EMAIL, BOOKINGS, "clock", "terra",
        N_("You can’t book for a while"),
        N_("You cancelled less than 12 hours before a booking. You can book again from {until}."),
        N_("See where I stand"), "/client/bookings/standing",
        lambda event: event.effect == "cooldown"),
    Row("penalty_ban", bookings.PenaltyGiven, "account_id", BELL_AND_EMAIL, BOOKINGS, "ban", "terra",
        N_("You can’t book any more"),
        N_("You cancelled late too often. An administrator decides; write to {contact} if you want to explain."),
        N_("See where I stand"), "/client/bookings/standing",
        lambda event: event.effect == "ban"),
    Row("penalty_hidden", bookings.PenaltyGiven, "account_id", BELL_AND_EMAIL, BOOKINGS, "eye-off", "terra",
        N_("You are hidden from the lists"),
        N_("You cancelled confirmed bookings. Clients find you again from {until}."),
        N_("See where I stand"), "/client/bookings/standing",
        lambda event: event.effect == "hidden"),
    Row("penalty_suspended", bookings.PenaltyGiven, "account_id", BELL_AND_EMAIL, BOOKINGS, "ban", "terra",
        N_("Your pro profile is suspended"),
        N_("You cancelled too many confirmed bookings. An administrator decides; write to {contact} if you want to "
           "explain."),
        N_("See where I stand"), "/client/bookings/standing",
        lambda event: event.effect == "suspended"),
    Row("penalty_excused", bookings.PenaltyExcused, "account_id", BELL_AND_EMAIL, BOOKINGS, "circle-check", "mint",
        N_("A penalty was excused"),
        N_("It no longer counts, nor does what followed from it. Reason: {reason}"),
        N_("See where I stand"), "/client/bookings/standing"),
)
# fmt: on

SILENT: frozenset[type[Event]] = frozenset()
