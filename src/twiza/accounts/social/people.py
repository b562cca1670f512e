"""Whom a provider vouches for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """An identity, known by (issuer, subject) alone; `email` is there only when the provider has verified it."""

    provider: str
    issuer: str
    subject: str
    email: str | None
    first_name: str
    last_name: str


def split_name(name: str) -> tuple[str, str]:
    """A full name as its first word and the rest: a proposal that its owner corrects."""
    first, _, last = " ".join(name.split()).partition(" ")
    return first, last
