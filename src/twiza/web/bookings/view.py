"""The room as its template reads it: every sentence said, every name chosen for whoever looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.rooms import Room
from twiza.kit import clock
from twiza.kit.i18n import format_money, ngettext
from twiza.kit.i18n import gettext as _
from twiza.web.bookings import history, lines, words
from twiza.web.bookings.acts import Context, act
from twiza.web.bookings.tiles import tile
from twiza.web.bookings.turns import Seen, turn
from twiza.web.orders.asks import Act
from twiza.web.orders.words import called, moment, named

S, P = BookingStatus, BookingParty


@dataclass(frozen=True)
class Beside:
    """What the room asks of elsewhere: what cancelling costs, hours to choose from, what else waits."""

    consequence: str = ""
    durations: Sequence[dict[str, Any]] = ()
    hours: Sequence[tuple[str, str]] = ()
    longer: Sequence[tuple[str, str]] = ()
    waiting_beside: int = 0
    is_reviewed: bool = False
    links: Sequence[dict[str, Any]] = ()


def shown(room: Room, beside: Beside) -> dict[str, Any]:
    """Everything the template asks for."""
    booking, listed = room.booking, room.shown
    is_pro = room.party is P.PRO
    said = turn(Seen(booking, room.party, named(room.other.name), is_reviewed=beside.is_reviewed))
    return {
        **lines.head(listed),
        **_acts(room, beside),
        "id": booking.id,
        "reference": booking.reference,
        "list_path": "/pro/bookings" if is_pro else "/client/bookings",
        "when": words.visit(booking),
        "tile": tile(booking.starts_at),
        "pill": words.pill_of(booking, room.party),
        "turn": said,
        "left": words.left(said.until) if said.until and booking.status is S.PENDING else "",
        "other": lines.other(room.other),
        "other_role": _("Client") if is_pro else _("Home-service pro"),
        "description": room.description,
        "files": room.files,
        "contact": _contact(room),
        "address_note": _address_note(room),
        "siblings": None if is_pro else _siblings(room, beside),
        "history": history.lines(room, of_hours=False),
        "facts": _facts(room),
        "price_note": _("Prices inform; the final one is settled between you two."),
        "links": beside.links,
    }


def _acts(room: Room, beside: Beside) -> dict[str, Any]:
    """Every button that the machine allows: the next step at the top, the rest quieter below."""
    allowed = room.allowed_actions
    about = Context(
        room.booking, room.party, named(room.other.name), beside.consequence, beside.hours, beside.longer
    )
    more = [
        act(verb, about)
        for verb, needed in _BELOW
        if needed in allowed and (verb != "propose" or beside.hours)
    ]
    foremost = [act("complete", about)] if "complete" in allowed else []
    if "decline" in allowed:
        foremost = [act("decline", about)]
    if beside.longer:
        more.insert(0, act("lengthen", about))
    if room.booking.status in {S.CONFIRMED, S.COMPLETED}:
        more.append(act("agree", about))
    asked = _proposal(room, about)
    return {
        "acts": foremost,
        "link": _review(room, beside),
        "durations": beside.durations if "confirm" in allowed else [],
        "asked": asked,
        "more": more,
        "dialogs": [one for one in [*foremost, *more] if one.asks or one.explain],
    }


_BELOW = (("propose", "reschedule"), ("cancel", "cancel"))


def _review(room: Room, beside: Beside) -> dict[str, str] | None:
    """Once it is done, the client's turn is to say how it went."""
    if room.booking.status is not S.COMPLETED or room.party is not P.CLIENT or beside.is_reviewed:
        return None
    path = f"/bookings/{room.booking.reference}/review"
    return {"path": path, "icon": "star", "text": _("Write a review")}


def _proposal(room: Room, about: Context) -> list[dict[str, Any]]:
    """Another hour that one side proposed; whoever proposed may take it back, the other answers."""
    proposal = room.proposal
    if proposal is None:
        return []
    is_mine = proposal.proposer is not room.party
    when = words.slot(proposal.starts_at)
    name = about.name
    title = (
        _("{name} proposes another hour: {when}", name=name, when=when)
        if is_mine
        else _("You proposed another hour: {when}", when=when)
    )
    verbs = [verb for verb, needed in _ANSWERS if needed in room.allowed_actions]
    more = {"proposal": str(proposal.id)}
    answers: list[Act] = [act(verb, about, more=more) for verb in verbs]
    text = _("Until somebody agrees, the visit stays: {when}", when=words.visit(room.booking))
    return [{"title": title, "text": text, "acts": answers, "is_mine": is_mine}]


