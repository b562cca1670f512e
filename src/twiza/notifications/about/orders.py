"""What the two people of an order are told while it goes its way."""

from twiza.kit.events import Event
from twiza.kit.i18n import N_
from twiza.notifications.preferences import Group
from twiza.notifications.rows import ALL, BELL, BELL_AND_EMAIL, Row
from twiza.orders import events as orders

CLIENT, FREELANCER = "client_id", "freelancer_id"
ORDERS = Group.ORDERS
OPEN_ORDER = N_("Open the order")
ORDER = "/orders/{reference}"
ITSELF_DONE = N_("“{title}” was delivered three days ago and counts as approved. Say how it went.")
NEVER_PAID = N_("Your order is cancelled")
NEVER_PAID_WHY = N_("“{title}” was never paid and will not go ahead.")
FORCED_DONE = N_("An administrator ended your order as finished")
FORCED_DONE_WHY = N_("“{title}”: the reason stands in the order’s history.")
FORCED_END = N_("An administrator cancelled your order")


def _by_clock(event: orders.OrderEvent) -> bool:
    return event.actor_id is None


def _by_person(event: orders.OrderEvent) -> bool:
    return event.actor_id is not None


# fmt: off
ROWS: tuple[Row, ...] = (
    Row("order_placed", orders.OrderPlaced, FREELANCER, ALL, ORDERS, "clipboard-list", "saffron",
        N_("New order from {client}"),
        N_("“{title}”, {price}. The client pays you directly: confirm the payment once it has arrived."),
        OPEN_ORDER, ORDER),
    Row("questions_answered", orders.QuestionsAnswered, FREELANCER, BELL, ORDERS, "message-circle", "",
        N_("{client} answered your questions"),
        N_("You have what you need to begin “{title}”."),
        OPEN_ORDER, ORDER,
        lambda event: event.complete),
    Row("payment_submitted", orders.PaymentSubmitted, FREELANCER, ALL, ORDERS, "banknote", "saffron",
        N_("{client} says that the payment is sent"),
        N_("{amount} for “{title}”. Look at your account, then say within three days whether it has arrived."),
        N_("Check the payment"), ORDER,
        lambda event: not event.flagged),
    Row("payment_flagged", orders.PaymentSubmitted, FREELANCER, ALL, ORDERS, "triangle-alert", "saffron",
        N_("{client} says that the payment is sent: look closely"),
        N_("{amount} for “{title}”. The amount differs from the price, or this transfer was already used. "
           "Look at your account before you answer."),
        N_("Check the payment"), ORDER,
        lambda event: event.flagged),
    Row("payment_refused", orders.PaymentRefused, CLIENT, ALL, ORDERS, "circle-alert", "terra",
        N_("{freelancer} did not receive your payment"),
        N_("“{title}”: {reason}\n\nCheck your transfer, then send its details again."),
        OPEN_ORDER, ORDER,
        # The second time a dispute opens, and its own row tells both.
        lambda event: event.refusals == 1),
    Row("payment_confirmed", orders.PaymentConfirmed, CLIENT, BELL_AND_EMAIL, ORDERS, "circle-check", "mint",
        N_("Your payment has arrived"),
        N_("{freelancer} received it. The work on “{title}” begins within 24 hours, "
           "once the questions are answered."),
        OPEN_ORDER, ORDER),
    Row("order_started", orders.OrderStarted, CLIENT, BELL_AND_EMAIL, ORDERS, "play", "",
        N_("{freelancer} is working for you"),
        N_("“{title}” will be delivered by {due_at} at the latest."),
        OPEN_ORDER, ORDER),
    Row("order_started_itself", orders.OrderStarted, FREELANCER, BELL_AND_EMAIL, ORDERS, "clock", "saffron",
        N_("Your time to deliver has begun"),
        N_("“{title}” is paid: deliver by {due_at} at the latest."),
        OPEN_ORDER, ORDER, _by_clock),
    Row("work_submitted", orders.WorkSubmitted, CLIENT, ALL, ORDERS, "package", "saffron",
        N_("{freelancer} delivered your order"),
        N_("Look at “{title}”, then approve it or ask for changes. "
           "Without an answer within three days it counts as approved."),
        N_("See the delivery"), ORDER),
    Row("revision_requested", orders.RevisionRequested, FREELANCER, BELL_AND_EMAIL, ORDERS, "refresh-cw",
        "saffron",
        N_("{client} asks for changes"),
        N_("“{title}”: {reason}"),
        OPEN_ORDER, ORDER),
    Row("order_approved", orders.OrderCompleted, FREELANCER, BELL_AND_EMAIL, ORDERS, "circle-check", "mint",
        N_("{client} approved your work"),
        N_("“{title}” is finished. Say how it went with this client."),
        OPEN_ORDER, ORDER,
        lambda event: event.how == "approve" and _by_person(event)),
    Row("order_approved_itself", orders.OrderCompleted, FREELANCER, BELL_AND_EMAIL, ORDERS, "circle-check",
        "mint",
        N_("Your work counts as approved"), ITSELF_DONE, OPEN_ORDER, ORDER,
        lambda event: event.how == "approve" and _by_clock(event)),
    Row("order_finished_itself", orders.OrderCompleted, CLIENT, BELL_AND_EMAIL, ORDERS, "circle-check", "mint",
        N_("Your order is finished"), ITSELF_DONE, OPEN_ORDER, ORDER,
        lambda event: event.how == "approve" and _by_clock(event)),
    *(Row(f"order_force_completed_{side}", orders.OrderCompleted, f"{side}_id", ALL, ORDERS, "gavel", "mint",
          FORCED_DONE, FORCED_DONE_WHY, OPEN_ORDER, ORDER,
          lambda event: event.how == "force-complete")
      for side in ("client", "freelancer")),
    Row("order_cancelled_by_client", orders.OrderCancelled, FREELANCER, BELL_AND_EMAIL, ORDERS, "circle-x", "",
        N_("{client} cancelled the order"),
        N_("“{title}” will not go ahead."),
        OPEN_ORDER, ORDER,
        lambda event: event.how == "cancel" and event.actor_id == event.client_id),
    Row("order_cancelled_by_freelancer", orders.OrderCancelled, CLIENT, BELL_AND_EMAIL, ORDERS, "circle-x", "",
        N_("{freelancer} cancelled the order"),
        N_("“{title}” will not go ahead. You have nothing to pay."),
        OPEN_ORDER, ORDER,
        lambda event: event.how == "cancel" and event.actor_id == event.freelancer_id),
    *(Row(f"order_never_paid_{side}", orders.OrderCancelled, f"{side}_id", BELL_AND_EMAIL, ORDERS, "circle-x", "",
          NEVER_PAID, NEVER_PAID_WHY, OPEN_ORDER, ORDER,
          lambda event: event.how == "cancel" and _by_clock(event))
      for side in ("client", "freelancer")),
    *(Row(f"order_force_cancelled_{side}", orders.OrderCancelled, f"{side}_id", ALL, ORDERS, "gavel", "terra",
          FORCED_END, N_("“{title}”: {reason}"), OPEN_ORDER, ORDER,
          lambda event: event.how == "force-cancel")
      for side in ("client", "freelancer")),
    Row("extension_asked", orders.ExtensionAsked, "asked_of_id", BELL_AND_EMAIL, ORDERS, "calendar-plus",
        "saffron",
        N_("{asked_by} asks for more time"),
        N_("{days} more for “{title}”: {reason}"),
        N_("Answer"), ORDER),
    Row("extension_accepted", orders.ExtensionAnswered, "asked_by_id", BELL_AND_EMAIL, ORDERS, "calendar-check",
        "mint",
        N_("More time is agreed upon"),
        N_("“{title}” may take {days} longer."),
        OPEN_ORDER, ORDER,
        lambda event: event.accepted),
    Row("extension_declined", orders.ExtensionAnswered, "asked_by_id", BELL_AND_EMAIL, ORDERS, "clock", "terra",
        N_("Your request for more time was declined"),
        N_("The deadline of “{title}” stays as it was."),
        OPEN_ORDER, ORDER,
        lambda event: not event.accepted),
    Row("reminded_of_payment", orders.OrderReminded, "recipient_id", BELL_AND_EMAIL, ORDERS, "banknote",
        "saffron",
        N_("Has the payment arrived?"),
        N_("{client} is waiting for your answer about “{title}”. Unanswered, it goes to an administrator."),
        N_("Check the payment"), ORDER,
        lambda event: event.about == "payment"),
    Row("reminded_of_questions", orders.OrderReminded, "recipient_id", BELL_AND_EMAIL, ORDERS,
        "message-circle", "saffron",
        N_("{freelancer} needs your answers"),
        N_("The work on “{title}” can’t begin without them."),
        N_("Answer the questions"), ORDER,
        lambda event: event.about == "questions"),
    Row("reminded_of_delivery", orders.OrderReminded, "recipient_id", BELL_AND_EMAIL, ORDERS, "clock", "saffron",
        N_("A delivery is due tomorrow"),
        N_("{client} expects “{title}”. If you need more days, ask for them now."),
        OPEN_ORDER, ORDER,
        lambda event: event.about == "delivery"),
    Row("reminded_of_approval", orders.OrderReminded, "recipient_id", BELL_AND_EMAIL, ORDERS, "package",
        "saffron",
        N_("One day left to look at your delivery"),
        N_("“{title}” counts as approved tomorrow. If something is missing, ask {freelancer} for changes."),
        N_("See the delivery"), ORDER,
        lambda event: event.about == "approval"),
)
# fmt: on

SILENT: frozenset[type[Event]] = frozenset()
