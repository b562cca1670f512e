"""Points and paths: stars, polygons, the arch of a Moroccan door."""

import math

Point = tuple[float, float]


def short(value: float) -> str:
    """A coordinate with one decimal at most."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def path(points: list[Point], *, close: bool = True) -> str:
    """The path through these points."""
    return "M" + "L".join(f"{short(x)} {short(y)}" for x, y in points) + ("Z" if close else "")


def around(centre: Point, radius: float, angle: float) -> Point:
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def star(
    centre: Point, radius: float, *, inner: float | None = None, tips: int = 8, turn: float = 0.0
) -> list[Point]:
    """A star; without an inner radius and with eight tips it is the khatem: two squares, one turned."""
    if inner is None:
        inner = radius * math.cos(2 * math.pi / tips) / math.cos(math.pi / tips)
    return [around(centre, inner if i % 2 else radius, turn + i * math.pi / tips) for i in range(2 * tips)]


def polygon(centre: Point, radius: float, sides: int, *, turn: float = 0.0) -> list[Point]:
    return [around(centre, radius, turn + i * 2 * math.pi / sides) for i in range(sides)]


def crossing(start: Point, along: Point, other: Point, other_along: Point) -> Point:
    """Where two lines meet, each given by a point and a direction."""
    slant = along[0] * other_along[1] - along[1] * other_along[0]
    way = ((other[0] - start[0]) * other_along[1] - (other[1] - start[1]) * other_along[0]) / slant
    return start[0] + along[0] * way, start[1] + along[1] * way


def arch(middle: float, base: float, width: float, height: float, bulge: float) -> str:
    """A horseshoe arch with a pointed top, standing on `base`."""
    left, right, top = middle - width / 2, middle + width / 2, base - height
    shoulder = base - height * 0.5
    belly, neck, tip = shoulder - height * 0.2, top + height * 0.07, top + height * 0.03
    crown = top + height * 0.16

    def curve(*points: Point) -> str:
        return "C" + " ".join(f"{short(x)} {short(y)}" for x, y in points)

    return (
        f"M{short(left)} {short(base)}V{short(shoulder + 26)}"
        + curve((left - bulge - 4, shoulder + 6), (left - bulge, belly), (middle - width * 0.3, crown))
        + curve((middle - width * 0.14, neck), (middle - 4, tip), (middle, top))
        + curve((middle + 4, tip), (middle + width * 0.14, neck), (middle + width * 0.3, crown))
        + curve((right + bulge, belly), (right + bulge + 4, shoulder + 6), (right, shoulder + 26))
        + f"V{short(base)}Z"
    )
