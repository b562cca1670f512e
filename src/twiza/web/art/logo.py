"""The mark: eight people in a circle; the space between them is a khatem, and the saffron petal is you."""

import math

from twiza.web.art.shapes import Point, around, path

MAJORELLE, SAFFRON = "#5042e4", "#feb72f"
_CENTRE = (20.0, 20.0)
_YOU = 1


def petals(gap: float = 0.75) -> list[list[Point]]:
    """Eight petals on a field of 40 × 40, clockwise from the top."""
    return [_petal(-math.pi / 2 + i * math.pi / 4, gap) for i in range(8)]


def _petal(angle: float, gap: float) -> list[Point]:
    def half(radius: float) -> float:
        return math.pi / 8 - math.asin(gap / radius)

    return [
        around(_CENTRE, 7.4, angle),
        around(_CENTRE, 10.6, angle - half(10.6)),
        around(_CENTRE, 15.2, angle - half(15.2)),
        around(_CENTRE, 19.6, angle),
        around(_CENTRE, 15.2, angle + half(15.2)),
        around(_CENTRE, 10.6, angle + half(10.6)),
    ]


def petal_paths(petal: str = MAJORELLE, you: str = SAFFRON) -> str:
    return "".join(
        f'<path d="{path(points)}" fill="{you if i == _YOU else petal}"/>'
        for i, points in enumerate(petals())
    )


def logo() -> str:
    """The mark on nothing."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">{petal_paths()}</svg>'


def app_icon(*, inset: float = 9, corner: float = 0) -> str:
    """The mark in white on the brand's blue; the inset keeps it whole where phones cut icons round."""
    size = 40 + 2 * inset
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<rect width="{size}" height="{size}" rx="{corner}" fill="#3e31c1"/>'
        f'<g transform="translate({inset} {inset})">{petal_paths("#ffffff")}</g></svg>'
    )
