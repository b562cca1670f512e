"""What people are told about messages they haven't read."""

from twiza.kit.events import Event
from twiza.kit.i18n import N_
from twiza.messaging import events as messages
from twiza.notifications.preferences import Group
from twiza.notifications.rows import BELL_AND_EMAIL, Row

# fmt: off
ROWS: tuple[Row, ...] = (
    Row("messages_waiting", messages.MessagesWaiting, "account_id", BELL_AND_EMAIL, Group.MESSAGES,
        "message-circle", "saffron",
        N_("{sender_name} wrote to you"),
        N_("A message has been waiting for you for ten minutes."),
        N_("Read and answer"), "/messages/{sender_id}",
        lambda event: event.people == 1 and event.messages == 1),
    Row("more_messages_waiting", messages.MessagesWaiting, "account_id", BELL_AND_EMAIL, Group.MESSAGES,
        "message-circle", "saffron",
        N_("{sender_name} wrote to you several times"),
        N_("These messages have been waiting for you for ten minutes."),
        N_("Read and answer"), "/messages/{sender_id}",
        lambda event: event.people == 1 and event.messages > 1),
    Row("people_waiting", messages.MessagesWaiting, "account_id", BELL_AND_EMAIL, Group.MESSAGES, "inbox",
        "saffron",
        N_("Several people wrote to you"),
        N_("{sender_name} and others are waiting for an answer."),
        N_("Open my messages"), "/messages",
        lambda event: event.people > 1),
)
# fmt: on

# Each message is told live by the inbox and its number in the header; whoever stays away gets the rows above.
SILENT: frozenset[type[Event]] = frozenset({messages.MessageSent})
