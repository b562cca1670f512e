"""The acts of an order in words: what each button says, asks for and confirms; in the reader's language."""

from collections.abc import Callable, Mapping

from twiza.kit.i18n import format_money, ngettext
from twiza.kit.i18n import gettext as _
from twiza.orders.disputes.models import DisputeReason
from twiza.orders.models import Order, Party
from twiza.web.orders.asks import MOST_FILES, Act, Ask
from twiza.web.orders.words import REASONS, named

RECEIPTS = "image/*,application/pdf"
_FOR_CLIENTS = (
    DisputeReason.NOT_DELIVERED,
    DisputeReason.NOT_AS_AGREED,
    DisputeReason.PAYMENT_REFUSED,
    DisputeReason.PAYMENT_UNANSWERED,
    DisputeReason.OTHER,
)
_FOR_FREELANCERS = (DisputeReason.CLIENT_SILENT, DisputeReason.OTHER)


def act(verb: str, order: Order, party: Party, name: str, *, more: Mapping[str, str] | None = None) -> Act:
    """The act of that verb for this side; `name` is the other one, `more` travels with the form."""
    made = ACTS[verb](order, party, named(name))
    made.hidden.update(more or {})
    return made


def _submit_payment(order: Order, _party: Party, name: str) -> Act:
    return Act(
        "submit-payment",
        _("I have paid"),
        "banknote",
        _("Your payment is declared. {name} will confirm it.", name=name),
        "primary",
        _("Declare your payment"),
        asks=(
            Ask(
                "transaction_id",
                "line",
                _("Transaction number"),
                _("It stands on the bank’s or the wallet’s receipt."),
                dir="ltr",
            ),
            Ask(
                "amount",
                "decimal",
                _("Amount, in dirhams"),
                value=format_money(order.price).rpartition("\u00a0")[0].replace("\u202f", " "),
                dir="ltr",
            ),
            Ask("payer_name", "line", _("Name of the payer"), _("As it stands on the account it came from.")),
            Ask(
                "receipt",
                "files",
                _("Receipt"),
                _("A picture or a PDF: it settles most disagreements."),
                required=False,
                accept=RECEIPTS,
            ),
            Ask(
                "understood",
                "tick",
                _("I understand: the transfer goes straight to the seller, and Twiza can’t return it."),
            ),
        ),
    )


def _refuse_payment(order: Order, _party: Party, name: str) -> Act:
    explain = _("Look again, and on other accounts too: transfers take up to two working days.")
    if order.payment_refusals:
        explain = _("This is the second time: a dispute opens by itself, and an administrator looks at it.")
    return Act(
        "refuse-payment",
        _("Not received"),
        "circle-x",
        _("{name} is told that the payment has not arrived.", name=name),
        question=_("The payment has not arrived?"),
        explain=explain,
        asks=(_reason(name),),
    )


def _confirm_payment(order: Order, _party: Party, name: str) -> Act:
    return Act(
        "confirm-payment",
        _("Payment received"),
        "banknote",
        _("The payment is confirmed. You can start."),
        "primary",
        _("Have you received {price}?", price=format_money(order.price)),
        _("Confirm once the money is really on your account: {name} then counts on you.", name=name),
    )


def _start(_order: Order, _party: Party, _name: str) -> Act:
    return Act(
        "start", _("Start the work"), "play", _("The work has started: the delivery days count."), "primary"
    )


def _submit_work(_order: Order, _party: Party, name: str) -> Act:
    return Act(
        "submit-work",
        _("Deliver the work"),
        "package",
        _("Your work is delivered. {name} has three days to look at it.", name=name),
        "primary",
        asks=(
            Ask(
                "note",
                "text",
                _("What you deliver"),
                _("What is in the files, and how to use them."),
                longest=5000,
            ),
            _files(_("Files of the work")),
        ),
    )


def _request_revision(order: Order, _party: Party, name: str) -> Act:
    left = order.revisions_left
    explain = (
        _("This package has no limit of changes.")
        if left is None
        else ngettext("You can ask {n} more time.", "You can ask {n} more times.", left)
    )
    return Act(
        "request-revision",
        _("Ask for changes"),
        "undo-2",
        _("{name} reads what you want changed.", name=name),
        question=_("What should change?"),
        explain=explain,
        asks=(Ask("reason", "text", _("Changes you want"), _("The clearer, the faster."), longest=1000),),
    )


