"""Work done anywhere: design, web, pictures, words, films, figures."""

import math

from twiza.web.art.palette import Palette
from twiza.web.art.pieces import SHADOW, circle, group, line, rect, shape
from twiza.web.art.shapes import arch, path, star


def brand(p: Palette) -> str:
    card = (
        rect(-70, -42, 140, 84, 9, p.light, SHADOW)
        + shape(path(star((-38, 0), 18, turn=math.pi / 8)), p.deep)
        + shape(path(star((-38, 0), 8)), p.accent)
        + rect(-8, -16, 58, 7, 3.5, p.ink)
        + rect(-8, -2, 44, 5, 2.5, p.line)
        + rect(-8, 9, 50, 5, 2.5, p.line)
    )
    back = (
        rect(-70, -42, 140, 84, 9, p.ink, SHADOW)
        + shape(path(star((0, 0), 26)), "none", f'stroke="{p.accent}" stroke-width="2.5"')
        + shape(
            path(star((0, 0), 26, turn=math.pi / 8)),
            "none",
            f'stroke="{p.accent}" stroke-width="1.2" opacity=".6"',
        )
    )
    sw = "".join(
        circle(142 + i * 29, 262, 11, c, f'stroke="{p.light}" stroke-width="2.5"')
        for i, c in enumerate((p.deep, p.accent, "#c44720", "#20b281", p.ink))
    )
    return group(back, "translate(228 128) rotate(9)") + group(card, "translate(180 182) rotate(-7)") + sw


def web(p: Palette) -> str:
    cells = "".join(
        rect(96 + i * 72, 176, 62, 66, 7, c)
        + shape(arch(127 + i * 72, 230, 30, 40, 3), "#fff", 'opacity=".85"')
        + rect(96 + i * 72, 248, 40, 5, 2.5, "#d5d0c8")
        for i, c in enumerate(("#ffca64", "#75e4b9", "#f59a78"))
    )
    return (
        rect(76, 74, 248, 190, 12, "#fff", SHADOW)
        + rect(76, 74, 248, 26, 12, "#f2efe9")
        + rect(76, 88, 248, 12, 0, "#f2efe9")
        + circle(92, 87, 4, "#ee7d55")
        + circle(105, 87, 4, "#feb72f")
        + circle(118, 87, 4, "#20b281")
        + rect(140, 82, 120, 10, 5, "#fff")
        + rect(96, 114, 122, 12, 6, p.ink)
        + rect(96, 132, 92, 7, 3.5, "#ada79e")
        + rect(96, 147, 58, 16, 8, p.near)
        + cells
        + circle(304, 82, 21, p.accent, SHADOW)
        + line("M295 76h4l3 11h10l3-8h-13", p.ink, 2.6)
        + circle(303.5, 92, 2, p.ink)
        + circle(311, 92, 2, p.ink)
    )


def _print(sky: str, sun: str, far: str, near: str) -> str:
    return (
        rect(-52, -60, 104, 124, 6, "#fff", SHADOW)
        + rect(-44, -52, 88, 84, 3, sky)
        + circle(20, -28, 11, sun)
        + shape("M-44 32V6l24-26 22 24 14-14 28 28v14z", far)
        + shape("M-44 32V18l18-10 24 16 20-12 26 12v8z", near)
    )


def photo(p: Palette) -> str:
    cam = (
        rect(-62, -40, 124, 84, 14, p.ink, SHADOW)
        + shape("M-24 -40l8-15h32l8 15z", p.ink)
        + rect(-62, -20, 124, 38, 0, "#434451")
        + circle(0, 2, 33, "#d5d0c8")
        + circle(0, 2, 27, "#191a2c")
        + circle(0, 2, 18, p.near)
        + circle(-6, -5, 6, "#fff", 'opacity=".7"')
        + rect(36, -32, 16, 8, 4, p.accent)
        + circle(-46, -30, 4, "#ee7d55")
    )
    return (
        group(_print("#ffdf9e", "#fff", "#c44720", "#7a2916"), "translate(132 130) rotate(-10)")
        + group(_print("#b1b6ff", "#ffca64", "#5042e4", "#221e68"), "translate(266 124) rotate(8)")
        + group(cam, "translate(200 210)")
    )


