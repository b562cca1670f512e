"""The shape of a list: some items, and the way to the next ones."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")


class Total(BaseModel):
    """How many there are; counting stops at a thousand."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"count": 42, "more": False, "text": "42 results"}]}
    )

    count: int
    more: bool = Field(description="There are more than were counted")
    text: str = Field(description="For people, in the caller's language")


class Page(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next_cursor: str | None = Field(
        description="Give it back as `cursor`; null on the last page", examples=[None]
    )
    total: Total | None = Field(description="Only when asked for with `total=true`", examples=[None])
