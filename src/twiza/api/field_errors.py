"""What pydantic found wrong, said so that a person understands it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twiza.kit.i18n import N_, gettext

WHOLE_BODY = "body"
OTHERWISE = N_("This value isn’t valid.")
NUMBER = N_("Enter a number.")
WHOLE_NUMBER = N_("Enter a whole number.")
MOMENT = N_("Enter a date and time such as 2026-11-21T12:00:00Z.")

# A pydantic error type → our code and sentence; the placeholders are the names in pydantic's own context.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "missing": ("required", N_("This field is required.")),
    "string_type": ("type", N_("Enter a text.")),
    "string_too_short": ("too_short", N_("Enter at least {min_length} characters.")),
    "string_too_long": ("too_long", N_("Enter at most {max_length} characters.")),
    "string_pattern_mismatch": ("format", N_("This doesn’t have the expected form.")),
    "int_type": ("type", WHOLE_NUMBER),
    "int_parsing": ("type", WHOLE_NUMBER),
    "int_from_float": ("type", WHOLE_NUMBER),
    "float_type": ("type", NUMBER),
    "float_parsing": ("type", NUMBER),
    "decimal_type": ("type", NUMBER),
    "decimal_parsing": ("type", NUMBER),
    "bool_type": ("type", N_("Answer true or false.")),
    "bool_parsing": ("type", N_("Answer true or false.")),
    "uuid_type": ("type", N_("This isn’t a valid identifier.")),
    "uuid_parsing": ("type", N_("This isn’t a valid identifier.")),
    "date_parsing": ("type", N_("Enter a date such as 2026-11-21.")),
    "date_from_datetime_parsing": ("type", N_("Enter a date such as 2026-11-21.")),
    "datetime_parsing": ("type", MOMENT),
    "datetime_from_date_parsing": ("type", MOMENT),
    "timezone_aware": ("type", MOMENT),
    "url_parsing": ("format", N_("Enter a web address such as https://example.ma.")),
    "url_scheme": ("format", N_("Enter a web address such as https://example.ma.")),
    "enum": ("choice", N_("Choose one of: {expected}.")),
    "literal_error": ("choice", N_("Choose one of: {expected}.")),
    "greater_than": ("too_small", N_("Enter more than {gt}.")),
    "greater_than_equal": ("too_small", N_("Enter {ge} or more.")),
    "less_than": ("too_large", N_("Enter less than {lt}.")),
    "less_than_equal": ("too_large", N_("Enter {le} or less.")),
    "too_short": ("too_few", N_("Give at least {min_length}.")),
    "too_long": ("too_many", N_("Give at most {max_length}.")),
    "list_type": ("type", N_("Give a list.")),
    "dict_type": ("type", N_("Give an object.")),
    "model_attributes_type": (
        "type",
        N_("Send a JSON object, with the header Content-Type: application/json."),
    ),
    "extra_forbidden": ("unknown", N_("There is no such field.")),
    "json_invalid": ("json", N_("This isn’t valid JSON.")),
}


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field."""

    field: str
    code: str
    message: str

    def as_json(self) -> dict[str, str]:
        return {"field": self.field, "code": self.code, "message": self.message}


def field_errors(found: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Each of pydantic's errors in the caller's language; what isn't foreseen gets the general sentence."""
    return [_told(error) for error in found]


def _told(error: Mapping[str, Any]) -> FieldError:
    code, sentence = SENTENCES.get(error["type"], ("invalid", OTHERWISE))
    context: Mapping[str, object] = error.get("ctx") or {}
    return FieldError(_field(error), code, gettext(sentence, **context) if context else gettext(sentence))


def _field(error: Mapping[str, Any]) -> str:
    """`body.address.city` is called `address.city`; the body as a whole is called `body`."""
    where = [str(part) for part in error["loc"]]
    if error["type"] == "json_invalid":
        return WHOLE_BODY
    return ".".join(where[1:]) or where[0]
