"""Phone numbers told in words, as people do who know that digits are hidden: "zéro six douze…", "صفر ستة…"."""

import re

Span = tuple[int, int]

_ZERO = ("zero", "zéro", "sifr", "صفر")
_UNITS = """
    un une deux trois quatre cinq six sept huit neuf
    one two three four five seven eight nine
    wahed wa7ed jouj joj tlata tleta rab3a reb3a khamsa setta stta seb3a sb3a tmanya tmenya tes3oud ts3oud
    واحد واحدة اثنان اثنين إثنان إثنين جوج ثلاثة ثلاث تلاتة أربعة اربعة أربع خمسة خمس ستة ست سبعة سبع
    ثمانية تمانية ثمان تسعة تسعود تسع
"""
_PAIRS = """
    dix onze douze treize quatorze quinze seize vingt vingts trente quarante cinquante soixante septante nonante
    ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    twenty thirty forty fifty sixty seventy eighty ninety
    عشرة عشر عشرون عشرين ثلاثون ثلاثين أربعون أربعين اربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين
"""
_WORTH: dict[str, int] = {
    **dict.fromkeys(_ZERO, 1),
    **dict.fromkeys(_UNITS.split(), 1),
    **dict.fromkeys(_PAIRS.split(), 2),
}

_WORD = "|".join(sorted(_WORTH, key=len, reverse=True))
_GLUE = r"[\s.,;:/\-–_|+]{1,4}(?:(?:et|and|و)[\s\-]+)?و?"
_FIRST = rf"(?:{'|'.join(_ZERO)}|\+?(?:00)?212|0[5-8]?)"
_RUN = re.compile(rf"(?<!\w){_FIRST}(?:{_GLUE}(?:(?:{_WORD})(?!\w)|\d{{1,4}}(?!\w))){{3,20}}", re.IGNORECASE)
_TOKEN = re.compile(rf"\d+|(?<!\w)و?({_WORD})(?!\w)", re.IGNORECASE)
# Ten digits; "soixante-dix-huit" counts for more than it says.
_FEWEST, _MOST = 8, 24


def spans(shadow: str) -> list[Span]:
    """Where the text tells a number at least partly in words."""
    return [run.span() for run in _RUN.finditer(shadow) if _tells_a_number(run[0])]


def _tells_a_number(run: str) -> bool:
    tokens = list(_TOKEN.finditer(run))
    words = [token[1].lower() for token in tokens if token[1]]
    digits = sum(len(token[0]) for token in tokens if not token[1])
    return bool(words) and _FEWEST <= digits + sum(_WORTH[word] for word in words) <= _MOST
