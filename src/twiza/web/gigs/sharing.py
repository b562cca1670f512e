"""The picture that shows a gig wherever its link is shared: its cover beside its title and price."""

import hashlib
import io
from functools import partial
from typing import Any

import anyio.to_thread
import resvg_py
from anyio import CapacityLimiter
from PIL import Image, ImageDraw, ImageFont
from starlette.requests import Request
from starlette.responses import Response

from twiza.gigs import queries, sellers
from twiza.gigs.covers import LARGE
from twiza.gigs.sellers import SellerFacts
from twiza.gigs.whole import WholeGig
from twiza.kit import i18n, storage
from twiza.kit.db import reading
from twiza.kit.errors import NotFound
from twiza.kit.i18n import format_money, language
from twiza.kit.i18n import gettext as _
from twiza.kit.storage import store
from twiza.web.art import logo
from twiza.web.assets import FOLDER
from twiza.web.gigs import drawing

WIDTH, HEIGHT = 1200, 630
_COVER = 560
_MARGIN = 56
_GROUND, _INK, _SOFT, _SAFFRON = "#14123d", "#ffffff", "#b1b6ff", "#feb72f"
_KEPT = "public, max-age=86400"
_MOST_LINES = 4
# Drawing takes some tens of milliseconds of one core: not everybody's at once.
_at_once = CapacityLimiter(1)


def address(gig: WholeGig) -> str:
    """Its address in the current language; another one when what it shows has changed."""
    return f"/gigs/{gig.id}/card.{language.get()}.png?v={_version(gig)}"


async def card(request: Request) -> Response:
    """The card in the language of its address; networks fetch it without any cookie."""
    code = request.path_params["language"]
    if code not in i18n.LANGUAGES:
        raise NotFound
    with i18n.use(code):
        async with reading() as connection:
            gig = await queries.offered(connection, request.path_params["id"])
            if gig is None:
                raise NotFound
            seller = await sellers.facts(connection, gig.freelancer_id)
        cover = await _cover(gig)
        # The thread gets a copy of the context, and with it the language.
        drawn = await anyio.to_thread.run_sync(partial(draw, gig, seller, cover), limiter=_at_once)
    return Response(drawn, media_type="image/png", headers={"cache-control": _KEPT})


def draw(gig: WholeGig, seller: SellerFacts, cover: Image.Image) -> bytes:
    """The card as PNG."""
    canvas = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    is_rtl = language.get() == "ar"
    side = _fitted(cover, _COVER, HEIGHT)
    canvas.paste(side, (0 if is_rtl else WIDTH - _COVER, 0))
    pen = ImageDraw.Draw(canvas)
    start = _COVER + _MARGIN if is_rtl else _MARGIN
    room = WIDTH - _COVER - 2 * _MARGIN
    _brand(canvas, pen, start, room, is_rtl=is_rtl)
    title = _font(gig.title, 50)
    lines = _wrapped(pen, gig.title, title, room)
    for place, line in enumerate(lines):
        _write(pen, line, title, (start, 172 + place * 66), room, _INK, is_rtl=is_rtl)
    below = 172 + len(lines) * 66 + 14
    _write(pen, seller.name, _font(seller.name, 30), (start, below), room, _SOFT, is_rtl=is_rtl)
    said = _("From {price}", price=format_money(gig.price or 0)).replace("\u00a0", " ")
    _write(pen, said, _font(said, 42), (start, HEIGHT - _MARGIN - 50), room, _SAFFRON, is_rtl=is_rtl)
    out = io.BytesIO()
    canvas.save(out, "PNG", optimize=True)
    return out.getvalue()


async def _cover(gig: WholeGig) -> Image.Image:
    """The picture's own bytes, or the drawing made into pixels."""
    svg = drawing.svg_at(gig.cover_url())
    if svg is not None:
        return _pixels(svg, 840)
    name = storage.media_url(gig.cover or "", LARGE).rpartition("/")[2]
    content = await store.read(store.path_of(storage.Visibility.PUBLIC, name))
    return Image.open(io.BytesIO(content)).convert("RGB")


def _pixels(svg: str, width: int) -> Image.Image:
    return Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)))


def _fitted(cover: Image.Image, width: int, height: int) -> Image.Image:
    """As large as it must be to fill the place, cut around its middle."""
    scale = max(width / cover.width, height / cover.height)
    large = cover.convert("RGB").resize((round(cover.width * scale), round(cover.height * scale)))
    left, top = (large.width - width) // 2, (large.height - height) // 2
    return large.crop((left, top, left + width, top + height))


def _brand(canvas: Image.Image, pen: ImageDraw.ImageDraw, start: int, room: int, *, is_rtl: bool) -> None:
    mark = _pixels(logo.logo(), 64).convert("RGBA")
    name = _("Twiza")
    font = _font(name, 40)
    at = start + room - 64 if is_rtl else start
    canvas.paste(mark, (at, _MARGIN), mark)
    beside = start - 80 if is_rtl else start + 80
    _write(pen, name, font, (beside, _MARGIN + 6), room, _INK, is_rtl=is_rtl)


def _write(  # noqa: PLR0917  what, how and where: as one draws
    pen: ImageDraw.ImageDraw,
    text: str,
    font: Any,
    at: tuple[int, int],
    room: int,
    colour: str,
    *,
    is_rtl: bool,
) -> None:
    """One line, from the side where its readers begin."""
    x, y = at
    pen.text((x + room if is_rtl else x, y), text, colour, font, anchor="ra" if is_rtl else "la")


def _wrapped(pen: ImageDraw.ImageDraw, text: str, font: Any, room: int) -> list[str]:
    """The words on lines that fit; a word without end is cut, what is left over is told by dots."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if pen.textlength(longer, font) <= room:
            lines[-1] = longer
            continue
        while pen.textlength(word, font) > room:
            word = word[:-1]  # noqa: PLW2901
        lines.append(word)
    kept = [line for line in lines if line]
    if len(kept) > _MOST_LINES:
        kept = [*kept[: _MOST_LINES - 1], kept[_MOST_LINES - 1] + "…"]
    return kept


def _font(text: str, size: int) -> Any:
    """A face that has the letters of this text."""
    is_arabic = any("\u0600" <= char <= "\u06ff" for char in text)
    name = "readex-ar-300-700" if is_arabic else "bricolage-600-800"
    font = ImageFont.truetype(FOLDER / f"fonts/{name}.woff2", size)
    font.set_variation_by_axes([700])
    return font


def _version(gig: WholeGig) -> str:
    shown = f"{gig.title}\0{gig.cover}\0{gig.price}"
    return hashlib.sha256(shown.encode()).hexdigest()[:10]
