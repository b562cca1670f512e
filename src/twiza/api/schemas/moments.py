"""Days and moments that callers send; those at the edges of the calendar are refused like any other nonsense."""

from datetime import date
from typing import Annotated, LiteralString, TypeVar

from pydantic import AfterValidator, AwareDatetime
from pydantic_core import PydanticCustomError

from twiza.kit.moments import is_within_reach

When = TypeVar("When", bound=date)


def _within_reach(kind: LiteralString, when: When) -> When:
    if not is_within_reach(when):
        raise PydanticCustomError(kind, "out of reach")  # field_errors says it in our words
    return when


Moment = Annotated[AwareDatetime, AfterValidator(lambda when: _within_reach("datetime_parsing", when))]
CalendarDay = Annotated[date, AfterValidator(lambda when: _within_reach("date_parsing", when))]