_ANSWERS = (("accept", "accept-proposal"), ("refuse", "decline-proposal"), ("withdraw", "withdraw-proposal"))


def _contact(room: Room) -> dict[str, Any] | None:
    """Numbers and address as `bookings.contacts` gives them out: while the visit is confirmed."""
    found = room.contact
    if found is None:
        return None
    where = found.address or room.address
    return {
        "title": _("Where and whom to call")
        if room.party is P.PRO
        else _("How to reach {name}", name=named(found.name)),
        "name": found.name,
        "phone": found.phone or found.whatsapp,
        "wa_me": found.wa_me,
        "address": where.address if where else "",
        "is_own": room.party is P.CLIENT,
        "floor": where.floor if where else "",
        "landmark": where.landmark if where else "",
    }


def _address_note(room: Room) -> str:
    if room.booking.status is S.PENDING:
        if room.party is P.PRO:
            return _("The exact address and the number are shown once you confirm.")
        return _("Your address and number stay hidden until a pro confirms.")
    if room.booking.status is S.COMPLETED:
        return _("The visit is over: address and numbers are hidden again.")
    return "" if room.contact else _("Address and numbers are hidden: the visit isn’t confirmed.")


def _facts(room: Room) -> list[tuple[str, str]]:
    booking = room.booking
    facts = words.prices(booking.call_out_fee, booking.min_price, booking.max_price)
    mine, theirs = _agreed(room)
    if mine:
        facts.append((_("Price you noted"), format_money(mine)))
    if theirs:
        facts.append((_("Price the other side noted"), format_money(theirs)))
    return [*facts, (_("Asked on"), moment(booking.created_at))]


def _agreed(room: Room) -> tuple[int | None, int | None]:
    booking = room.booking
    both = (booking.agreed_price_pro, booking.agreed_price_client)
    return both if room.party is P.PRO else (both[1], both[0])


def _siblings(room: Room, beside: Beside) -> dict[str, Any] | None:
    """Who else was asked for the same hour, and what else still waits."""
    posts: list[dict[str, Any]] = []
    if room.booking.status is S.CONFIRMED and beside.waiting_beside:
        text = ngettext(
            "Withdraw the other request", "Withdraw the {n} other requests", beside.waiting_beside
        )
        path = f"/client/bookings/{room.booking.id}/withdraw"
        posts.append({"path": path, "text": text, "icon": "undo-2", "primary": False})
    if _is_unanswered(room):
        path = f"/client/bookings/{room.booking.request_id}/next"
        posts.append({"path": path, "text": _("Ask the next three"), "icon": "users", "primary": True})
    if not room.siblings and not posts:
        return None
    return {
        "title": _("Others you asked") if room.siblings else _title(beside),
        "text": _("You have found somebody: what still waits for the same work can be withdrawn.")
        if beside.waiting_beside and room.booking.status is S.CONFIRMED
        else "",
        "lines": [_sibling(one) for one in room.siblings],
        "posts": posts,
    }


def _title(beside: Beside) -> str:
    return _("What else waits") if beside.waiting_beside else _("Ask others")


def _sibling(one: Any) -> dict[str, Any]:
    waits = one.status is S.PENDING
    over = waits and one.expires_at <= clock.now()
    pill = words.STATUS[S.EXPIRED if over else one.status]
    return {
        "path": f"/bookings/{one.reference}",
        "other": {**lines.other(one.pro), "name": called(one.pro.name)},
        "pill": words.Pill(_(pill.text), pill.tone),
        "note": words.left(one.expires_at) if waits and not over else "",
    }


def _is_unanswered(room: Room) -> bool:
    """Nobody is left who could say yes, the hour is still ahead, and the client didn't give up."""
    now = clock.now()
    states = [
        (room.booking.status, room.booking.expires_at),
        *((one.status, one.expires_at) for one in room.siblings),
    ]
    left = any(
        status in {S.CONFIRMED, S.COMPLETED} or (status is S.PENDING and now < ends)
        for status, ends in states
    )
    unanswered = any(
        status in {S.DECLINED, S.EXPIRED, S.PENDING, S.CANCELLED_BY_PRO} for status, _ends in states
    )
    return not left and unanswered and now < room.booking.starts_at
