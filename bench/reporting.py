"""One line per figure: what was measured, the floor or the limit, and whether it holds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """`at_least`: value over base must reach it; `at_most`: value must stay under it."""

    what: str
    value: float
    unit: str
    base: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def holds(self) -> bool:
        if self.at_least is not None and self.base is not None:
            return self.value / self.base >= self.at_least
        return self.at_most is None or self.value <= self.at_most

    def __str__(self) -> str:
        if self.base is not None and self.at_least is not None:
            ratio = self.value / self.base
            said = f"{self.value:,.0f} of {self.base:,.0f} {self.unit}, ratio {ratio:.2f}, at least {self.at_least:.2f}"
        else:
            said = f"{self.value:,.2f} {self.unit}, at most {self.at_most:,.2f}"
        return f"{'ok   ' if self.holds else 'UNDER'}  {self.what}: {said}"


def show(lines: list[Line]) -> None:
    print("\n".join(map(str, lines)))
