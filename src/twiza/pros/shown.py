"""The shapes of a pro as others see one: never a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from twiza.kit import storage
from twiza.pros.models import PricingType
from twiza.pros.photos import LARGE, SMALL

Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class ServiceShown:
    """A service and what it costs, in centimes; `names` by language."""

    id: UUID
    category_id: UUID
    category: str
    icon: str
    names: Names
    is_active: bool
    pricing_type: PricingType
    min_price: int | None
    max_price: int | None
    fixed_price: int | None
    boosted_until: datetime | None


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """A neighbourhood by its address and its name in each language."""

    id: UUID
    slug: str
    names: Names


@dataclass(frozen=True, slots=True)
class PhotoShown:
    id: UUID
    name: str
    description: str

    @property
    def small_url(self) -> str:
        return storage.media_url(self.name, SMALL)

    @property
    def url(self) -> str:
        return storage.media_url(self.name, LARGE)


@dataclass(frozen=True, slots=True)
class ProShown:
    """A pro as everybody may know one: no phone, no WhatsApp, and none hidden in the words."""

    id: UUID
    name: str
    initials: str
    avatar_url: str | None
    headline: str
    bio: str
    city_id: UUID
    city: str
    city_names: Names
    neighbourhoods: Sequence[PlaceShown]
    services: Sequence[ServiceShown]
    photos: Sequence[PhotoShown]
    call_out_fee: int | None
    call_out_includes: str
    min_notice_hours: int
    takes_urgent: bool
    verified: bool
    premium: bool
    paused: bool
    suspended: bool
    rating: float | None
    reviews: int
    completed: int
    since: datetime
