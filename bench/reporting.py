"""One line per figure: what was measured, the floor or the limit, and whether it holds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """`at_least`: value over base must reach it; `at_most`: value must stay under it; `exactly` is no question of speed.

    A line without any of them is only told.
    """

    what: str
    value: float
    unit: str
    base: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    exactly: float | None = None

    @property
    def is_false(self) -> bool:
        """What must be so on every machine isn't."""
        return self.exactly is not None and self.value != self.exactly

    @property
    def holds(self) -> bool:
        if self.exactly is not None:
            return not self.is_false
        if self.at_least is not None and self.base is not None:
            return self.value / self.base >= self.at_least
        return self.at_most is None or self.value <= self.at_most

    def __str__(self) -> str:
        if self.base is not None and self.at_least is not None:
            ratio = self.value / self.base
            said = f"{self.value:,.0f} of {self.base:,.0f} {self.unit}, ratio {ratio:.2f}, at least {self.at_least:.2f}"
        elif self.exactly is not None:
            said = f"{_shown(self.value)} {self.unit}, must be {_shown(self.exactly)}"
        elif self.at_most is None:
            said = f"{_shown(self.value)} {self.unit}"
        else:
            said = f"{_shown(self.value)} {self.unit}, at most {_shown(self.at_most)}"
        return f"{'ok   ' if self.holds else 'UNDER'}  {self.what}: {said}"


def show(lines: list[Line]) -> None:
    print("\n".join(map(str, lines)))


def _shown(value: float) -> str:
    """What is counted has no fractions."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.3f}"
