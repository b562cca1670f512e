"""Bookings: a client asks up to three pros for the same hour, and the first to confirm wins.

A request is one need at one hour; each pro who is asked gets a booking of their own, which moves through a strict
machine (`states.py`). Confirming takes the hours (`SlotLock`), closes what overlaps, and leaves no way for two bookings
to hold the same person at the same time. Every verb locks in one order (`locking.py`): client profiles by id, pro
profiles by id, all the bookings it touches in one statement, the hours; it reads the clock and checks again once it
holds them. The database's own constraints stand behind.
"""

# Reactions and the archive listen from the moment anything of bookings is used.
from twiza.bookings import own_data, reactions

__all__ = ["own_data", "reactions"]
