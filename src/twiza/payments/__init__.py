"""Payments: where sellers are paid. A RIB is checked by its key before anybody transfers money to it.

`receiving.set_bank` and `set_wallet` keep it, `queries.payout_of` shows it to whoever has to pay.
"""

from twiza.payments import queries, reactions, receiving, ribs

__all__ = ["queries", "reactions", "receiving", "ribs"]
