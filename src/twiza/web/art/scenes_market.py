"""Work that makes itself known: a megaphone; and a star for all that has no scene of its own."""

import math

from twiza.web.art.palette import Palette
from twiza.web.art.pieces import SHADOW, circle, group, line, rect, shape
from twiza.web.art.shapes import path, star


def market(p: Palette) -> str:
    horn = (
        shape("M-58 -20L34 -62V62L-58 20Z", p.light, SHADOW)
        + shape("M34 -62c16 8 24 30 24 62s-8 54-24 62z", p.accent)
        + rect(-88, -20, 34, 40, 8, p.ink)
        + shape("M-46 24h30l10 46c2 8-4 12-10 12h-12c-6 0-9-3-10-9z", p.ink)
        + line("M-30 -8L18 -30", p.line, 5)
    )
    waves = "".join(
        line(f"M{262 + step * 20} {118 - step * 10}q{14 + step * 6} 34 0 {64 + step * 18}", p.light, 6)
        for step in range(3)
    )
    heart = shape("M0 10C-26 -8-12 -28 0 -14C12 -28 26 -8 0 10Z", p.accent, SHADOW)
    return (
        group(horn, "translate(180 168) rotate(-12)")
        + waves
        + group(heart, "translate(112 96) scale(1.2)")
        + circle(306, 238, 7, p.accent)
        + circle(86, 226, 5, p.light)
    )


def khatem(p: Palette) -> str:
    middle = (200.0, 178.0)
    rings = "".join(
        shape(path(star(middle, radius, turn=turn * math.pi / 8)), colour, SHADOW if not turn else "")
        for radius, turn, colour in (
            (92, 0, p.light), (74, 1, p.deep), (56, 0, p.accent), (38, 1, p.light), (20, 0, p.ink),
        )
    )  # fmt: skip
    corners = "".join(
        shape(path(star((x, y), 15, turn=math.pi / 8)), p.accent) for x, y in ((92, 84), (308, 84))
    )
    return rings + corners
