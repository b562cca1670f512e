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
    return [word[:LONGEST_WORD] for word in said.split()]


def telling(words: list[str]) -> list[str]:
    """Without the words that say nothing; all of them when there are no others."""
    return [word for word in words if word not in _EMPTY] or words


# Words that say nothing about the work itself: articles and prepositions of four languages, and how one asks.
_EMPTY = frozenset(
    stem
    for said in (
        "de la le les du des un une et en au aux a d l pour par sur avec dans mon ma mes votre vos je j cherche besoin "
        "recherche veux qui que the of for and to in my your with an need want looking i on at by "
        "bghit dyal dial f fi m3a chi 3la wahd li lia kan9lb khasni bla "
        "في من على الى عن مع و ب ل او هذا هذه ديال بغيت شي لي خاصني كنقلب ابحث احتاج اريد محتاج بحال واحد"
    )
    for stem in stems(said)
)
