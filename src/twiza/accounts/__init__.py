"""Accounts: who people are, how they prove it, what they may do, and how their sessions begin and end."""
