"""Folding: the words of a search and the words in the database become the same text, whoever folds them."""

import sys
import unicodedata

import pytest
from sqlalchemy import text

from twiza.discovery import fold
from twiza.kit import db

# Latin with all its accents, Arabic with its presentation forms: what Moroccans type.
_WRITTEN_HERE = [
    *range(0x20, 0x250),
    *range(0x1E00, 0x1F00),
    *range(0x600, 0x700),
    *range(0xFB50, 0xFDFD),
    *range(0xFE70, 0xFEFD),
]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Électricité", "ELECTRICITE"),
        ("œuvre", "OEUVRE"),
        ("Fès", "fes"),
        ("سبّاك", "سباك"),
        ("أقفال", "اقفال"),
        ("صباغة", "صباغه"),
        ("كهربائي", "كهربايى"),
        ("مـــراكش", "مراكش"),
    ],
)
async def test_ways_to_write_a_word_are_one(database: str, one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert await by_the_database([one, other]) == [fold(one)] * 2


async def test_the_database_folds_as_we_do(database: str) -> None:
    letters = [
        chr(code) for code in _WRITTEN_HERE if unicodedata.category(chr(code)) in {"Lu", "Ll", "Lo", "Mn"}
    ]
    assert len(letters) > 900, sys.version
    # Between two letters, so that spaces at the ends don't matter.
    words = [f"a{letter}z" for letter in letters]
    told = await by_the_database(words)
    unlike = {
        f"U+{ord(letter):04X} {letter}": (fold(word), folded)
        for letter, word, folded in zip(letters, words, told, strict=True)
        if fold(word) != folded
    }
    assert unlike == {}


async def by_the_database(words: list[str]) -> list[str]:
    statement = text(
        "SELECT fold(word) FROM unnest(CAST(:words AS text[])) WITH ORDINALITY AS t(word, n) ORDER BY n"
    )
    async with db.reading() as connection:
        return list(await connection.scalars(statement, {"words": words}))
