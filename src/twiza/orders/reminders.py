"""Reminders: each once per alarm, kept as bits on the order."""

from twiza.orders.models import Order

PAYMENT, QUESTIONS, DELIVERY, APPROVAL = 1, 2, 4, 8


def rearm(order: Order, bit: int) -> None:
    """A new alarm may be reminded of again."""
    order.reminded &= ~bit
