"""Drawn covers: a category has its scenes, a number chooses the colours, the door and the tiles behind it."""

import re
from collections.abc import Mapping
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from twiza.kit.errors import NotFound
from twiza.web.art import scenes_market, scenes_studio
from twiza.web.art.covers import Scene, drawn
from twiza.web.art.palette import BLUE, MINT, NIGHT, SAFFRON, SAND, TERRACOTTA

_PALETTES = (BLUE, SAFFRON, MINT, TERRACOTTA, NIGHT, SAND)
_DOORS = ((224, 258), (250, 236), (200, 272), (236, 266))
_TILES = (60, 44)
_SCENES: Mapping[str, Scene] = {
    "design": scenes_studio.brand,
    "web-mobile": scenes_studio.web,
    "video-photo": scenes_studio.video,
    "traduction": scenes_studio.lang,
    "comptabilite": scenes_studio.account,
    "marketing": scenes_market.market,
}
_SECOND: Mapping[str, Scene] = {"video-photo": scenes_studio.photo}
_NAME = re.compile(r"([a-z0-9-]{1,60})-([0-9]{1,2})")
# A day, not for ever: the drawing may change with the program.
_KEPT = "public, max-age=86400"


async def cover(request: Request) -> Response:
    """The cover of this category and number, as a picture of some kilobytes."""
    found = _NAME.fullmatch(request.path_params["name"])
    if found is None:
        raise NotFound
    svg = svg_of(found[1] if found[1] in _SCENES else "", int(found[2]))
    return Response(svg, media_type="image/svg+xml", headers={"cache-control": _KEPT})


@lru_cache(maxsize=512)
def svg_of(category: str, number: int) -> str:
    """The drawing; categories without a scene show a star."""
    scene = _SCENES.get(category, scenes_market.khatem)
    number, palette = divmod(number, len(_PALETTES))
    number, door = divmod(number, len(_DOORS))
    number, tiles = divmod(number, len(_TILES))
    if door % 2:
        scene = _SECOND.get(category, scene)
    return drawn(scene, _PALETTES[palette], period=_TILES[tiles], door=_DOORS[door])


def svg_at(path: str) -> str | None:
    """The drawing behind an address such as /art/gig/design-7.svg."""
    found = re.fullmatch(rf"/art/gig/{_NAME.pattern}\.svg", path)
    return svg_of(found[1] if found[1] in _SCENES else "", int(found[2])) if found else None
