"""Limits that one process keeps to itself: good enough against noise, free of charge."""

import math
import time
from dataclasses import dataclass, field
from datetime import timedelta

from twiza.kit.errors import TooMany


@dataclass
class LocalLimit:
    """So many tries per key in so much time; remembers a bounded number of keys."""

    limit: int
    per: timedelta
    most_keys: int = 10_000
    _windows: dict[str, tuple[float, int]] = field(default_factory=dict[str, tuple[float, int]], init=False)

    def hit(self, key: str) -> None:
        """Count a try, and refuse it when the window has had its share."""
        now = time.monotonic()
        ends_at, hits = self._windows.get(key, (0.0, 0))
        if ends_at <= now:
            self._make_room(now)
            ends_at, hits = now + self.per.total_seconds(), 0
        self._windows[key] = (ends_at, hits + 1)
        if hits >= self.limit:
            raise TooMany(max(1, math.ceil(ends_at - now)))

    def _make_room(self, now: float) -> None:
        if len(self._windows) < self.most_keys:
            return
        self._windows = {key: window for key, window in self._windows.items() if window[0] > now}
        # All still open: the oldest keys go first, as dictionaries keep their order.
        for key in list(self._windows)[: len(self._windows) - self.most_keys + 1]:
            del self._windows[key]
