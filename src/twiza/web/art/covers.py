"""Covers of services: an arch on a zellige ground, with the tools of the trade before it."""

from collections.abc import Callable

from twiza.web.art import scenes_home, scenes_studio, scenes_water
from twiza.web.art.palette import BLUE, MINT, NIGHT, SAFFRON, SAND, TERRACOTTA, Palette
from twiza.web.art.shapes import arch
from twiza.web.art.zellige import pattern_fill

WIDTH, HEIGHT = 400, 300

Scene = Callable[[Palette], str]

SCENES: dict[str, tuple[Scene, Palette]] = {
    "brand": (scenes_studio.brand, BLUE),
    "web": (scenes_studio.web, SAFFRON),
    "photo": (scenes_studio.photo, SAND),
    "lang": (scenes_studio.lang, NIGHT),
    "video": (scenes_studio.video, TERRACOTTA),
    "account": (scenes_studio.account, SAFFRON),
    "clean": (scenes_home.clean, MINT),
    "elec": (scenes_home.elec, NIGHT),
    "paint": (scenes_home.paint, BLUE),
    "garden": (scenes_home.garden, SAND),
    "ac": (scenes_home.ac, BLUE),
    "plumb": (scenes_water.plumb, MINT),
    "boiler": (scenes_water.boiler, TERRACOTTA),
    "shower": (scenes_water.shower, BLUE),
    "pipes": (scenes_water.pipes, SAND),
    "kitchen": (scenes_water.kitchen, MINT),
}


def cover(name: str) -> str:
    """The whole picture."""
    scene, p = SCENES[name]
    return drawn(scene, p)


def drawn(scene: Scene, p: Palette, *, period: int = 60, door: tuple[float, float] = (224, 258)) -> str:
    """A scene before an arch of this width and height, on zellige of this size."""
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#%s)"/>'
    width, height = door
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}"><defs>'
        f'<linearGradient id="g" x2="1" y2="1"><stop stop-color="{p.near}"/>'
        f'<stop offset="1" stop-color="{p.deep}"/></linearGradient>'
        '<filter id="s" x="-20%" y="-20%" width="140%" height="150%">'
        f'<feDropShadow dx="0" dy="7" stdDeviation="8" flood-color="{p.ink}" flood-opacity=".26"/></filter>'
        f"{pattern_fill(p.line, 0.3, period)}</defs>{ground % 'g'}{ground % 'z'}"
        f'<path d="{arch(200, 300, width + 38, height + 24, 14)}" fill="{p.arch}" opacity=".55"/>'
        f'<path d="{arch(200, 300, width, height, 12)}" fill="{p.arch}"/>{scene(p)}</svg>'
    )
