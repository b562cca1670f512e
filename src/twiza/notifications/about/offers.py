"""What people are told about custom offers."""

from twiza.kit.events import Event
from twiza.kit.i18n import N_
from twiza.notifications.about.orders import CLIENT, FREELANCER, ORDERS
from twiza.notifications.rows import BELL, BELL_AND_EMAIL, Row
from twiza.orders import events as orders

OPEN_CONVERSATION = N_("Open the conversation")

# fmt: off
ROWS: tuple[Row, ...] = (
    Row("offer_made", orders.OfferMade, CLIENT, BELL_AND_EMAIL, ORDERS, "sparkles", "saffron",
        N_("{freelancer} made you an offer"),
        N_("“{title}” for {price}. Once accepted, it becomes an order."),
        N_("See the offer"), "/offers/{offer_id}"),
    Row("offer_declined", orders.OfferDeclined, FREELANCER, BELL_AND_EMAIL, ORDERS, "circle-x", "",
        N_("{client} declined your offer"),
        N_("“{title}” for {price}. Ask what would fit better: a smaller scope, or another date."),
        OPEN_CONVERSATION, "/messages/{client_id}"),
    Row("offer_withdrawn", orders.OfferWithdrawn, CLIENT, BELL, ORDERS, "undo-2", "",
        N_("{freelancer} withdrew an offer"),
        N_("“{title}” for {price} can’t be accepted any more."),
        OPEN_CONVERSATION, "/messages/{freelancer_id}"),
    Row("offer_expired", orders.OfferExpired, FREELANCER, BELL, ORDERS, "clock", "",
        N_("Your offer has expired"),
        N_("{client} didn’t answer “{title}” in time. You can make another one."),
        OPEN_CONVERSATION, "/messages/{client_id}"),
    Row("offer_lapsed", orders.OfferExpired, CLIENT, BELL, ORDERS, "clock", "",
        N_("An offer of {freelancer} has expired"),
        N_("“{title}” for {price} can’t be accepted any more. Ask for a new one if you still need it."),
        OPEN_CONVERSATION, "/messages/{freelancer_id}"),
)
# fmt: on

# The order that an accepted offer becomes is told as an order.
SILENT: frozenset[type[Event]] = frozenset({orders.OfferAccepted})
