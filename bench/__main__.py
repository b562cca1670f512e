"""Runs every benchmark and prints one table."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from bench import browsing, chatting, confirming, finding_pros, ordering, racing, searching, serving, starting
from bench.reporting import Line, show


def main() -> None:
    """All of them, or those whose name is given."""
    asked = argparse.ArgumentParser(prog="bench", description=__doc__)
    asked.add_argument(
        "wanted",
        nargs="*",
        help="serving, starting, browsing, searching, finding-pros, chatting, ordering, confirming or racing",
    )
    asked.add_argument(
        "--orders",
        type=int,
        default=ordering.ORDERS,
        help="how many orders there are before `ordering` places more",
    )
    asked.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep the large worlds here, and use those that are there"
    )
    asked.add_argument(
        "--bookings",
        type=int,
        default=confirming.BOOKINGS,
        help="how many bookings there are before `confirming` confirms more",
    )
    asked.add_argument(
        "--rounds", type=int, default=racing.ROUNDS, help="how often eight confirm at once in `racing`"
    )
    told = asked.parse_args()
    benches: Mapping[str, Callable[[Path], list[Line]]] = {
        "serving": serving.measure,
        "starting": starting.measure,
        "browsing": browsing.measure,
        "searching": searching.measure,
        "finding-pros": finding_pros.measure,
        "chatting": chatting.measure,
        "ordering": partial(ordering.measure, orders=told.orders),
        "confirming": partial(confirming.measure, bookings=told.bookings),
        "racing": partial(racing.measure, rounds=told.rounds),
    }
    lines: list[Line] = []
    with (
        nullcontext(told.keep) if told.keep else tempfile.TemporaryDirectory(prefix="twiza-bench-") as folder
    ):
        for name, measure in benches.items():
            if not told.wanted or name in told.wanted:
                print(f"{name} …", file=sys.stderr, flush=True)
                lines += measure(Path(folder))
    show(lines)
    if any(line.is_false for line in lines):
        sys.exit(1)


if __name__ == "__main__":
    main()
