"""Lines of Arabic and Latin words on a picture: each script in its face, in the order in which it is read."""

from functools import lru_cache
from itertools import groupby

from PIL import ImageDraw, ImageFont

from twiza.web.assets import FOLDER

MOST_LINES = 4
_WEIGHT = 700
_FACES = {True: "readex-ar-300-700", False: "bricolage-600-800"}


def line(
    pen: ImageDraw.ImageDraw, text: str, size: int, at: tuple[int, int], colour: str, *, from_right: bool
) -> None:
    """One line whose first or last edge stands here; its words run as its own script does."""
    x, y = at
    pieces = _pieces(text)
    if is_arabic(text):
        pieces.reverse()
    left = x - _width(pen, text, size) if from_right else float(x)
    for piece, arabic in pieces:
        font = _font(size, arabic)
        # One base line for both faces.
        pen.text(
            (round(left), y + size), piece, colour, font, anchor="ls", direction="rtl" if arabic else "ltr"
        )
        left += pen.textlength(piece, font) + _space(pen, size)


def wrapped(pen: ImageDraw.ImageDraw, text: str, size: int, room: int) -> list[str]:
    """The words on lines that fit; a word without end is cut, what is left over is told by dots."""
    lines = [""]
    for word in _drawable(text).split():
        longer = f"{lines[-1]} {word}".strip()
        if _width(pen, longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(_cut(pen, word, size, room))
    kept = [each for each in lines if each]
    return kept if len(kept) <= MOST_LINES else [*kept[: MOST_LINES - 1], f"{kept[MOST_LINES - 1]}…"]


def is_arabic(text: str) -> bool:
    """Which way a line runs: as the first letter of it that has a way of its own."""
    return next((_arabic_letter(char) for char in text if char.isalpha()), False)


def _arabic_letter(char: str) -> bool:
    return "\u0600" <= char <= "\u06ff" or "\u0750" <= char <= "\u077f"


def _drawable(text: str) -> str:
    """Without emoji and signs that no face of ours has."""
    return "".join(char for char in text if ord(char) < 0x2030 or char in "€™…")


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Neighbouring words of one script, in the order in which they are read."""
    words = [(word, any(map(_arabic_letter, word))) for word in _drawable(text).split()]
    return [
        (" ".join(word for word, _ in group), arabic)
        for arabic, group in groupby(words, key=lambda each: each[1])
    ]


def _width(pen: ImageDraw.ImageDraw, text: str, size: int) -> float:
    pieces = _pieces(text)
    words = sum(pen.textlength(piece, _font(size, arabic)) for piece, arabic in pieces)
    return words + _space(pen, size) * max(0, len(pieces) - 1)


def _space(pen: ImageDraw.ImageDraw, size: int) -> float:
    return pen.textlength(" ", _font(size, False))


def _cut(pen: ImageDraw.ImageDraw, word: str, size: int, room: int) -> str:
    while _width(pen, word, size) > room:
        word = word[: -max(1, len(word) // 8)]
    return word


@lru_cache(maxsize=16)
def _font(size: int, arabic: bool) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FOLDER / f"fonts/{_FACES[arabic]}.woff2", size)
    font.set_variation_by_axes([_WEIGHT])
    return font
