"""Whom a newcomer can be: known without loading anything, for the screen that `twiza run` begins with."""

from dataclasses import dataclass

PASSWORD = "twiza-demo-2026"  # noqa: S105  known to all on purpose; production refuses demo accounts
EMAIL_DOMAIN = "@demo.twiza.example"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """What the start screen shows."""

    role: str
    name: str
    login: str


ACCOUNTS = tuple(
    DemoAccount(role, f"{first} {last}", f"{first.lower()}{EMAIL_DOMAIN}")
    for role, first, last in (
        ("Client", "Amina", "Berrada"),
        ("Freelancer", "Youssef", "El Idrissi"),
        ("Pro (plumber)", "Hassan", "Ouali"),
        ("Company", "Atlas", "Studio"),
        ("Administrator", "Salma", "Rami"),
        ("Banned", "Driss", "Fassi"),
    )
)
