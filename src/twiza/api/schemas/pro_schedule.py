"""The shapes of a pro's hours: the week, timetables, what is closed or opened apart from them."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from twiza.api.schemas.moments import CalendarDay, Moment
from twiza.pros.models import ExceptionReason

_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"
_CLOCK = r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$"
_INTERVAL: dict[str, Any] = {"start": "08:00", "end": "12:00"}
_MONDAY: dict[str, Any] = {"day": 1, "intervals": [_INTERVAL, {"start": "14:00", "end": "19:00"}]}
_RAMADAN: dict[str, Any] = {
    "name": "Ramadan",
    "starts_on": "2027-02-08",
    "ends_on": "2027-03-09",
    "week": [{"day": 1, "intervals": [{"start": "10:00", "end": "16:00"}]}],
}
_CLOSED: dict[str, Any] = {
    "kind": "close",
    "start_at": "2026-11-28T14:00:00Z",
    "end_at": "2026-11-28T19:00:00Z",
    "note": "Mariage d’un cousin",
}
SCHEDULE_EXAMPLE: dict[str, Any] = {
    "week": [_MONDAY],
    "timetables": [{"id": _ID, **_RAMADAN, "allowed_actions": ["edit", "remove"]}],
    "exceptions": [
        {
            "id": "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b12",
            **_CLOSED,
            "reason": "MANUAL_BLOCK",
            "start_local": "2026-11-28 14:00",
            "end_local": "2026-11-28 19:00",
            "allowed_actions": ["remove"],
        }
    ],
    "allowed_actions": ["edit", "close", "open"],
}


class Interval(BaseModel):
    """Wall-clock times of one day; `24:00` is its end. Appointments begin on the hour."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_INTERVAL]})

    start: str = Field(pattern=_CLOCK)
    end: str = Field(pattern=_CLOCK)


class Day(BaseModel):
    """The open hours of one day of the week."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_MONDAY]})

    day: int = Field(ge=0, le=6, description="0 is Sunday")
    intervals: list[Interval] = Field(max_length=24)


class WeekSent(BaseModel):
    """The hours of every week, in place of those there are; a day that isn't named is closed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"week": [_MONDAY]}]})

    week: list[Day] = Field(max_length=7)


class TimetableSent(BaseModel):
    """Other hours from one day to another, both included, such as Ramadan."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_RAMADAN]})

    name: str = Field("", max_length=200)
    starts_on: CalendarDay
    ends_on: CalendarDay
    week: list[Day] = Field(max_length=7)


class ExceptionSent(BaseModel):
    """Hours closed or opened apart from the week; what is closed beats what is opened."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_CLOSED]})

    kind: Literal["close", "open"]
    start_at: Moment
    end_at: Moment
    note: str = Field("", max_length=500, description="For yourself alone")


class Timetable(TimetableSent):
    """A timetable that isn't over."""

    id: UUID
    allowed_actions: list[str]


class Apart(BaseModel):
    """An exception that isn't over; one that a booking made goes with it."""

    id: UUID
    kind: Literal["close", "open"]
    reason: ExceptionReason
    start_at: datetime
    start_local: str
    end_at: datetime
    end_local: str
    note: str
    allowed_actions: list[str]


class Schedule(BaseModel):
    """A pro's hours as the pro keeps them; confirmed bookings stand whatever they become."""

    model_config = ConfigDict(json_schema_extra={"examples": [SCHEDULE_EXAMPLE]})

    week: list[Day]
    timetables: list[Timetable]
    exceptions: list[Apart]
    allowed_actions: list[str]
