"""Making and checking a cluster: the directory PostgreSQL keeps its data in."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from .home import Home
from .problem import PostgresProblem, from_output
from .unprivileged import run_as
from .wheel import MAJOR, Binaries

DATABASE = ROLE = "twiza"
SUPERUSER = "postgres"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist", "citext", "vector")
SPACE_NEEDED = 150 * 1024 * 1024

# Plain C would sort as well but leave Arabic without trigrams; the wheel is built without ICU.
LOCALE = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--lc-ctype=C.UTF-8",
)

# Written to postgresql.conf once, so that the owner of a bigger machine may raise them.
CONFIGURATION = {
    "shared_buffers": "64MB",
    "max_connections": "60",
    "jit": "off",
    "io_method": "sync",  # PostgreSQL 18 starts three reader processes otherwise
    "max_logical_replication_workers": "0",
    "max_parallel_workers": "2",
    "autovacuum_max_workers": "2",
    "min_wal_size": "32MB",
    "max_wal_size": "512MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_checkpoints": "off",
    "default_text_search_config": "pg_catalog.simple",
}

# Nobody comes in without a password, and only from this machine.
LOCAL = "local all all scram-sha-256\n"
HBA = f"# Only this machine, only with a password.\n{LOCAL}host all all 127.0.0.1/32 scram-sha-256\n"


def passwords(home: Home) -> dict[str, str]:
    """The passwords of the superuser and of the application's role, by role."""
    found: dict[str, str] = json.loads(home.passwords.read_text())
    return found


def prepare(home: Home, programs: Binaries, *, durable: bool) -> None:
    """After this the cluster exists, is one of ours and its passwords are known."""
    if not home.cluster.exists():
        _create(home, programs, durable=durable)
    check(home)
    _let_in_by_socket(home.cluster / "pg_hba.conf")
    if not home.passwords.is_file():
        _single_user(home, home.cluster, programs, _new_passwords(home, "ALTER"))


def _let_in_by_socket(rules: Path) -> None:
    """Clusters of before knew ports only; whatever else their owner wrote there stays."""
    found = rules.read_text()
    if not any(line.startswith("local") for line in found.splitlines()):
        rules.write_text(found + LOCAL)


def check(home: Home) -> None:
    """Refuses a directory that this PostgreSQL can't serve, before PostgreSQL does so less clearly."""
    place = home.cluster
    restore = f"Move {place} away and restore a backup (twiza restore), or begin with an empty database."
    try:
        found = (place / "PG_VERSION").read_text(errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise PostgresProblem(
            f"{place} is not a PostgreSQL data directory: it has no PG_VERSION", restore
        ) from None
    if not found.replace(".", "").isdigit():
        raise PostgresProblem(f"{place} is damaged: its PG_VERSION is not a version number", restore)
    if found != str(MAJOR):
        raise PostgresProblem(
            f"{place} holds data of PostgreSQL {found}, this is PostgreSQL {MAJOR}",
            f"Dump it with pg_dump {found} for a new folder, or move {place} away to begin empty.",
        )
    missing = [name for name in ("global/pg_control", "base", "pg_wal") if not (place / name).exists()]
    if missing:
        raise PostgresProblem(f"{place} is damaged: {missing[0]} is missing", restore)


def _create(home: Home, programs: Binaries, *, durable: bool) -> None:
    """Builds the cluster beside its place and moves it there when it is complete."""
    parent = home.cluster.parent
    free = shutil.disk_usage(parent).free
    if free < SPACE_NEEDED:
        raise PostgresProblem(
            f"The disk that holds {parent} has {free >> 20} MB free, {SPACE_NEEDED >> 20} are needed",
            "Free some space there and start again, or choose another TWIZA_DATA_DIR.",
        )
    fresh = Path(tempfile.mkdtemp(prefix=".cluster-", dir=parent))
    try:
        if home.account.drop:
            os.chown(fresh, home.account.uid, home.account.gid)
        settings = [f"--set={name}={value}" for name, value in CONFIGURATION.items()]
        initdb = (programs.tool("initdb"), "-D", fresh)
        _make(home, [*initdb, "--no-sync", "-U", SUPERUSER, "--auth=reject", *LOCALE, *settings])
        (fresh / "pg_hba.conf").write_text(HBA)
        extensions = [f"CREATE EXTENSION {name}" for name in EXTENSIONS]
        database = f"CREATE DATABASE {DATABASE} OWNER {ROLE}"
        _single_user(
            home, fresh, programs, [*extensions, *_new_passwords(home, "CREATE"), database], synced=False
        )
        if durable:
            _make(home, [*initdb, "--sync-only"])  # everything at once is quicker than every step
        fresh.rename(home.cluster)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _make(home: Home, command: list[str | Path]) -> None:
    done = run_as(home.account, command)
    if done.returncode:
        place = home.cluster.parent
        raise from_output("The database can't be made", done.stdout, home=home.folder, place=place)


def _new_passwords(home: Home, verb: str) -> list[str]:
    """Stores new random passwords for our eyes only, and returns the statements that set them."""
    new = {SUPERUSER: secrets.token_urlsafe(24), ROLE: secrets.token_urlsafe(24)}
    scratch = home.passwords.with_suffix(".new")
    scratch.unlink(missing_ok=True)
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(new, file)
    scratch.rename(home.passwords)
    # The application is no superuser, so that what is revoked from it stays revoked.
    return [
        f"ALTER ROLE {SUPERUSER} PASSWORD '{new[SUPERUSER]}'",
        f"{verb} ROLE {ROLE} LOGIN CREATEDB PASSWORD '{new[ROLE]}'",
    ]


def _single_user(
    home: Home, cluster: Path, programs: Binaries, statements: list[str], *, synced: bool = True
) -> None:
    """Runs statements without a server: nobody can connect meanwhile. One line is one statement."""
    command = [programs.tool("postgres"), "--single", "-D", cluster, "-c", "exit_on_error=on"]
    command += ["template1"] if synced else ["-c", "fsync=off", "template1"]
    done = run_as(home.account, command, text="".join(f"{statement};\n" for statement in statements))
    if done.returncode:
        raise from_output("The database can't be set up", done.stdout, home=home.folder, place=cluster)
