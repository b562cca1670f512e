"""`python -m twiza.child web|worker`: a process of `twiza run`, without the command line's own parts.

It loads what it needs while the database starts, whose address it is then told on its standard input.
"""

import os
import sys

from twiza.kit import collector

collector.look_seldom()
# The libraries for logs and for calls would draw with it in a terminal, which we have none of: they do without it.
sys.modules["rich"] = None  # pyright: ignore[reportArgumentType]


def _wait_for_database() -> None:
    """Nothing comes from a starter that has ended."""
    from twiza.kit.settings import settings

    address = sys.stdin.readline().strip()
    if not address:
        sys.exit("The starter has ended")
    os.environ["DATABASE_URL"] = address
    settings.cache_clear()


def _web() -> None:
    with collector.resting():
        from twiza import main
        from twiza.operations.commands import web

        main.load()
    _wait_for_database()
    web()


def _worker() -> None:
    with collector.resting():
        from twiza import worker

        worker.load()
    _wait_for_database()
    worker.main()


if __name__ == "__main__":
    _web() if sys.argv[1] == "web" else _worker()
