"""Orders: from a package of a gig, or an offer made to measure, to work that was approved.

An order is a copy of what was offered and moves through a strict machine (`states.py`): the client pays the
freelancer directly and says so, the freelancer confirms, works and delivers, the client approves or asks for
changes. The clock is a party like the others: it starts, approves, cancels and complains when people are silent.
A dispute stops it, and an administrator decides. Each module is one verb (`placing`, `paying`, `delivering`…),
reached as `twiza.orders.<verb>`; all of them take an id, lock the row and add to its history.
"""

# Reactions and the archive listen from the moment anything of orders is used.
from twiza.orders import own_data, reactions

__all__ = ["own_data", "reactions"]
