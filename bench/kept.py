"""Sites with a world of their own: made once in a folder, found again by the next run that is given the same folder."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.serving import WORKERS
from tests.site import Site, running_site


@contextmanager
def site(folder: Path, name: str, build: Callable[[str], Coroutine[None, None, None]]) -> Iterator[Site]:
    """The world of this name, which `build` makes from the address of a database with the demo world."""
    made = folder / f"{name}.made"
    with running_site(folder / name, database=f"world_{name}", TWIZA_WEB_WORKERS=str(WORKERS)) as running:
        if not made.exists():
            asyncio.run(build(running.dsn))
            made.touch()
        yield running
