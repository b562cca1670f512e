"""An example for every schema: its own, else one put together from those of its parts."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
_BY_TYPE: Mapping[str, Any] = {"string": "…", "integer": 1, "number": 1.5, "boolean": False, "null": None}
_BY_FORMAT: Mapping[str, Any] = {
    "uuid": "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11",
    "date-time": "2026-11-21T12:00:00Z",
    "date": "2026-11-21",
}


def example_of(schema: Schema, schemas: Mapping[str, Schema]) -> Any:
    """What an object of this schema looks like; `schemas` are the document's components."""
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    for given in ("examples", "example", "default", "const", "enum"):
        if given in schema:
            return schema[given][0] if given in {"examples", "enum"} else schema[given]
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return example_of(choices[0], schemas)
    if schema.get("type") == "array":
        return [example_of(schema.get("items", {}), schemas)]
    if "properties" in schema:
        return {name: example_of(part, schemas) for name, part in schema["properties"].items()}
    return _BY_FORMAT.get(schema.get("format", "")) or _BY_TYPE.get(schema.get("type", ""))


def type_of(schema: Schema) -> str:
    """The type in a word or two, as the reference shows it."""
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if choices := schema.get("anyOf"):
        return " | ".join(type_of(choice) for choice in choices)
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if schema.get("type") == "array":
        return f"{type_of(schema.get('items', {}))}[]"
    return schema.get("format") or schema.get("type", "object")
