"""Which tasks there are, and how patient each of them is."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from pydantic import validate_call

Work = Callable[..., Awaitable[None]]
Written = TypeVar("Written", bound=Work)

LONGEST_WAIT = timedelta(hours=1)

_tasks: dict[str, "Task"] = {}
_names: dict[Work, str] = {}


@dataclass(frozen=True)
class Task:
    """One kind of background work: tried once, then `retries` times more, further and further apart."""

    name: str
    run: Work
    retries: int
    backoff: timedelta

    def wait_after(self, failures: int) -> timedelta:
        """The pause after so many failures: doubled each time, an hour at most."""
        # Beyond twenty doublings any pause is longer than the longest, and the number would grow without end.
        return min(self.backoff * 2 ** min(failures - 1, 20), LONGEST_WAIT)


def task(
    name: str, *, retries: int = 5, backoff: timedelta = timedelta(seconds=10)
) -> Callable[[Written], Written]:
    """Register background work under a name that outlives renamings of the function."""

    def register(run: Written) -> Written:
        if name in _tasks:
            raise RuntimeError(f"Two tasks are called {name}")
        # Arguments come back from JSON; the annotations say what they were.
        _tasks[name] = Task(name, validate_call(run), retries, backoff)
        _names[run] = name
        return run

    return register


def name_of(work: Work | str) -> str:
    """The name a piece of work is enqueued under."""
    return work if isinstance(work, str) else _names[work]


def registered() -> Iterable[Task]:
    """Every task this process has imported."""
    return _tasks.values()
