"""Every sentence a person may read exists in French and Arabic; the English one is the key itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "twiza"
LANGUAGES = ("fr", "ar")
_MARKERS = {"_", "N_", "gettext", "ngettext"}
# French puts a space that no line breaks at beside its tall marks, and between a number and its unit.
_LOOSE_IN_FRENCH = re.compile(r"\S [:;?!»]|« |[\d}] (?:Mo|ko|min|h|%|MAD)\b")
_STRING = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_IN_TEMPLATE = re.compile(rf"\b(_|ngettext)\(\s*{_STRING}(?:\s*,\s*{_STRING})?", re.DOTALL)


def check() -> str:
    """What is missing, what no page uses any more, and translations that lost a placeholder."""
    used = set(all_texts())
    said: list[str] = []
    for language in LANGUAGES:
        known: dict[str, Path] = {}
        for path in sorted((ROOT / "locale" / language).glob("*.po")):
            for message in messages(path, language):
                key = message.id if isinstance(message.id, str) else message.id[0]
                if key in known:
                    said.append(f"{path.relative_to(ROOT)}: {key!r} stands in {known[key].name} too")
                known[key] = path
                said += _faults(path, message, language)
                if key not in used:
                    said.append(f"{path.relative_to(ROOT)}: nothing says {key!r} any more")
        said += [f"{language}: no translation of {text!r}" for text in sorted(used - known.keys())]
    return "\n".join(said)


def messages(path: Path, language: str) -> Iterator[Message]:
    with path.open("rb") as file:
        yield from (message for message in read_po(file, locale=language) if message.id)


def _faults(path: Path, message: Message, language: str) -> Iterator[str]:
    texts = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    key = message.id if isinstance(message.id, str) else message.id[1]
    where = f"{path.relative_to(ROOT)}: {key!r}"
    if message.fuzzy:
        yield f"{where} is marked fuzzy"
    if not all(texts):
        yield f"{where} is not translated"
    wanted = placeholders(key)
    for text in texts:
        # A plural form such as the Arabic dual may say the number in a word.
        lost = wanted - placeholders(text) - ({"n"} if len(texts) > 1 else set())
        if text and (lost or placeholders(text) - wanted):
            yield f"{where} has other placeholders than {text!r}"
        if language == "fr" and (loose := _LOOSE_IN_FRENCH.search(text)):
            yield f"{where} needs a no-break space in {loose[0]!r}"


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def all_texts() -> Iterator[str]:
    """Every marked sentence of the code and the templates."""
    for path in SOURCE.rglob("*.py"):
        yield from _in_code(path)
    for path in [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]:
        for found in _IN_TEMPLATE.finditer(path.read_text()):
            yield ast.literal_eval(found[2])


def _in_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            first = node.args[0]
            if name in _MARKERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value
