"""The `twiza` command: `run`, which most people want, starts without what the other words need."""

import sys

from twiza.kit import collector
from twiza.operations.problem import CannotStart

collector.look_seldom()


def main() -> None:
    """Faults an operator can mend are one message, not a stack trace."""
    try:
        _begin(sys.argv[1:])
    except CannotStart as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)


def _begin(words: list[str]) -> None:
    """Reading words takes longer than starting Twiza does, and holds more memory than its starter."""
    if words == ["run"]:
        from twiza.operations.running import run

        run()
    else:
        from twiza.words import app

        app()


if __name__ == "__main__":
    main()
