"""Payments: where sellers are paid; the money of a manual transfer goes straight to them."""
