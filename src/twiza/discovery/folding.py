"""Text as search compares it: case, accents, tashkeel and the ways to write an alef make no difference."""

import unicodedata

_SAME = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ة": "ه",
        "ؤ": "و",
        "ئ": "ي",
        "ـ": "",
    }
)


def fold(text: str) -> str:
    """`Électricité`, `ELECTRICITE` and `electricite` become one; so do سبّاك and سباك."""
    lower = text.lower().translate(_SAME)
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(mark))
    return " ".join(bare.translate(_SAME).split())
