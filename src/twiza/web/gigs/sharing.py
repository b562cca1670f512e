"""The picture that shows a gig wherever its link is shared: its cover beside its title and price."""

import hashlib
import io
from functools import partial

import anyio.to_thread
import resvg_py
from anyio import CapacityLimiter
from PIL import Image, ImageDraw
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
from twiza.web.gigs import drawing, typeset

WIDTH, HEIGHT = 1200, 630
_COVER = 560
_MARGIN = 56
_MARK = 64
_GROUND, _INK, _SOFT, _SAFFRON = "#14123d", "#ffffff", "#b1b6ff", "#feb72f"
_KEPT = "public, max-age=86400"
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
    canvas.paste(_fitted(cover, _COVER, HEIGHT), (0 if is_rtl else WIDTH - _COVER, 0))
    # Lines begin at the edge where readers of this language begin.
    edge = WIDTH - _MARGIN if is_rtl else _MARGIN
    pen = ImageDraw.Draw(canvas)
    mark = _pixels(logo.logo(), _MARK).convert("RGBA")
    canvas.paste(mark, (edge - _MARK if is_rtl else edge, _MARGIN), mark)
    beside = edge + (-_MARK - 16 if is_rtl else _MARK + 16)
    typeset.line(pen, _("Twiza"), 40, (beside, _MARGIN + 6), _INK, from_right=is_rtl)
    y = 172
    for line in typeset.wrapped(pen, gig.title, 50, WIDTH - _COVER - 2 * _MARGIN):
        typeset.line(pen, line, 50, (edge, y), _INK, from_right=is_rtl)
        y += 66
    typeset.line(pen, seller.name, 30, (edge, y + 14), _SOFT, from_right=is_rtl)
    said = _("From {price}", price=format_money(gig.price or 0))
    typeset.line(pen, said, 42, (edge, HEIGHT - _MARGIN - 50), _SAFFRON, from_right=is_rtl)
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


def _version(gig: WholeGig) -> str:
    shown = f"{gig.title}\0{gig.cover}\0{gig.price}"
    return hashlib.sha256(shown.encode()).hexdigest()[:10]
