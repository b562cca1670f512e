"""What is asked of the database meanwhile, statement by statement."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event


@contextmanager
def counted(said: list[str] | None = None) -> Iterator[list[str]]:
    """Every statement of every connection as it is sent, in a list of its own or added to this one."""
    heard = [] if said is None else said

    def note(*told: object) -> None:
        heard.append(str(told[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", note)
