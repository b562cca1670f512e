"""What one call says to the database: written down as it happens, and made into a script that pgbench runs.

Values that are of this one call become variables; the others stay as they were, for they change nothing of the work.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import httpx
from sqlalchemy import Engine, event

from twiza.kit import clock, ids
from twiza.kit.settings import settings
from twiza.main import app

# A value and the name of the variable that takes its place.
Names = Mapping[object, str]


async def call(
    method: str, path: str, token: str, body: object, names: Names
) -> tuple[httpx.Response, list[str]]:
    """Its answer, given by this process, and its statements with their values written in."""
    said: list[str] = []

    def write_down(*told: Any) -> None:
        _connection, _cursor, statement, values, _context, many = told
        rows: list[Any] = list(values) if many else [values]
        said.extend(_filled(statement, row, names) for row in rows)

    transport = httpx.ASGITransport(app=app())
    headers = {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(transport=transport, base_url=settings().public_url) as http:
        event.listen(Engine, "before_cursor_execute", write_down)
        try:
            answer = await http.request(method, path, json=body, headers=headers)
        finally:
            event.remove(Engine, "before_cursor_execute", write_down)
    return answer.raise_for_status(), said


def minted(said: Sequence[str], since: UUID) -> list[str]:
    """The ids that were made for this one call: two calls with the same ones would collide."""
    found = dict.fromkeys(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "\n".join(said)))
    return [one for one in found if UUID(one).version == ids.new().version and UUID(one) > since]


def with_names(line: str, names: Mapping[str, str]) -> str:
    """Whole values become variables, and so do those inside a text, as in the JSON of what many rows are made of."""
    for value, name in names.items():
        line = line.replace(f"E'{value}'", name)
    known = re.compile("|".join(re.escape(value) for value in names))
    return re.sub(r"E'((?:[^'\\]|\\.)*)'", lambda text: _joined(text[0], text[1], known, names), line)


def _joined(literal: str, text: str, known: re.Pattern[str], names: Mapping[str, str]) -> str:
    """The same text, put together of its fixed parts and the variables between them."""
    if not known.search(text):
        return literal
    fixed, variables = known.split(text), [names[value] for value in known.findall(text)]
    parts = [f"E'{fixed[0]}'"]
    for variable, rest in zip(variables, fixed[1:], strict=True):
        parts += [variable, f"E'{rest}'"]
    return f"({' || '.join(parts)})"


def _filled(statement: str, values: Any, names: Names) -> str:
    """The statement with its values written in, on one line."""
    known = dict(enumerate(values, 1))
    one_line = " ".join(statement.split())
    return re.sub(r"\$(\d+)", lambda found: _literal(known[int(found[1])], names), one_line)


def _literal(value: Any, names: Names) -> str:
    if isinstance(value, (datetime, int)) and value in names:
        return names[value]
    match value:
        case None | bool() | int():
            return str(value if value is not None else "NULL")
        case datetime():
            return "now()" if abs((value - clock.now()).total_seconds()) < 1 else _quoted(value.isoformat())
        case list() | tuple():
            return f"ARRAY[{', '.join(_literal(one, names) for one in value)}]" if value else "'{}'"
        case dict():
            return _quoted(json.dumps(value, default=str))
        case asyncpg.BitString():
            return _quoted(value.as_string().replace(" ", ""))
        case _:
            return _quoted(str(value))


def _quoted(text: str) -> str:
    # pgbench takes a colon for the beginning of a variable's name, even inside quotes.
    safe = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace(":", "\\x3a")
    return f"E'{safe}'"
