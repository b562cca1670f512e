"""The shape of an error."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


def _example(status: int, code: str, title: str, detail: str, **more: Any) -> dict[str, Any]:
    return {
        "type": f"https://twiza.example/api/docs#{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
        "instance": "urn:request:01jd7w3k9m",
        **more,
    }


_REQUIRED: dict[str, Any] = {"field": "first_name", "code": "required", "message": "This field is required."}
PROBLEM_EXAMPLES: dict[int, dict[str, Any]] = {
    400: _example(400, "bad_request", "Bad request", "We can’t read this request."),
    401: _example(401, "sign_in_required", "Sign-in required", "Sign in to continue."),
    403: _example(403, "forbidden", "Not allowed", "You’re not allowed to do this."),
    404: _example(404, "not_found", "Not found", "We can’t find what you’re looking for."),
    409: _example(
        409, "conflict", "Conflict", "This changed in the meantime. Look at it again before you continue."
    ),
    413: _example(413, "too_large", "Too large", "This is too large to be sent."),
    422: _example(
        422, "invalid_input", "Invalid input", "Some fields need your attention.", errors=[_REQUIRED]
    ),
    429: _example(429, "too_many_tries", "Too many tries", "Too many tries. Try again in 40 seconds."),
    503: _example(503, "unavailable", "Unavailable", "Twiza is taking a short break. Try again in a minute."),
}


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    model_config = ConfigDict(json_schema_extra={"examples": [_REQUIRED]})

    field: str = Field(description="The field's name, dotted when it lies deeper; `body` for the whole body")
    code: str
    message: str = Field(description="For people, in the caller's language")


class Problem(BaseModel):
    """An RFC 9457 problem document."""

    model_config = ConfigDict(json_schema_extra={"examples": [PROBLEM_EXAMPLES[422]]})

    type: str = Field(description="Where this kind of problem is explained")
    title: str
    status: int
    code: str = Field(description="Stable: programs decide by this alone")
    detail: str = Field(description="For people, in the caller's language")
    instance: str | None = Field(None, description="The id of this request, as our logs know it")
    errors: list[FieldProblem] | None = Field(None, description="One for each wrong field")
