"""What both sides and the administrators are told when an order goes wrong."""

from twiza.kit.events import Event
from twiza.kit.i18n import N_
from twiza.notifications.about.orders import CLIENT, FREELANCER, OPEN_ORDER, ORDER, ORDERS
from twiza.notifications.rows import ADMINS, ALL, BELL_AND_EMAIL, Row
from twiza.orders import events as orders

SIDES = ("client", "freelancer")
GIVE_SIDE = N_("Give my side")


def _decided_alone(event: orders.DisputeClosed) -> bool:
    """An outcome that ends the order is told by the order's own end."""
    return event.outcome in {"upheld", "dismissed"}


# fmt: off
ROWS: tuple[Row, ...] = (
    *(Row(f"dispute_opened_{side}", orders.DisputeOpened, f"{side}_id", ALL, ORDERS, "gavel", "terra",
          N_("A dispute is open on your order"),
          N_("“{title}”: {reason}. Give your side within 48 hours; then an administrator decides."),
          GIVE_SIDE, ORDER)
      for side in SIDES),
    Row("dispute_to_decide", orders.DisputeOpened, ADMINS, BELL_AND_EMAIL, ORDERS, "gavel", "saffron",
        N_("A dispute waits for a decision"),
        N_("Order {reference}, “{title}”: {reason}. Both sides have 48 hours to answer."),
        N_("Open the dispute"), "/admin/disputes/{dispute_id}"),
    Row("dispute_stated_client", orders.DisputeStated, FREELANCER, BELL_AND_EMAIL, ORDERS, "scroll-text", "",
        N_("{client} gave their side of the dispute"),
        N_("Read it in the order “{title}”, and answer if something is wrong."),
        OPEN_ORDER, ORDER,
        lambda event: event.actor_id == event.client_id),
    Row("dispute_stated_freelancer", orders.DisputeStated, CLIENT, BELL_AND_EMAIL, ORDERS, "scroll-text", "",
        N_("{freelancer} gave their side of the dispute"),
        N_("Read it in the order “{title}”, and answer if something is wrong."),
        OPEN_ORDER, ORDER,
        lambda event: event.actor_id == event.freelancer_id),
    *(Row(f"dispute_closed_{side}", orders.DisputeClosed, f"{side}_id", ALL, ORDERS, "gavel", "",
          N_("The dispute is decided"),
          N_("“{title}”. {outcome}: {decision}"),
          OPEN_ORDER, ORDER, _decided_alone)
      for side in SIDES),
    Row("non_delivery_claimed", orders.NonDeliveryClaimed, FREELANCER, ALL, ORDERS, "clock", "terra",
        N_("{client} says that nothing was delivered"),
        N_("The deadline of “{title}” is over. Deliver or answer within 72 hours; "
           "otherwise an administrator may cancel the order."),
        OPEN_ORDER, ORDER),
    Row("claim_answered", orders.ClaimAnswered, CLIENT, BELL_AND_EMAIL, ORDERS, "message-circle", "",
        N_("{freelancer} answered about the late delivery"),
        N_("Read the answer in the order “{title}”. If it isn’t enough, you can open a dispute."),
        OPEN_ORDER, ORDER),
)
# fmt: on

SILENT: frozenset[type[Event]] = frozenset()
