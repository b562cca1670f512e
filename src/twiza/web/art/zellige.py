"""Zellige: the line pattern behind covers and banners, and the coloured mosaic band."""

import math

from twiza.web.art.shapes import Point, around, crossing, path, polygon, star

BAND_COLOURS = ("#3e31c1", "#f39d10", "#0c6d4c", "#c44720", "#221e68")


def middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def star_in(corners: list[Point], angle: float = 45) -> list[Point]:
    """Hankin's way: lines leave each side's middle at this angle and meet inside the polygon."""
    points: list[Point] = []
    lean = math.radians(angle)
    for i, corner in enumerate(corners):
        second, third = corners[(i + 1) % len(corners)], corners[(i + 2) % len(corners)]
        start, end = middle(corner, second), middle(second, third)
        side = math.atan2(second[1] - corner[1], second[0] - corner[0])
        next_side = math.atan2(third[1] - second[1], third[0] - second[0])
        points.append(start)
        points.append(
            crossing(
                start,
                (math.cos(side + lean), math.sin(side + lean)),
                end,
                (math.cos(next_side + math.pi - lean), math.sin(next_side + math.pi - lean)),
            )
        )
    return points


def lines(period: float = 72) -> str:
    """One period: octagon stars on the corners, a square between them, a rosette in each star."""
    side = period / (1 + math.sqrt(2))
    octagon = side / (2 * math.sin(math.pi / 8))
    inner, rosette = period / 2 * math.cos(math.pi / 4) / math.cos(math.pi / 8), period * 0.235
    corners = [(0.0, 0.0), (period, 0.0), (0.0, period), (period, period)]
    drawn = "".join(path(star_in(polygon(corner, octagon, 8, turn=math.pi / 8))) for corner in corners)
    square = polygon((period / 2, period / 2), side / math.sqrt(2), 4)
    drawn += path([middle(square[i], square[(i + 1) % 4]) for i in range(4)])
    for corner in corners:
        drawn += path(star(corner, rosette, turn=math.pi / 8))
        for i in range(8):
            angle = math.pi / 8 + i * math.pi / 4
            drawn += path([around(corner, rosette, angle), around(corner, inner, angle)], close=False)
    return drawn


def pattern(stroke: str, opacity: float, period: int = 72) -> str:
    """The pattern as a picture to repeat."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{period}" height="{period}" '
        f'viewBox="0 0 {period} {period}">'
        f'<path d="{lines(period)}" fill="none" stroke="{stroke}" stroke-opacity="{opacity}"/></svg>'
    )


def pattern_fill(stroke: str, opacity: float, period: int = 60, name: str = "z") -> str:
    """The pattern as a fill inside another picture."""
    return (
        f'<pattern id="{name}" width="{period}" height="{period}" patternUnits="userSpaceOnUse">'
        f'<path d="{lines(period)}" fill="none" stroke="{stroke}" stroke-width="1" '
        f'stroke-opacity="{opacity}"/></pattern>'
    )


def band(size: int = 48, repeats: int = 5, ground: str = "#fff8ea", grout: str = "#e5e1db") -> str:
    """The mosaic band: coloured khatems with crosses between them."""
    width = size * repeats
    parts: list[str] = []
    for i in range(-1, repeats + 1):
        here = (i * size + size / 2, size / 2)
        colours = [BAND_COLOURS[(i + step) % len(BAND_COLOURS)] for step in range(3)]
        parts.append(f'<path d="{path(star(here, size / 2))}" fill="{colours[0]}" stroke="{grout}"/>')
        parts.append(f'<path d="{path(star(here, size * 0.285, turn=math.pi / 8))}" fill="{ground}"/>')
        parts.append(f'<path d="{path(star(here, size * 0.2))}" fill="{colours[2]}"/>')
        for corner in ((i * size, 0), (i * size, size)):
            cross = path(star(corner, size * 0.3, inner=size * 0.13, tips=4))
            parts.append(f'<path d="{cross}" fill="{colours[1]}" opacity=".9"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{size}" '
        f'viewBox="0 0 {width} {size}">'
        f'<rect width="{width}" height="{size}" fill="{ground}"/>{"".join(parts)}</svg>'
    )