def _approve(_order: Order, _party: Party, name: str) -> Act:
    return Act(
        "approve",
        _("Approve the work"),
        "circle-check",
        _("The order is finished. Tell others how it went."),
        "primary",
        _("Is everything as agreed?"),
        _("Approving ends the order: {name} then has nothing more to deliver.", name=name),
    )


def _cancel(_order: Order, _party: Party, name: str) -> Act:
    return Act(
        "cancel",
        _("Cancel the order"),
        "circle-x",
        _("The order is cancelled."),
        "danger",
        _("Cancel this order?"),
        _("If money is already on its way, don’t cancel: declare the payment instead."),
        asks=(_reason(name),),
    )


def _ask_extension(_order: Order, _party: Party, name: str) -> Act:
    return Act(
        "ask-extension",
        _("Ask for more time"),
        "calendar-plus",
        _("{name} answers whether that suits.", name=name),
        question=_("How much more time?"),
        asks=(Ask("days", "numeric", _("Days more"), _("From 1 to 90."), dir="ltr"), _reason(name)),
    )


def _accept_extension(_order: Order, _party: Party, _name: str) -> Act:
    return Act("accept-extension", _("Agree"), "calendar-check", _("The deadline is moved."), "primary")


def _decline_extension(_order: Order, _party: Party, _name: str) -> Act:
    return Act("decline-extension", _("Decline"), "circle-x", _("The deadline stays."))


def _claim(_order: Order, _party: Party, name: str) -> Act:
    return Act(
        "claim-non-delivery",
        _("Nothing was delivered"),
        "triangle-alert",
        _("{name} has 72 hours to answer.", name=name),
        question=_("Nothing was delivered?"),
        explain=_(
            "Without an answer from {name} within 72 hours, an administrator cancels the order.", name=name
        ),
        asks=(Ask("details", "text", _("What happened"), longest=1000),),
    )


def _answer_claim(_order: Order, _party: Party, name: str) -> Act:
    return Act(
        "answer-claim",
        _("Answer"),
        "megaphone",
        _("Your answer is there for {name} to read.", name=name),
        "primary",
        _("Answer {name}", name=name),
        asks=(Ask("answer", "text", _("Your answer"), longest=1000),),
    )


def _open_dispute(_order: Order, party: Party, name: str) -> Act:
    reasons = _FOR_CLIENTS if party is Party.CLIENT else _FOR_FREELANCERS
    return Act(
        "open-dispute",
        _("Open a dispute"),
        "gavel",
        _("The dispute is open. {name} has 48 hours to answer.", name=name),
        "danger",
        explain=_("The clock stops, both sides say what happened, and an administrator decides."),
        asks=(
            Ask("reason", "choice", _("Reason"), options=[(each, _(REASONS[each])) for each in reasons]),
            Ask("details", "text", _("What happened"), longest=5000),
            _files(_("Evidence"), required=False),
        ),
    )


def _state(_order: Order, _party: Party, _name: str) -> Act:
    return Act(
        "state",
        _("Give my side"),
        "megaphone",
        _("Your side is kept, with its files."),
        "primary",
        asks=(
            Ask("text", "text", _("What happened, as you see it"), longest=5000),
            _files(_("Evidence"), required=False),
        ),
    )


def _reason(name: str) -> Ask:
    return Ask("reason", "text", _("Reason"), _("{name} reads it.", name=name), rows=3, longest=1000)


def _files(label: str, *, required: bool = False) -> Ask:
    hint = ngettext("At most {n} file, 10 MB each.", "At most {n} files, 10 MB each.", MOST_FILES)
    return Ask("files", "files", label, hint, required=required, multiple=True)


ACTS: Mapping[str, Callable[[Order, Party, str], Act]] = {
    "submit-payment": _submit_payment,
    "refuse-payment": _refuse_payment,
    "confirm-payment": _confirm_payment,
    "start": _start,
    "submit-work": _submit_work,
    "request-revision": _request_revision,
    "approve": _approve,
    "cancel": _cancel,
    "ask-extension": _ask_extension,
    "accept-extension": _accept_extension,
    "decline-extension": _decline_extension,
    "claim-non-delivery": _claim,
    "answer-claim": _answer_claim,
    "open-dispute": _open_dispute,
    "state": _state,
}
