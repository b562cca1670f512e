"""Words as the index holds them: folded, without articles, plural and feminine endings.

The database cuts words in the same way by `search_text`, made by migration 0004; a test compares the two. The cuts are
few and always the same on both sides, so a cut that no grammar would make still finds what it should.
"""

import re

from twiza.discovery.folding import fold

LONGEST_WORD = 40
# Digits as Arabic keyboards type them; letters that Darija borrows for g, v, p and tch.
_LETTERS = str.maketrans("٠١٢٣٤٥٦٧٨٩ڭگڤڥپچ", "0123456789ككففبج")
_NAMES = (("c++", "cplusplus"), ("c#", "csharp"), (".net", " dotnet"))
_ARABIC = "\u0621-\u063a\u0641-\u064a"
_CUTS = tuple(
    (re.compile(pattern), kept)
    for pattern, kept in (
        # What is no letter and no digit parts words.
        ("[^a-z0-9\u00df-\u024f\u0400-\u04ff\u0621-\u06d3\u2d30-\u2d6f]+", " "),
        # and-the, with-the, the: والتصميم, بالعربية, للمحل.
        (f"(?<![^ ])([وبفك]?ال|لل)(?=[{_ARABIC}]{{3}})", ""),
        # Feminine, plural and belonging: ترجمة, ترجمات, مترجمين, عربي, عربية.
        (f"(?<=[{_ARABIC}]{{3}})(يات|يه|ات|ين|ون|ه|ي)(?![^ ])", ""),
        # Plurals of French and English; then the mute e of graphiste, carte, photographe.
        ("(?<=[a-z]{3})[sx](?![^ ])", ""),
        ("(?<=[a-z]{4})e(?![^ ])", ""),
    )
)


def stems(text: str) -> list[str]:
    """The words of a text in their order, as the index would hold them."""
    said = fold(text).translate(_LETTERS)
    for name, word in _NAMES:
        said = said.replace(name, word)
    for pattern, kept in _CUTS:
        said = pattern.sub(kept, said)
    return [word for word in said.split() if len(word) <= LONGEST_WORD]