def lang(p: Palette) -> str:
    b1 = shape(
        "M-74 -46h148a14 14 0 0 1 14 14v56a14 14 0 0 1-14 14h-92l-28 24v-24h-28"
        "a14 14 0 0 1-14-14v-56a14 14 0 0 1 14-14z",
        "#fff",
        SHADOW,
    )
    b2 = shape(
        "M-60 -40h120a14 14 0 0 1 14 14v50a14 14 0 0 1-14 14h-24v22l-26-22h-70"
        "a14 14 0 0 1-14-14v-50a14 14 0 0 1 14-14z",
        p.accent,
        SHADOW,
    )
    latin = line("M-14 22L0 -20L14 22M-9 9H9", p.deep, 6.5)
    alef = line("M0 -14V22", p.ink, 7) + line("M5 -30c-8 -4 -13 3 -7 7h-5M-6 -21.500l12 -3", p.ink, 3.2)
    yaz = line(
        "M0 -24V24M-16 -24c0 14 6 20 16 20s16 -6 16 -20M-16 24c0 -14 6 -20 16 -20s16 6 16 20", "#fff", 5
    )
    return (
        group(
            b1
            + group(latin, "translate(-38 -4)")
            + rect(0, -22, 62, 7, 3.5, "#d1d5ff")
            + rect(0, -8, 46, 7, 3.5, "#d1d5ff")
            + rect(0, 6, 54, 7, 3.5, "#d1d5ff"),
            "translate(166 112)",
        )
        + group(
            b2
            + group(alef, "translate(36 -2)")
            + rect(-54, -18, 62, 7, 3.5, "#fff", 'opacity=".75"')
            + rect(-38, -4, 46, 7, 3.5, "#fff", 'opacity=".75"'),
            "translate(256 202)",
        )
        + circle(98, 224, 39, "#c44720", SHADOW)
        + group(yaz, "translate(98 224)")
    )


def video(p: Palette) -> str:
    ph = (
        rect(-58, -106, 116, 212, 20, p.ink, SHADOW)
        + rect(-50, -98, 100, 196, 13, "#ee7d55")
        + shape("M-50 98V20l28-30 26 26 18-16 28 30v55a13 13 0 0 1-13 13h-74a13 13 0 0 1-13-13z", "#7a2916")
        + circle(20, -52, 17, "#ffca64")
        + circle(0, 0, 25, "#fff", 'opacity=".94"')
        + shape("M-7 -12l20 12-20 12z", p.deep)
        + rect(-38, 70, 76, 5, 2.5, "#fff", 'opacity=".45"')
        + rect(-38, 70, 42, 5, 2.5, "#fff")
        + circle(4, 72.5, 5, "#fff")
    )
    bars = "".join(
        rect(250 + i * 13, 196 - h / 2, 7, h, 3.5, p.accent)
        for i, h in enumerate((18, 40, 28, 62, 34, 50, 22, 14))
    )
    return (
        group(ph, "translate(160 160) rotate(-6)")
        + rect(234, 150, 132, 92, 14, p.light, SHADOW)
        + bars
        + rect(238, 88, 92, 40, 12, p.accent, SHADOW)
        + line("M254 108h14m10 0h36", p.ink, 5)
    )


def account(p: Palette) -> str:
    bars = "".join(
        rect(104 + i * 30, 226 - h, 19, h, 5, c)
        for i, (h, c) in enumerate(
            ((34, "#b1b6ff"), (56, "#8b8cfe"), (46, "#b1b6ff"), (78, "#6a61f6"), (96, p.deep))
        )
    )
    return (
        rect(82, 76, 188, 178, 14, "#fff", SHADOW)
        + rect(104, 96, 76, 10, 5, p.ink)
        + rect(104, 113, 48, 7, 3.5, "#d5d0c8")
        + bars
        + line("M112 184L142 166L172 174L202 142L234 124", p.accent, 5)
        + circle(234, 124, 6, "#fff", f'stroke="{p.accent}" stroke-width="4"')
        + circle(296, 204, 46, p.accent, SHADOW)
        + circle(296, 204, 36, "none", f'stroke="{p.ink}" stroke-width="3" opacity=".55"')
        + shape(path(star((296, 204), 22)), p.ink, 'opacity=".8"')
        + shape(path(star((296, 204), 10, turn=math.pi / 8)), p.accent)
        + circle(330, 116, 26, "#fff", SHADOW)
        + line("M319 117l8 8 14-17", "#128e64", 5.5)
    )
