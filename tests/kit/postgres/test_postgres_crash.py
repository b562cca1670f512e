"""What was acknowledged survives a crash, and what a crash leaves behind is cleared away."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.kit.postgres.looking import eventually, kill, postmaster, working_in
from twiza.kit.postgres import PostgresProblem, running
from twiza.kit.postgres.client import psql

Spawn = Callable[..., subprocess.Popen[str]]

WRITE_UNTIL_IT_BREAKS = """
    import asyncio, sys
    import asyncpg

    async def write(writer):
        connection = await asyncpg.connect(sys.argv[1])
        number = 0
        while True:
            number += 1
            await connection.execute("INSERT INTO row VALUES ($1, $2)", writer, number)
            print(f"{writer} {number}", flush=True)  # a line is one piece, however the output is buffered

    async def main():
        await asyncio.gather(*(write(writer) for writer in range(4)), return_exceptions=True)

    asyncio.run(main())
"""


def test_killing_the_postmaster_under_load_loses_no_acknowledged_row(data_dir: Path, spawn: Spawn) -> None:
    with running(data_dir) as server:
        psql(server.dsn, "CREATE TABLE row (writer int, number int)")
        writers = spawn(WRITE_UNTIL_IT_BREAKS, server.dsn)
        eventually(lambda: int(psql(server.dsn, "SELECT count(*) FROM row")) > 500)
        killed = postmaster(data_dir)
        kill(killed)
        output, _ = writers.communicate(timeout=30)
        acknowledged = {tuple(line.split()) for line in output.splitlines()}
        assert len(acknowledged) > 400
        eventually(lambda: answers(server.dsn))  # the watcher has started it again, on the same port
        assert postmaster(data_dir) != killed
        stored = psql(server.dsn, "SELECT writer, number FROM row").splitlines()
    assert acknowledged <= {tuple(line.split("|")) for line in stored}
    assert working_in(data_dir) == []


def test_killing_everything_at_once_loses_no_acknowledged_row(data_dir: Path, spawn: Spawn) -> None:
    with running(data_dir) as server:
        psql(server.dsn, "CREATE TABLE row (writer int, number int)")
        writers = spawn(WRITE_UNTIL_IT_BREAKS, server.dsn)
        eventually(lambda: int(psql(server.dsn, "SELECT count(*) FROM row")) > 200)
        for pid in sorted(working_in(data_dir)):  # the watcher first, then its server
            if pid != writers.pid:  # they know the folder too: the database's address is in it
                kill(pid)
        output, _ = writers.communicate(timeout=30)
        with running(data_dir) as again:
            assert again.owned
            stored = psql(again.dsn, "SELECT writer, number FROM row").splitlines()
    assert {tuple(line.split()) for line in output.splitlines()} <= {
        tuple(line.split("|")) for line in stored
    }


def test_a_stale_pid_file_is_cleared_silently(existing: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    leave_pid_file(existing, gone.pid)
    with running(existing, durable=False) as server:
        assert psql(server.dsn, "SELECT 1") == "1"


def test_a_stale_pid_file_whose_number_another_program_has_got_is_cleared_silently(existing: Path) -> None:
    owner = (existing / "cluster").stat()
    stranger = subprocess.Popen(["sleep", "60"], user=owner.st_uid, cwd="/")
    try:
        leave_pid_file(existing, stranger.pid)
        with running(existing, durable=False) as server:
            assert psql(server.dsn, "SELECT 1") == "1"
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def leave_pid_file(data_dir: Path, pid: int) -> None:
    """As a killed server leaves it: it still says ready."""
    lines = [pid, data_dir / "cluster", 1_700_000_000, 5432, "", "127.0.0.1", "  1  2", "ready   "]
    (data_dir / "cluster" / "postmaster.pid").write_text("".join(f"{line}\n" for line in lines))
    port = (data_dir / "port").read_text().strip()
    (data_dir / "cluster" / f".s.PGSQL.{port}.lock").write_text("".join(f"{line}\n" for line in lines))


def answers(dsn: str) -> bool:
    try:
        return psql(dsn, "SELECT 1") == "1"
    except PostgresProblem:
        return False
