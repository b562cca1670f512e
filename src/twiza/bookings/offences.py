"""What cancellations at the last moment lead to, as plain arithmetic: the same for one more and for a whole log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from twiza.bookings import delays

BANNED_TIER = 4


class Effect(StrEnum):
    """What one line of the log led to."""

    NONE = ""
    GRACE = "grace"  # so soon after the confirmation that it counts for nothing
    COOLDOWN = "cooldown"
    BAN = "ban"
    HIDDEN = "hidden"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The effect of one offence; without an end it lasts until an administrator decides."""

    effect: Effect
    tier: int = 0
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClientStanding:
    """Where a client stands: the tier, when booking is possible again, when the clean days began."""

    tier: int = 0
    cooldown_until: datetime | None = None
    clean_from: datetime | None = None
    banned_at: datetime | None = None

    def at(self, now: datetime) -> "ClientStanding":
        """Thirty clean days make it as if nothing had been; a ban has no end of its own."""
        is_clean = self.clean_from is not None and self.clean_from + delays.CLIENT_CLEAN_AFTER <= now
        return ClientStanding() if is_clean and self.tier < BANNED_TIER else self

    def after(self, at: datetime) -> tuple["ClientStanding", Outcome]:
        """One offence more: the next tier, and its cooldown counted from now."""
        before = self.at(at)
        tier = min(before.tier + 1, BANNED_TIER)
        if tier == BANNED_TIER:
            banned = ClientStanding(tier, banned_at=before.banned_at or at)
            return banned, Outcome(Effect.BAN, tier)
        until = at + delays.CLIENT_COOLDOWNS[tier]
        return ClientStanding(tier, until, max(at, until)), Outcome(Effect.COOLDOWN, tier, until)


@dataclass(frozen=True, slots=True)
class ProStanding:
    """Where a pro stands: cancellations in a row, those of the last thirty days, and what came of them."""

    in_a_row: int = 0
    recent: Sequence[datetime] = ()
    hidden_until: datetime | None = None
    suspended_at: datetime | None = None

    def after_completion(self) -> "ProStanding":
        """A job that was done ends the row."""
        return replace(self, in_a_row=0)

    def after(self, at: datetime) -> tuple["ProStanding", Outcome]:
        """One cancellation more."""
        recent = (*(one for one in self.recent if at - one < delays.PRO_WINDOW), at)
        counted = replace(self, in_a_row=self.in_a_row + 1, recent=recent)
        if len(recent) >= delays.PRO_SUSPENDED_AT:
            return replace(counted, suspended_at=self.suspended_at or at), Outcome(Effect.SUSPENDED)
        if counted.in_a_row >= delays.PRO_IN_A_ROW or len(recent) >= delays.PRO_IN_WINDOW:
            until = at + delays.PRO_HIDDEN_FOR
            return replace(counted, hidden_until=until), Outcome(Effect.HIDDEN, ends_at=until)
        return counted, Outcome(Effect.NONE)


def of_client(offences: Iterable[datetime]) -> tuple[ClientStanding, Sequence[Outcome]]:
    """The whole log of a client, oldest first: where it leaves them, and what each line led to."""
    standing, outcomes = ClientStanding(), list[Outcome]()
    for at in offences:
        standing, outcome = standing.after(at)
        outcomes.append(outcome)
    return standing, outcomes


def of_pro(
    offences: Iterable[datetime], completions: Iterable[datetime]
) -> tuple[ProStanding, Sequence[Outcome]]:
    """The whole log of a pro, oldest first, between the jobs that were done."""
    standing, outcomes = ProStanding(), list[Outcome]()
    done = sorted(completions)
    for at in offences:
        while done and done[0] <= at:
            done.pop(0)
            standing = standing.after_completion()
        standing, outcome = standing.after(at)
        outcomes.append(outcome)
    return (standing.after_completion() if done else standing), outcomes
