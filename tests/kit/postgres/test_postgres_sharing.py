"""Several processes share one server; it lives until its last user has gone, however that one went."""

import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kit.postgres.looking import eventually, kill, postmaster, working_in
from twiza.kit.postgres import PostgresProblem, ensure, running
from twiza.kit.postgres.client import psql

Spawn = Callable[..., subprocess.Popen[str]]

USE_UNTIL_TOLD = """
    import sys
    from pathlib import Path
    from twiza.kit.postgres import running
    with running(Path(sys.argv[1]), durable=False) as server:
        print(server.port, server.owned, flush=True)
        sys.stdin.readline()
"""


def told(user: subprocess.Popen[str]) -> list[str]:
    assert user.stdout
    return user.stdout.readline().split()


def dismiss(user: subprocess.Popen[str]) -> None:
    user.communicate("leave\n")
    assert user.returncode == 0


def test_two_starters_at_once_on_an_empty_folder_share_one_server(data_dir: Path, spawn: Spawn) -> None:
    users = [spawn(USE_UNTIL_TOLD, data_dir) for _ in range(2)]
    ports, owned = zip(*map(told, users), strict=True)
    assert ports[0] == ports[1]
    assert sorted(owned) == ["False", "True"]
    starter, sharer = sorted(zip(owned, users, strict=True), key=lambda pair: pair[0], reverse=True)
    server = postmaster(data_dir)
    dismiss(starter[1])
    with running(data_dir, durable=False) as ours:
        assert not ours.owned
        assert psql(ours.dsn, "SELECT 1") == "1"
    assert postmaster(data_dir) == server
    dismiss(sharer[1])
    assert working_in(data_dir) == []


def test_killing_the_parent_leaves_no_orphan(made: Path, spawn: Spawn) -> None:
    parent = spawn(USE_UNTIL_TOLD, made)
    told(parent)
    assert working_in(made)
    parent.kill()
    eventually(lambda: working_in(made) == [parent.pid] or working_in(made) == [])
    assert not (made / "cluster" / "postmaster.pid").exists()


def test_killing_one_parent_leaves_the_server_to_the_other(made: Path, spawn: Spawn) -> None:
    parent = spawn(USE_UNTIL_TOLD, made)
    told(parent)
    with running(made, durable=False) as ours:
        parent.kill()
        parent.wait()
        before = postmaster(made)
        psql(ours.dsn, "SELECT pg_sleep(0.5)")
        assert postmaster(made) == before
    eventually(lambda: working_in(made) == [])


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(made: Path, spawn: Spawn) -> None:
    user = spawn(USE_UNTIL_TOLD, made)
    told(user)
    with running(made, durable=False) as ours:
        user.send_signal(signal.SIGINT)
        user.wait()
        assert psql(ours.dsn, "SELECT 1") == "1"


def test_killing_the_watcher_stops_the_server_and_the_next_start_is_clean(made: Path) -> None:
    first = ensure(made, durable=False)
    server = postmaster(made)
    watcher = next(pid for pid in working_in(made) if pid != server)
    kill(watcher)
    with running(made, durable=False) as second:
        assert second.owned
        assert psql(second.dsn, "SELECT 1") == "1"
        assert postmaster(made) != server
    first.stop()
    assert working_in(made) == []


def test_data_that_matters_does_not_get_a_server_started_for_tests(made: Path) -> None:
    with running(made, durable=False), pytest.raises(PostgresProblem, match="may lose data"):
        ensure(made)
