"""Where somebody stands: what the profile keeps, who may book, and what the person is told of the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.bookings import delays
from twiza.bookings.kinds import PenaltyType
from twiza.bookings.locking import HeldClient
from twiza.bookings.models import Booking, ClientProfile, Penalty
from twiza.bookings.offences import BANNED_TIER, ClientStanding, Effect
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict
from twiza.kit.i18n import N_, format_date, gettext
from twiza.pros.models import ProProfile

IN_COOLDOWN = N_("You cancelled too late, so you can book again from {when}.")
BANNED = N_("You cancelled too late several times: write to us before you book again.")
_REASONS = {
    (PenaltyType.CLIENT_CANCEL_LATE, False): N_("You cancelled {reference} too late."),
    (PenaltyType.CLIENT_CANCEL_LATE, True): N_("You weren’t there for {reference}."),
    (PenaltyType.PRO_CANCEL_CONFIRMED, False): N_("You cancelled {reference} after confirming it."),
    (PenaltyType.PRO_CANCEL_CONFIRMED, True): N_("You didn’t come for {reference}."),
}
_EFFECTS = {
    Effect.NONE: N_("It was written down, nothing more."),
    Effect.GRACE: N_("So soon after the confirmation it counts for nothing."),
    Effect.COOLDOWN: N_("No booking until {when}."),
    Effect.BAN: N_("No booking until our team decides."),
    Effect.HIDDEN: N_("Not shown in the lists until {when}."),
    Effect.SUSPENDED: N_("No new requests until our team decides."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the penalty log, as its person reads it."""

    id: UUID
    type: PenaltyType
    reference: str | None
    no_show: bool
    tier: int
    effect: Effect
    ends_at: datetime | None
    excused_at: datetime | None
    excuse: str
    at: datetime

    @property
    def reason_text(self) -> str:
        return gettext(_REASONS[self.type, self.no_show], reference=self.reference or "")

    @property
    def effect_text(self) -> str:
        when = format_date(self.ends_at, "moment") if self.ends_at else ""
        return gettext(_EFFECTS[self.effect], when=when)

    def holds(self, now: datetime) -> bool:
        """Whether it still has its effect."""
        lasting = self.effect in {Effect.BAN, Effect.SUSPENDED}
        return self.excused_at is None and (lasting or (self.ends_at is not None and now < self.ends_at))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an account stands as a client and as a pro, and the log behind it, the newest first."""

    tier: int
    cooldown_until: datetime | None
    banned_at: datetime | None
    hidden_until: datetime | None
    suspended_at: datetime | None
    lines: Sequence[Line]

    @property
    def may_book(self) -> bool:
        return self.banned_at is None and self.cooldown_until is None


_PROFILES = (
    select(
        ClientProfile.tier,
        ClientProfile.cooldown_until,
        ClientProfile.clean_from,
        ClientProfile.banned_at,
        ProProfile.hidden_until,
        ProProfile.suspended_at,
    )
    .select_from(ClientProfile)
    .join(ProProfile, ProProfile.account_id == ClientProfile.account_id, full=True)
)
_LINES = (
    select(
        Penalty.id,
        Penalty.type,
        Booking.reference,
        Penalty.no_show,
        Penalty.tier,
        Penalty.effect,
        Penalty.ends_at,
        Penalty.excused_at,
        Penalty.excuse,
        Penalty.created_at,
    )
    .outerjoin(Booking, Booking.id == Penalty.booking_id)
    .order_by(Penalty.created_at.desc(), Penalty.id.desc())
    .limit(literal_column("200"))
)


async def standing(connection: AsyncConnection | AsyncSession, account_id: UUID) -> Standing:
    """What this person is told: reasons, effects and their ends; in two statements."""
    now = clock.now()
    whose = (ClientProfile.account_id == account_id) | (ProProfile.account_id == account_id)
    row = (await connection.execute(_PROFILES.where(whose))).one_or_none()
    tier, cooldown, clean_from, banned, hidden, suspended = row or (None,) * 6
    client = ClientStanding(tier or 0, cooldown, clean_from, banned).at(now)
    lines = (await connection.execute(_LINES.where(Penalty.account_id == account_id))).all()
    return Standing(
        tier=client.tier,
        cooldown_until=_ahead(client.cooldown_until, now),
        banned_at=client.banned_at,
        hidden_until=_ahead(hidden, now),
        suspended_at=suspended,
        lines=[Line(*one[:5], Effect(one[5]), *one[6:]) for one in lines],
    )


def remembered(profile: ClientProfile | HeldClient) -> ClientStanding:
    """What the profile keeps, before the clean days are looked at."""
    return ClientStanding(profile.tier, profile.cooldown_until, profile.clean_from, profile.banned_at)


def keep(profile: ClientProfile, after: ClientStanding) -> None:
    """Write it down."""
    profile.tier, profile.cooldown_until = after.tier, after.cooldown_until
    profile.clean_from, profile.banned_at = after.clean_from, after.banned_at


def check_may_book(profile: ClientProfile | HeldClient, now: datetime) -> None:
    """Refuse a client who has to wait, or whom an administrator has to decide on."""
    found = remembered(profile).at(now)
    if found.banned_at is not None:
        raise Conflict(BANNED, code="booking_banned")
    if until := _ahead(found.cooldown_until, now):
        raise Conflict(IN_COOLDOWN, code="in_cooldown", when=format_date(until, "moment"))


def is_clean(now: datetime) -> ColumnElement[bool]:
    """The clients whose thirty days are over, as their index finds them."""
    over = ClientProfile.clean_from <= now - delays.CLIENT_CLEAN_AFTER
    return over & ClientProfile.tier.between(1, BANNED_TIER - 1)


async def forgive_clean(session: AsyncSession, account_id: UUID) -> None:
    """After thirty clean days nothing is held against a client."""
    profile = await lock(session, ClientProfile, account_id)
    keep(profile, remembered(profile).at(clock.now()))


def _ahead(moment: datetime | None, now: datetime) -> datetime | None:
    """An end that lies ahead; at that very second it is over."""
    return moment if moment is not None and now < moment else None
