"""File locks that the kernel releases when their holder dies, even by kill -9."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


def open_lock(path: Path) -> int:
    """A descriptor to lock; it is not inherited by programs we start unless we pass it on."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_exclusive(fd: int) -> bool:
    return _try(fd, fcntl.LOCK_EX)


def try_shared(fd: int) -> bool:
    return _try(fd, fcntl.LOCK_SH)


def _try(fd: int, kind: int) -> bool:
    try:
        fcntl.flock(fd, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def exclusive(path: Path) -> Generator[None]:
    """Holds the lock alone for the block; waits for whoever has it."""
    fd = open_lock(path)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)


def shared(path: Path) -> int:
    """Holds the lock together with others until the returned descriptor is closed."""
    fd = open_lock(path)
    try:
        fcntl.flock(fd, fcntl.LOCK_SH)
    except BaseException:
        os.close(fd)
        raise
    return fd


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock exclusively. Ask only while no one else may try to take it."""
    fd = open_lock(path)
    try:
        return not try_shared(fd)
    finally:
        os.close(fd)
