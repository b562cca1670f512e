"""What can go wrong with the embedded server, told in one line with the remedy."""

from __future__ import annotations

import errno
import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


class PostgresProblem(Exception):
    """A fault of the embedded database that its owner can mend: one readable line, remedy included."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what = " ".join(what.split()).rstrip(".")
        super().__init__(f"{self.what}. {' '.join(remedy.split())}")


# What PostgreSQL says → what to do about it. The first match wins.
REMEDIES: tuple[tuple[str, str], ...] = (
    (
        r"No space left on device|Disk quota exceeded|File too large",
        "The disk that holds {place} is full: free some space there and start again.",
    ),
    (
        r"pre-existing shared memory block",
        "A process of an earlier server still uses {place}: wait for it to end, or end it, and start again.",
    ),
    (
        r"could not bind|Address already in use|could not create any TCP",
        "Another program took the port: delete {home}/port and start again.",
    ),
    (
        r"password authentication failed",
        "Stop whatever uses {home}, delete {home}/passwords.json and start again: new ones are made.",
    ),
    (
        r"could not look up effective user ID",
        "Give the current user an entry in /etc/passwd, or set DATABASE_URL to another PostgreSQL 18.",
    ),
    (
        r"unrecognized configuration parameter|configuration file",
        "Mend {place}/postgresql.conf and start again.",
    ),
    (
        r"has invalid permissions|has wrong ownership",
        "Give {place} back to the user that runs the server, with mode 0700, and start again.",
    ),
    (r"could not (create|resize) shared memory|Cannot allocate memory", "Free some memory and start again."),
    (r"Permission denied|Operation not permitted", "Give the current user the right to write in {home}."),
    (
        r"could not (open|read|locate|access)|No such file|is not a directory|incompatible with server|PANIC",
        "The data is damaged: move {place} away and restore a backup (twiza restore).",
    ),
)

OTHERWISE = "The whole story is in {log}."


def from_output(
    what: str, output: str, *, home: Path, place: Path, log: Path | None = None
) -> PostgresProblem:
    """The problem that a PostgreSQL program told about in its output."""
    reason = _reason(output)
    remedy = next((text for pattern, text in REMEDIES if re.search(pattern, output)), OTHERWISE)
    return PostgresProblem(
        f"{what}: {reason}" if reason else what, remedy.format(place=place, home=home, log=log or home)
    )


def _reason(output: str) -> str:
    """The line that names the cause: a mistake in the configuration, the first fatal one, else the last."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [
        line for line in lines if re.search(r"configuration parameter|for parameter|syntax error in", line)
    ]
    telling += [line for line in lines if re.search(r"\b(FATAL|PANIC|error|ERROR):", line)]
    chosen = (telling or lines[-1:] or [""])[0]
    return re.sub(r"^.*?\b(LOG|FATAL|PANIC|error|ERROR):\s*", "", chosen)[:300].rstrip(".")


@contextmanager
def file_faults(home: Path) -> Generator[None]:
    """Turns the operating system's refusals around the data folder into a readable problem."""
    try:
        yield
    except OSError as fault:
        where = fault.filename or home
        if fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            remedy = f"The disk that holds {home} is full: free some space there and start again."
        elif fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            remedy = f"Give the current user the right to write in {home}, or choose another TWIZA_DATA_DIR."
        else:
            remedy = f"Check {home}, or choose another TWIZA_DATA_DIR."
        raise PostgresProblem(
            f"The database folder can't be used: {where}: {fault.strerror}", remedy
        ) from fault
