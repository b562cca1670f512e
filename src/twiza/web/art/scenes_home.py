"""Work done at home: cleaning, light, paint, plants, cool air."""

from twiza.web.art.palette import Palette
from twiza.web.art.pieces import SHADOW, circle, group, line, rect, shape
from twiza.web.art.shapes import path, star


def _spark(x: float, y: float, radius: float, fill: str) -> str:
    return shape(path(star((x, y), radius, inner=radius * 0.26, tips=4)), fill)


def clean(p: Palette) -> str:
    bottle = (
        rect(-32, -26, 64, 108, 16, "#fff", SHADOW)
        + rect(-32, 18, 64, 42, 0, p.accent)
        + shape(path(star((0, 39), 14)), "#fff")
        + shape("M-16 -26v-14h32v14z", "#d5d0c8")
        + shape("M-34 -66h52l16 12v16h-54v-8h-14z", p.ink)
        + line("M24 -38v16", p.ink, 6)
    )
    mist = "".join(
        circle(x, y, r, "#fff", 'opacity=".85"')
        for x, y, r in ((92, 108, 7), (74, 94, 5), (72, 118, 4.5), (54, 104, 4), (56, 84, 3), (50, 126, 3))
    )
    bucket = (
        shape("M-50 -30h100l-11 78a8 8 0 0 1-8 7h-62a8 8 0 0 1-8-7z", "#8b8cfe", SHADOW)
        + rect(-56, -40, 112, 16, 8, "#6a61f6")
        + line("M-44 -40c8-54 80-54 88 0", "#edeef4", 5)
        + circle(-22, -46, 17, "#fff")
        + circle(4, -52, 21, "#fff")
        + circle(28, -45, 14, "#fff")
    )
    return (
        mist
        + group(bottle, "translate(146 176)")
        + group(bucket, "translate(264 214)")
        + _spark(318, 96, 24, "#fff")
        + _spark(282, 66, 12, p.accent)
        + _spark(214, 84, 15, "#fff")
    )


def elec(p: Palette) -> str:
    rays = "".join(line("M0 -84V-100", p.accent, 6, f'transform="rotate({a})"') for a in range(-100, 101, 40))
    bulb = (
        circle(0, -4, 90, p.accent, 'opacity=".16"')
        + circle(0, -4, 72, p.accent, 'opacity=".2"')
        + shape(
            "M-50 -14a50 50 0 1 1 78 41c-8 6-10 11-10 19h-36c0-8-2-13-10-19a50 50 0 0 1-22-41z",
            "#fff6dc",
            SHADOW,
        )
        + line("M-16 0l10 -12 8 12 10 -12 M-4 44V12", "#f39d10", 4)
        + rect(-20, 48, 40, 9, 4.5, "#d5d0c8")
        + rect(-20, 60, 40, 9, 4.5, "#ada79e")
        + rect(-13, 72, 26, 9, 4.5, "#837c73")
    )
    sock = (
        rect(-34, -34, 68, 68, 14, "#fff", SHADOW)
        + circle(0, 0, 23, "#f2efe9")
        + circle(-9, 0, 4, p.ink)
        + circle(9, 0, 4, p.ink)
    )
    return (
        group(rays + bulb, "translate(188 148)")
        + group(sock, "translate(312 222) rotate(6)")
        + shape("M88 178l-24 36h18l-8 30 28-40H84z", p.accent, SHADOW)
    )


def paint(p: Palette) -> str:
    return (
        shape(
            "M60 76h226v96c0 0-18 22-30 6s-26 34-40 12-26 30-46 8-30 12-44-4-30 22-66-2z",
            p.accent,
            'opacity=".96"',
        )
        + rect(60, 60, 240, 42, 14, "#fff", SHADOW)
        + rect(60, 60, 240, 16, 8, "#f2efe9")
        + line("M300 81h26v52H196v30", "#d5d0c8", 8)
        + rect(184, 160, 24, 92, 10, p.ink, SHADOW)
        + rect(184, 176, 24, 8, 0, "#605f6a")
        + group(
            rect(-38, -34, 76, 76, 8, "#fff", SHADOW)
            + rect(-42, -42, 84, 14, 6, "#d5d0c8")
            + rect(-38, -12, 76, 30, 0, p.near)
            + shape("M-30 -28c0 12 14 10 14 26s12 6 12 -8 16 -2 16 -18z", p.accent),
            "translate(312 224)",
        )
    )


def _pot(fill: str) -> str:
    return (
        shape("M-36 0h72l-9 58a8 8 0 0 1-8 7h-38a8 8 0 0 1-8-7z", fill, SHADOW)
        + rect(-42, -10, 84, 17, 6, fill)
        + rect(-42, 3, 84, 4, 0, "#000", 'opacity=".12"')
    )


def garden(_palette: Palette) -> str:
    palm = "".join(
        shape("M0 0c22 -34 54 -44 82 -28c-30 0 -54 8 -82 28z", c, f'transform="rotate({a})"')
        for a, c in (
            (-100, "#0c6d4c"),
            (-150, "#0c6d4c"),
            (-62, "#20b281"),
            (-24, "#128e64"),
            (20, "#20b281"),
            (-190, "#128e64"),
            (60, "#0c6d4c"),
            (-230, "#20b281"),
        )
    )
    cact = (
        line("M0 0V-104", "#128e64", 30)
        + line("M0 -40h-34v-30", "#128e64", 17)
        + line("M0 -58h34v-28", "#128e64", 17)
        + line("M0 -6V-104", "#3fcf9c", 3, 'stroke-dasharray="2 9"')
        + circle(0, -122, 9, "#ee7d55")
        + circle(9, -116, 6, "#ffca64")
    )
    return (
        group(palm, "translate(246 138) scale(.96)")
        + line("M246 140c-4 40-2 60 2 84", "#7a4a22", 13)
        + group(_pot("#3e31c1"), "translate(248 214)")
        + group(cact, "translate(136 202)")
        + group(_pot("#f39d10"), "translate(136 214)")
        + group(
            line("M0 0c-14-20-10-40-2-50M2 0c10-16 22-24 30-40M0 0c-20-8-30-24-34-34", "#3fcf9c", 7),
            "translate(330 232) scale(.7)",
        )
        + group(_pot("#fff"), "translate(330 238) scale(.62)")
    )


def ac(p: Palette) -> str:
    waves = "".join(
        line(
            f"M{120 + i * 40} 178c-10 14 10 22 0 36s10 22 0 36",
            p.light,
            5,
            f'opacity="{0.9 - 0.2 * abs(i - 2)}"',
        )
        for i in range(5)
    )
    flake = "".join(
        line("M0 0L0 -19M-5 -14L0 -9L5 -14", "#8fd3ff", 3.2, f'transform="rotate({a})"')
        for a in range(0, 360, 60)
    )
    return (
        rect(70, 84, 260, 78, 16, "#fff", SHADOW)
        + rect(70, 134, 260, 28, 0, "#f2efe9")
        + shape("M70 146v0a16 16 0 0 0 16 16h228a16 16 0 0 0 16-16v-8H70z", "#e5e1db")
        + rect(92, 144, 216, 6, 3, "#837c73")
        + circle(306, 104, 4, "#20b281")
        + rect(90, 100, 54, 7, 3.5, "#d5d0c8")
        + waves
        + circle(318, 220, 33, "#fff", SHADOW)
        + group(flake, "translate(318 220)")
    )
