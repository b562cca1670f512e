"""The acts of a booking in words: what each button says, asks for and confirms; in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.models import Booking
from twiza.kit.i18n import gettext as _
from twiza.web.orders.asks import Act, Ask

LONGEST_REASON = 500


@dataclass(frozen=True)
class Context:
    """What the words of an act depend on: the booking, the side, the other one's name, what cancelling leads to."""

    booking: Booking
    party: BookingParty
    name: str
    consequence: str = ""
    hours: Sequence[tuple[str, str]] = ()
    longer: Sequence[tuple[str, str]] = ()


def act(verb: str, about: Context, *, more: Mapping[str, str] | None = None) -> Act:
    """The act of that verb; `more` travels with the form."""
    made = ACTS[verb](about)
    made.hidden.update(more or {})
    return made


def _confirm(about: Context) -> Act:
    return Act(
        "confirm",
        _("Confirm the visit"),
        "calendar-check",
        _("Confirmed: {name} expects you. The address and the number are here.", name=about.name),
        "primary",
        _("How long will it take?"),
    )


def _decline(about: Context) -> Act:
    return Act(
        "decline",
        _("Can’t come"),
        "circle-x",
        _("{name} is told that you can’t come.", name=about.name),
        question=_("Decline this request?"),
        explain=_("Declining costs you nothing; answering quickly helps the client and you."),
    )


def _cancel(about: Context) -> Act:
    if about.booking.status is BookingStatus.PENDING:
        return Act(
            "cancel",
            _("Withdraw the request"),
            "undo-2",
            _("The request is withdrawn."),
            question=_("Withdraw this request?"),
            explain=about.consequence,
        )
    is_pro = about.party is BookingParty.PRO
    return Act(
        "cancel",
        _("Cancel the visit"),
        "circle-x",
        _("The visit is cancelled. {name} is told at once.", name=about.name),
        "danger",
        _("Cancel this visit?"),
        about.consequence,
        asks=(
            Ask(
                "reason",
                "text",
                _("Why you cancel"),
                _("{name} reads it.", name=about.name),
                required=is_pro,
                rows=3,
                longest=LONGEST_REASON,
            ),
        ),
    )


def _complete(about: Context) -> Act:
    return Act(
        "complete",
        _("The job is done"),
        "circle-check",
        _("Well done: {name} is asked for a review.", name=about.name),
        "primary",
        _("Is the job done?"),
        _("The hours after now become free again, and {name} can write a review.", name=about.name),
    )


def _lengthen(about: Context) -> Act:
    return Act(
        "lengthen",
        _("It takes longer"),
        "clock",
        _("The visit is longer: {name} is told.", name=about.name),
        question=_("How long in all?"),
        explain=_("The hours that are added are yours at once, as long as nobody else has taken them."),
        asks=(Ask("duration", "choice", _("Duration in all"), options=about.longer),),
    )


def _propose(about: Context) -> Act:
    return Act(
        "propose",
        _("Propose another hour"),
        "refresh-cw",
        _("{name} answers whether that suits. Until then nothing moves.", name=about.name),
        question=_("Which other hour?"),
        explain=_("The visit moves only once {name} agrees.", name=about.name),
        asks=(Ask("starts_at", "choice", _("Free hours"), options=about.hours),),
    )


def _accept(_about: Context) -> Act:
    return Act("accept", _("Agree to this hour"), "calendar-check", _("The visit is moved."), "primary")


def _refuse(_about: Context) -> Act:
    return Act("refuse", _("Keep the first hour"), "circle-x", _("The visit stays as it was."))


def _withdraw(_about: Context) -> Act:
    return Act("withdraw", _("Withdraw the proposal"), "undo-2", _("The proposal is withdrawn."))


def _agree(about: Context) -> Act:
    mine = (
        about.booking.agreed_price_pro
        if about.party is BookingParty.PRO
        else about.booking.agreed_price_client
    )
    return Act(
        "agree",
        _("Note the agreed price"),
        "banknote",
        _("The price is noted."),
        question=_("What price did you agree on?"),
        explain=_("For the record: it is shown to both, and settled between you two."),
        asks=(
            Ask(
                "amount",
                "decimal",
                _("Agreed price, in dirhams"),
                value=f"{mine // 100}" if mine else "",
                dir="ltr",
            ),
        ),
    )


ACTS: Mapping[str, Callable[[Context], Act]] = {
    "confirm": _confirm,
    "decline": _decline,
    "cancel": _cancel,
    "complete": _complete,
    "lengthen": _lengthen,
    "propose": _propose,
    "accept": _accept,
    "refuse": _refuse,
    "withdraw": _withdraw,
    "agree": _agree,
}
