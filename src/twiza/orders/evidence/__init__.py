"""The evidence of an order as a PDF: terms, payments, deliveries, disputes, messages and history, in one language.

Domains above add what they know about an order with `@part`; the paper itself knows only orders.
"""

from twiza.orders.evidence.paper import Paper, paper
from twiza.orders.evidence.telling import Entry, Section, lines, part

__all__ = ["Entry", "Paper", "Section", "lines", "paper", "part"]
