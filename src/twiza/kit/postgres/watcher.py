"""Keeps one PostgreSQL up while somebody uses it: a process of its own, on the standard library alone.

    watcher.py USERS_LOCK LOG UID GID CLUSTER postgres -D CLUSTER …

Every user of the server holds a shared lock on USERS_LOCK. The kernel lets go of it when the user dies, by
kill -9 too, so the moment this process can take the lock alone, nobody is left and the server is stopped. The
starter's lock on the watcher comes in as an open descriptor and is held until this process ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

BEAT = 0.2
LOG_CAP = 10 * 1024 * 1024
MOST_FAILURES = 10
PR_SET_PDEATHSIG = 1


def main(users: str, log: str, uid: str, gid: str, cluster: str, *command: str) -> None:
    if os.fork():
        os._exit(0)  # the starter waits for this one only: the watcher belongs to nobody
    told_to_stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: told_to_stop.append(received))
    users_lock = os.open(users, os.O_RDWR | os.O_CLOEXEC)
    server = start(command, uid, gid)
    was_ready, failures = False, 0
    while not told_to_stop and not nobody_left(users_lock):
        if server.poll() is None:
            if is_ready(cluster, server.pid):
                was_ready, failures = True, 0
        else:
            failures += 1
            if not was_ready or failures > MOST_FAILURES or server.returncode == 0:
                return  # it never worked, works no more, or was stopped on purpose
            time.sleep(1)
            server = start(command, uid, gid)
        trim(log)
        time.sleep(BEAT)
    stop(server)


def start(command: tuple[str, ...], uid: str, gid: str) -> subprocess.Popen[bytes]:
    """Our output is the log already, and the server writes there too."""
    user = int(uid) if os.geteuid() == 0 else None
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        user=user,
        group=None if user is None else int(gid),
        extra_groups=None if user is None else [],
        preexec_fn=die_with_us,  # noqa: PLW1509 -- this process has one thread
    )


def die_with_us() -> None:
    """On Linux the server gets its fast-shutdown signal when this process is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def nobody_left(users_lock: int) -> bool:
    """Once true, we hold the lock alone and new users wait until the server has stopped."""
    try:
        fcntl.flock(users_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_ready(cluster: str, pid: int) -> bool:
    try:
        lines = Path(cluster, "postmaster.pid").read_text().split("\n")
    except OSError:
        return False
    return lines[0] == str(pid) and len(lines) > 7 and lines[7].strip() == "ready"


def stop(server: subprocess.Popen[bytes]) -> None:
    """Fast, then without waiting for a checkpoint, then by force."""
    for number, seconds in ((signal.SIGINT, 15), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
        server.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(seconds)
            return


def trim(log: str) -> None:
    """Keeps the log and one older piece; the server appends, so it goes on at the new end."""
    with contextlib.suppress(OSError):
        if Path(log).stat().st_size > LOG_CAP:
            shutil.copyfile(log, f"{log}.1")
            os.truncate(log, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
