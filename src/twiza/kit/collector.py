"""How often Python looks for circles of things that nobody holds."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def look_seldom() -> None:
    """Imports make a million things that stay, a request a thousand that die with it: looking as often as Python does
    by itself takes a fifth of a start and a tenth of an answer. Called before anything large is imported."""
    gc.set_threshold(20_000, 20, 50)


@contextmanager
def resting() -> Iterator[None]:
    """It doesn't look at all while something large is imported, nor ever again at what was."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
