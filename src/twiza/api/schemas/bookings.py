"""What is sent about bookings."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from twiza.api.schemas.moments import Moment
from twiza.bookings.kinds import Duration

_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"
_OTHER_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b12"
Text = Annotated[str, Field(max_length=20_000)]
Hour = Annotated[Moment, Field(description="A whole hour, with its zone")]


def _example(**fields: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [fields]}, extra="forbid")


class BookingAsked(BaseModel):
    """One need at one hour, put to one to three pros of the same city."""

    model_config = _example(
        pro_ids=[_ID, _OTHER_ID],
        category="plomberie",
        starts_at="2026-11-23T09:00:00Z",
        description="Une fuite sous l’évier de la cuisine.",
        neighbourhood="maarif",
        address="12, rue des Orangers",
        floor="3e étage, porte 7",
        landmark="En face de la pharmacie",
        files=[],
        urgent=False,
    )

    pro_ids: list[UUID] = Field(max_length=20, description="One to three pros who offer the category")
    category: str = Field(max_length=60, description="A category's slug")
    starts_at: Hour
    description: Text = Field(description="What is to be done; those who are asked read it")
    neighbourhood: str | None = Field(
        None, max_length=60, description="The slug of a part of the pros’ city; those who are asked read it"
    )
    address: Text = Field("", description="Shown to the pro only while the booking is confirmed")
    floor: Text = ""
    landmark: Text = ""
    files: list[UUID] = Field(
        [], max_length=50, description="Photos or a voice note sent to `/bookings/files` before"
    )
    seconds: dict[UUID, int] = Field({}, max_length=50, description="How long recordings last, by file")
    urgent: bool = Field(False, description="As soon as possible: only pros who opted in may be asked")


class NextAsked(BaseModel):
    """Whom to ask next; nobody named: the best who are free."""

    model_config = _example(pro_ids=[])

    pro_ids: list[UUID] = Field([], max_length=20)


class Confirmation(BaseModel):
    """How long the pro thinks it takes."""

    model_config = _example(duration="H2")

    duration: Duration


class CancelReason(BaseModel):
    """Why; a pro has to say it, and the other side reads it."""

    model_config = _example(reason="Ma voiture est en panne.")

    reason: Text = ""


class OtherHour(BaseModel):
    """Another hour for a confirmed booking."""

    model_config = _example(starts_at="2026-11-24T10:00:00Z")

    starts_at: Hour


class AgreedPrice(BaseModel):
    """What you understood to be the price."""

    model_config = _example(amount="350,00")

    amount: StrictInt | str = Field(
        description="Whole centimes as a number, or dirhams as people type them: `350,50`"
    )
