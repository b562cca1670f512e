"""Water and heat: the plumber’s covers."""

from twiza.web.art.palette import Palette
from twiza.web.art.pieces import SHADOW, circle, group, line, rect, shape


def plumb(p: Palette) -> str:
    return (
        line("M48 214H150a22 22 0 0 0 22-22V150", "#e5e1db", 26)
        + line("M48 214H150a22 22 0 0 0 22-22V150", "#fff", 7, 'opacity=".6" transform="translate(0 -5)"')
        + rect(66, 196, 16, 36, 4, p.accent)
        + rect(154, 158, 36, 14, 4, p.accent)
        + shape("M140 96h124c26 0 46 20 46 46v14h-38v-8c0-8-6-13-14-13H140z", "#fff", SHADOW)
        + rect(132, 88, 22, 58, 8, "#d5d0c8")
        + rect(188, 64, 18, 36, 4, "#d5d0c8")
        + rect(156, 46, 82, 20, 10, p.accent)
        + shape("M140 96h124c20 0 36 12 42 28-8-10-20-14-34-14H140z", "#f2efe9")
        + rect(268, 152, 46, 12, 5, "#d5d0c8")
        + shape("M291 184c14 19 20 28 20 38a20 20 0 0 1-40 0c0-10 6-19 20-38z", "#8fd3ff", SHADOW)
        + line("M281 224a10 10 0 0 0 7 9", "#fff", 3.4)
        + shape("M291 250c0 0 0 0 0 0", "none")
        + group(
            shape("M-9 -44a20 20 0 1 0 18 0v17l-9 6-9-6z", "#434451")
            + rect(-7, -8, 14, 78, 7, "#605f6a")
            + circle(0, 58, 3.4, "#e5e1db"),
            "translate(112 128) rotate(-28)",
            SHADOW,
        )
    )


def boiler(p: Palette) -> str:
    return (
        rect(136, 56, 128, 180, 26, "#fff", SHADOW)
        + rect(136, 178, 128, 58, 0, "#f2efe9")
        + shape("M136 200v10a26 26 0 0 0 26 26h76a26 26 0 0 0 26-26v-10z", "#e5e1db")
        + circle(200, 116, 30, "#f2efe9")
        + circle(200, 116, 23, "#fff")
        + line("M200 116l10-13", "#c44720", 4)
        + line("M182 122a19 19 0 1 1 36 0", p.accent, 4)
        + rect(172, 164, 56, 6, 3, "#d5d0c8")
        + line("M168 238v62M232 238v62", "#d8894f", 11)
        + line("M168 238v62M232 238v62", "#f3b98c", 3)
        + circle(168, 262, 11, "#c44720")
        + circle(232, 262, 11, "#3e31c1")
        + "".join(
            line(f"M{290 + i * 22} 116c-7 10 7 16 0 26s7 16 0 26", "#fff", 4.5, 'opacity=".85"')
            for i in range(3)
        )
    )


def shower(p: Palette) -> str:
    tiles = "".join(
        rect(84 + i * 34, 80 + j * 34, 30, 30, 4, "#fff", f'opacity="{0.28 if (i + j) % 2 else 0.5}"')
        for i in range(7)
        for j in range(6)
    )
    drops = "".join(
        line(f"M{214 + i * 17} {158 + (i % 2) * 10}v14m0 14v16m0 16v12", "#e7f6ff", 4) for i in range(5)
    )
    return (
        tiles
        + line("M118 270V98a28 28 0 0 1 28-28h70a30 30 0 0 1 30 30v14", "#d5d0c8", 11)
        + shape("M200 138a46 26 0 0 1 92 0z", "#fff", SHADOW)
        + rect(198, 134, 96, 9, 4.5, "#ada79e")
        + drops
        + circle(118, 206, 17, "#fff", SHADOW)
        + line("M118 206h22", p.accent, 7)
    )


def pipes(p: Palette) -> str:
    return (
        line("M40 100H150a20 20 0 0 1 20 20v60a20 20 0 0 0 20 20H370", "#e9a36c", 24)
        + line("M40 95H150a24 24 0 0 1 25 24", "#ffd6b3", 5)
        + line("M40 220H100a20 20 0 0 0 20-20V150", "#d5d0c8", 24)
        + rect(108, 128, 25, 22, 5, "#fff")
        + "".join(
            rect(x, y, w, h, 5, "#b5652b")
            for x, y, w, h in ((72, 84, 14, 32), (154, 134, 32, 14), (216, 184, 14, 32), (320, 184, 14, 32))
        )
        + circle(270, 200, 30, "#fff", SHADOW)
        + circle(270, 200, 22, "#f2efe9")
        + line("M270 200l10-12", "#c44720", 4)
        + line("M270 150v20", "#ada79e", 8)
        + line("M250 146h40", p.accent, 12)
    )


def kitchen(p: Palette) -> str:
    return (
        rect(58, 196, 284, 20, 6, "#fff", SHADOW)
        + rect(74, 216, 252, 84, 0, p.deep)
        + rect(84, 226, 110, 74, 6, p.arch)
        + rect(206, 226, 110, 74, 6, p.arch)
        + circle(182, 258, 4, p.accent)
        + circle(218, 258, 4, p.accent)
        + shape("M120 196h120v-6H120z", "#d5d0c8")
        + line("M180 192V128a24 24 0 0 1 48 0v10", "#e5e1db", 11)
        + line("M196 170h20", p.accent, 8)
        + shape("M228 150c6 8 8 12 8 16a8 8 0 0 1-16 0c0-4 2-8 8-16z", "#8fd3ff")
        + group(
            shape("M-26 0h52l-6 34h-40z", "#c44720")
            + line("M0 0c-8-18-4-34 2-42M0 0c10-12 18-16 24-30M0 0c-12-8-18-18-22-26", "#20b281", 6),
            "translate(298 162)",
        )
    )
