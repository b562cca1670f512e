"""Taking turns within a process: who would only wait for a lock of the database waits here, and holds nothing meanwhile.

It makes nothing right: that is the business of the database, where other processes meet as well. It makes it cheaper, for
whoever had to wait looks again before asking for a lock, and may find that it is over.
"""

import asyncio
from collections.abc import Hashable
from weakref import WeakValueDictionary

# A turn is kept by those who have it or wait for it, and forgotten with the last of them.
_turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()


def turn(whose: Hashable) -> asyncio.Lock:
    """For `async with`: one after another, in the order in which they came."""
    found = _turns.get(whose)
    if found is None:
        found = _turns[whose] = asyncio.Lock()
    return found
