"""Rows that the database handed over as JSON become objects again, of no session, so that nothing can be saved."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Enum, Select, Uuid, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.types import TypeEngine

from twiza.kit.db import Base

Kind = TypeVar("Kind", bound=Base)


def whole(model: type[Base]) -> ColumnElement[Any]:
    """A row of this table as JSON."""
    return func.to_jsonb(model.__table__.table_valued(), type_=JSONB)  # pyright: ignore[reportAttributeAccessIssue]


def gathered(row: ColumnElement[Any], order_by: Any, where: ColumnElement[bool]) -> Select[Any]:
    """All such rows as one JSON list, empty when there are none."""
    listed = func.jsonb_agg(aggregate_order_by(row, order_by), type_=JSONB)
    return select(func.coalesce(listed, literal_column("'[]'::jsonb"), type_=JSONB)).where(where)


def rebuilt(model: type[Kind], told: Mapping[str, Any]) -> Kind:
    """The object of a row that `whole` wrote."""
    # As the session loads it: an object's own beginning would set and note each field as if it were new.
    made = model.__mapper__.class_manager.new_instance()
    made.__dict__.update(
        {
            key: told[name] if turn is None or told[name] is None else turn(told[name])
            for key, name, turn in _fields(model)
        }
    )
    return made


@lru_cache
def _fields(model: type[Base]) -> Sequence[tuple[str, str, Callable[[Any], Any] | None]]:
    """Each with its name in the table, and what makes its value of JSON's."""
    return [(column.key, column.name, _turn(column.type)) for column in model.__mapper__.columns]


def _turn(kind: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    if isinstance(kind, Uuid):
        return UUID
    if isinstance(kind, DateTime):
        return datetime.fromisoformat
    return kind.enum_class if isinstance(kind, Enum) else None
