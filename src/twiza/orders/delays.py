"""How long everything about an order may take."""

from datetime import timedelta

# Nobody ever said that they paid: the order is cancelled.
UNPAID = timedelta(days=7)
# A declared payment that the freelancer neither confirms nor refuses: a dispute opens.
PAYMENT_ANSWER = timedelta(days=3)
PAYMENT_REMINDER = timedelta(days=1)
# A paid order starts by itself; one whose required questions are unanswered waits longer for its client.
START = timedelta(hours=24)
START_UNANSWERED = timedelta(days=7)
# A delivery that the client says nothing about counts as approved.
APPROVAL = timedelta(days=3)
# How long before a deadline, or before the silent approval, people are reminded of it.
REMIND_BEFORE = timedelta(days=1)
# Answers to a claim that nothing was delivered, and to a dispute.
CLAIM_ANSWER = timedelta(hours=72)
DISPUTE_ANSWER = timedelta(hours=48)
# After the end of an order a dispute may still be opened for so long.
DISPUTE_AFTER_END = timedelta(days=14)
# How long a custom offer stands unless its freelancer says otherwise.
OFFER = timedelta(days=7)
