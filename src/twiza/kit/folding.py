"""Text as search compares it: case, accents, tashkeel and the ways to write an alef make no difference.

The database folds what it holds by a function of its own, made by the first migration: the same steps in the same
order, or a word typed exactly as it is stored would not be found.
"""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
# Accents of Latin letters, tashkeel, the kashida that only widens a word; and NUL, which no stored text can hold.
_MARKS = re.compile("[\x00\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_SAME = str.maketrans("أإآٱىةؤئ", "اااايهوي")


def fold(text: str) -> str:
    """`Électricité`, `ELECTRICITE` and `electricite` become one; so do سبّاك and سباك."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return " ".join(_MARKS.sub("", decomposed).translate(_SAME).split())
