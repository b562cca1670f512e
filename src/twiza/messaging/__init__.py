"""Messages between two people: their words, files and voice notes, and how far each has read.

Each two people have one conversation, whatever it is about. Anybody with an account may write to somebody who
offers services in public, and answer whoever wrote; so may the two sides of an order. What was typed is kept as
it was typed, and phone numbers in it are hidden from the other side whenever it is shown. Nobody else reads it:
an administrator only from a report or a dispute, and that is logged. Each module is one verb (`sending`,
`reading_up_to`, `archiving`…); `inbox`, `thread` and `searching` are the reads.
"""

# Reactions listen from the moment anything of messages is used.
from twiza.messaging import own_data, reactions

__all__ = ["own_data", "reactions"]
