"""Runs every benchmark and prints one table."""

import sys
import tempfile
from pathlib import Path

from bench import browsing, chatting, searching, serving, starting
from bench.reporting import Line, show


def main(wanted: list[str]) -> None:
    """All of them, or those whose name is given: serving, starting, browsing, searching, chatting."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="twiza-bench-") as folder:
        for bench in (serving, starting, browsing, searching, chatting):
            name = bench.__name__.rsplit(".", 1)[-1]
            if not wanted or name in wanted:
                print(f"{name} …", file=sys.stderr, flush=True)
                lines += bench.measure(Path(folder))
    show(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
