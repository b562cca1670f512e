"""What a pro's plan allows, in one place: free, or Premium while it is paid for."""

from dataclasses import dataclass
from datetime import datetime

from twiza.kit import clock
from twiza.pros.models import ProProfile


@dataclass(frozen=True, slots=True)
class Limits:
    """How many categories, how long a text about oneself, how many photos."""

    categories: int
    bio: int
    photos: int


FREE = Limits(categories=1, bio=500, photos=3)
PREMIUM = Limits(categories=3, bio=3_000, photos=12)


def is_premium(premium_until: datetime | None) -> bool:
    """Whether Premium runs now."""
    return premium_until is not None and premium_until > clock.now()


def limits(profile: ProProfile) -> Limits:
    """What this pro may have now; what was made under a wider plan stays until it is changed."""
    return allowed(profile.premium_until)


def allowed(premium_until: datetime | None) -> Limits:
    """The same by the end of Premium alone, for reads."""
    return PREMIUM if is_premium(premium_until) else FREE
