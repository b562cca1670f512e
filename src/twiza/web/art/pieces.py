"""The pieces that covers are made of: each returns one SVG element."""

from twiza.web.art.shapes import short

SHADOW = 'filter="url(#s)"'


def rect(  # noqa: PLR0917  the order is SVG's own
    x: float,
    y: float,
    width: float,
    height: float,
    round_by: float = 0,
    fill: str = "#fff",
    more: str = "",
) -> str:
    return (
        f'<rect x="{short(x)}" y="{short(y)}" width="{short(width)}" height="{short(height)}" '
        f'rx="{round_by}" fill="{fill}" {more}/>'
    )


def circle(x: float, y: float, radius: float, fill: str = "#fff", more: str = "") -> str:
    return f'<circle cx="{short(x)}" cy="{short(y)}" r="{short(radius)}" fill="{fill}" {more}/>'


def shape(path: str, fill: str = "none", more: str = "") -> str:
    """A filled path."""
    return f'<path d="{path}" fill="{fill}" {more}/>'


def line(path: str, colour: str = "#fff", width: float = 4, more: str = "") -> str:
    """A drawn path with round ends."""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" '
        f'stroke-linejoin="round" {more}/>'
    )


def group(inner: str, transform: str, more: str = "") -> str:
    return f'<g transform="{transform}" {more}>{inner}</g>'
