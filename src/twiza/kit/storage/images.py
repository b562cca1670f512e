"""Pictures are drawn anew: what was hidden in them (where, when, which phone, a script) doesn't survive."""

import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import anyio.to_thread
from anyio import CapacityLimiter
from PIL import Image, ImageCms, ImageOps

from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_

LARGEST_SIDE = 2048
# A JPEG is decoded at a fraction of its size, so a huge phone picture costs little; others are held whole.
MOST_PIXELS = 40_000_000
MOST_JPEG_PIXELS = 120_000_000
Image.MAX_IMAGE_PIXELS = MOST_JPEG_PIXELS
MEDIA_TYPE = "image/webp"

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_QUALITY = 82
_LIGHTER = ((960, 75), (800, 65), (640, 60), (520, 50), (400, 40), (320, 30))
# Each one may hold 160 MB while it works.
_at_once = CapacityLimiter(2)

UNREADABLE = N_("We can’t read this picture. Save it again as JPEG or PNG and retry.")
TOO_MANY_PIXELS = N_("This picture has too many pixels. Make it smaller and retry.")


@dataclass(frozen=True)
class Picture:
    """An encoded WebP picture."""

    data: bytes
    width: int
    height: int


async def redraw(
    data: bytes, *, widths: Sequence[int] = (), square: bool = False, field: str = "file"
) -> tuple[Picture, dict[int, Picture]]:
    """The picture without its metadata, upright, and a copy for each of these widths."""
    return await anyio.to_thread.run_sync(_redraw, data, tuple(widths), square, field, limiter=_at_once)


async def reduced(picture: bytes, *, most: int) -> Picture:
    """One of our own pictures, made light enough for a page; in memory alone."""
    return await anyio.to_thread.run_sync(_reduced, picture, most, limiter=_at_once)


def _reduced(picture: bytes, most: int) -> Picture:
    """Narrower and coarser until it weighs little enough; the last step is taken whatever it weighs."""
    with Image.open(io.BytesIO(picture), formats=_FORMATS) as opened:
        drawn = opened.convert("RGB")
    made = Picture(picture, drawn.width, drawn.height)
    for width, quality in _LIGHTER:
        made = _encoded(_narrowed(drawn, width), quality)
        if len(made.data) <= most:
            break
    return made


def _redraw(
    data: bytes, widths: tuple[int, ...], square: bool, field: str
) -> tuple[Picture, dict[int, Picture]]:
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            _check_size(opened, field)
            drawn = _upright(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Invalid({field: TOO_MANY_PIXELS}) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise Invalid({field: UNREADABLE}) from error
    if square:
        side = min(drawn.size)
        drawn = ImageOps.fit(drawn, (side, side))
    return _encoded(drawn), {width: _encoded(_narrowed(drawn, width)) for width in widths}


def _check_size(opened: Image.Image, field: str) -> None:
    """Refuse by the header alone, before a pixel is decoded."""
    is_jpeg = opened.format == "JPEG"
    if opened.width * opened.height > (MOST_JPEG_PIXELS if is_jpeg else MOST_PIXELS):
        raise Invalid({field: TOO_MANY_PIXELS})
    if is_jpeg:
        opened.draft(None, (LARGEST_SIDE, LARGEST_SIDE))


def _upright(opened: Image.Image) -> Image.Image:
    """Its first frame: turned as the camera was held, in sRGB, no larger than the largest we keep."""
    opened.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    turned = ImageOps.exif_transpose(opened)
    profile = turned.info.get("icc_profile")
    if profile and turned.mode in {"RGB", "CMYK"}:
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(turned, source, srgb, outputMode="RGB") or turned
    return turned.convert("RGBA" if turned.has_transparency_data else "RGB")


def _narrowed(drawn: Image.Image, width: int) -> Image.Image:
    """At most this wide; never blown up."""
    if drawn.width <= width:
        return drawn
    return drawn.resize((width, max(1, round(drawn.height * width / drawn.width))), Image.Resampling.LANCZOS)


def _encoded(drawn: Image.Image, quality: int = _QUALITY) -> Picture:
    out = io.BytesIO()
    # Saved from the pixels alone: no `exif`, no `icc_profile`, no `xmp`.
    bare = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())
    bare.save(out, "WEBP", quality=quality, method=4)
    return Picture(out.getvalue(), drawn.width, drawn.height)
