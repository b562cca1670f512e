"""The migrations, run up and down on an empty database, lead exactly to the models."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_UP_DOWN_UP = """
import asyncio
from alembic import command
from alembic.util.exc import CommandError
from twiza.kit.migrating import config

command.upgrade(config(), "head")
command.check(config())
command.downgrade(config(), "base")
command.upgrade(config(), "head")
"""


def check() -> str:
    """Up, compare, down, up again."""
    from twiza.kit import postgres

    with tempfile.TemporaryDirectory(prefix="twiza-migrations-", dir="/tmp") as folder:
        with postgres.running(Path(folder) / "postgres", durable=False) as server:
            environment = {**os.environ, "DATABASE_URL": server.url, "TWIZA_ENV": "test"}
            done = subprocess.run(
                [sys.executable, "-c", _UP_DOWN_UP],
                capture_output=True,
                text=True,
                check=False,
                cwd=ROOT,
                env=environment,
            )
    return "" if done.returncode == 0 else (done.stdout + done.stderr)[-4000:]
