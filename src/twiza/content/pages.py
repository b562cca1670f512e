"""Written pages: Markdown files read once, cut into titled passages."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from twiza.content.markdown import html
from twiza.kit.settings import settings

FOLDER = Path(__file__).parent / "pages"
SLUGS = ("about", "faq", "pricing", "become-a-pro", "terms", "privacy", "notice")
FACTS = ("publisher_name", "publisher_address", "publisher_ice", "cndp_receipt", "contact_email")

_FACT = re.compile(r"\{([a-z_]+)\}")
# {level: heading}: "## Prices {#prices}"
_HEADINGS = {n: re.compile(rf"^#{{{n}}} (.+?) \{{#([a-z-]+)\}}$", re.MULTILINE) for n in (2, 3)}

Link = Callable[[str, str], str]


@dataclass(frozen=True)
class Passage:
    """A heading with its anchor, the text under it, and the smaller passages inside, as the FAQ has."""

    id: str
    title: str
    html: str
    parts: tuple["Passage", ...] = ()


@dataclass(frozen=True)
class Page:
    """One page in one language."""

    slug: str
    language: str
    title: str
    description: str
    version: str
    date: date
    intro: str
    sections: tuple[Passage, ...]

    def passage(self, anchor: str) -> Passage:
        """The passage with that anchor, wherever it stands."""
        found = [p for s in self.sections for p in (s, *s.parts) if p.id == anchor]
        if not found:
            raise KeyError(f"{self.language}/{self.slug} has no passage {anchor}")
        return found[0]


def page(slug: str, language: str, *, link: Link) -> Page:
    """A written page; `link(language, path)` gives the address of our other pages."""
    chosen = settings()
    facts = tuple((name, str(getattr(chosen, name))) for name in FACTS)
    return _page(slug, language, link, facts)


def version(slug: str) -> str:
    """The version that a person accepts today; the three languages always carry the same."""
    return _front_matter(_source(slug, "fr"))[0]["version"]


@lru_cache
def _page(slug: str, language: str, link: Link, facts: tuple[tuple[str, str], ...]) -> Page:
    head, body = _front_matter(_source(slug, language))

    def write(text: str) -> str:
        return html(text, lambda path: link(language, path))

    intro, sections = _passages(_with_facts(body, dict(facts)), 2, write)
    return Page(
        slug=slug,
        language=language,
        title=head["title"],
        description=head["description"],
        version=head["version"],
        date=date.fromisoformat(head["date"]),
        intro=intro,
        sections=sections,
    )


def _source(slug: str, language: str) -> str:
    return (FOLDER / language / f"{slug}.md").read_text(encoding="utf-8")


def _front_matter(source: str) -> tuple[dict[str, str], str]:
    """The `name: value` lines between the two rules at the top, and what follows."""
    _, head, body = source.split("---\n", 2)
    pairs = (line.split(": ", 1) for line in head.splitlines())
    return {pair[0]: pair[1] for pair in pairs}, body


def _with_facts(text: str, facts: Mapping[str, str]) -> str:
    """The operator's details in their place; a line about a detail that isn't set is left out."""
    lines = [line for line in text.splitlines() if all(facts[name] for name in _FACT.findall(line))]
    return _FACT.sub(lambda found: facts[found[1]], "\n".join(lines))


def _passages(text: str, level: int, write: Callable[[str], str]) -> tuple[str, tuple[Passage, ...]]:
    """What comes before the first heading of this level, and one passage per heading."""
    if level not in _HEADINGS:
        return write(text), ()
    before, *rest = _HEADINGS[level].split(text)
    passages: list[Passage] = []
    for title, anchor, under in zip(rest[0::3], rest[1::3], rest[2::3], strict=True):
        own, parts = _passages(under, level + 1, write)
        passages.append(Passage(anchor, title, own, parts))
    return write(before), tuple(passages)
