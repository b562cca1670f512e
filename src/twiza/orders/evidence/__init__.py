"""The evidence of an order as a PDF: terms, payments, deliveries, disputes, messages and history, in one language.

Domains above add what they know about an order with `@part`; the paper itself knows only orders.
"""

from twiza.orders.evidence.paper import Draft, Paper, draft, paper
from twiza.orders.evidence.telling import Entry, Section, lines, part

__all__ = ["Draft", "Entry", "Paper", "Section", "draft", "lines", "paper", "part"]
