"""What a search for people looks through and how its words are matched: the pages and the API ask the same way."""

from sqlalchemy import func

from twiza.accounts.models import Account, Hat
from twiza.discovery.folding import fold
from twiza.profiles.places import Category, City

_MOST_WORDS = 8

# What a search looks through, folded by the database as `fold` folds the words.
TOLD = func.fold(
    func.concat_ws(
        " ",
        Account.first_name,
        Hat.headline,
        City.name_fr,
        City.name_ar,
        Category.name_fr,
        Category.name_ar,
        Category.name_en,
    )
)


def patterns(words: str) -> list[str]:
    """Each of the first words, wherever it stands; what it holds is never a pattern of its own."""
    return [f"%{_literally(word)}%" for word in fold(words).split()[:_MOST_WORDS]]


def _literally(word: str) -> str:
    """A word of a search is never a pattern."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
