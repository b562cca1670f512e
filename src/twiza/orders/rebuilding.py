"""Rows that the database handed over as JSON become objects again, of no session, so that nothing can be saved."""

from collections.abc import Mapping
from datetime import datetime
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
    return model(
        **{column.key: _value(column.type, told[column.name]) for column in model.__mapper__.columns}
    )


def _value(kind: TypeEngine[Any], told: Any) -> Any:
    if told is None:
        return None
    if isinstance(kind, Uuid):
        return UUID(told)
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(told)
    return kind.enum_class(told) if isinstance(kind, Enum) and kind.enum_class else told
