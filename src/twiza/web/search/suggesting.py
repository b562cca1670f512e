"""GET /gigs/suggest: categories, terms and gigs for the letters typed so far, as options of a listbox."""

from collections.abc import Iterator, Sequence

from starlette.requests import Request
from starlette.responses import Response

from twiza import profiles
from twiza.discovery import Asked, fold, suggest_gigs
from twiza.kit.db import reading
from twiza.kit.i18n import digits, language
from twiza.profiles import CategoryItem
from twiza.web.page import render
from twiza.web.search.asking import LONGEST, address
from twiza.web.templates import url

_MOST_CATEGORIES = 3
_SHORTEST = 2


async def suggest(request: Request) -> Response:
    """A few of each kind, the widest first."""
    words = digits(request.query_params.get("q", "")).strip()[:LONGEST]
    async with reading() as connection:
        categories = await profiles.categories(connection)
    found = await suggest_gigs(words)
    here = language.get()
    named = [
        ("layout-grid", item.name(here), address(Asked(category=item.slug)))
        for item in _named(words, categories)
    ]
    terms = [("search", term, address(Asked(words=term))) for term in found.terms]
    gigs = [("arrow-right", title, url(f"/gigs/{gig_id}")) for gig_id, title in found.gigs]
    options = named + terms + gigs
    return render(request, "search/suggestions.html", options=options)


def _named(words: str, categories: Sequence[CategoryItem]) -> Sequence[CategoryItem]:
    """Online categories of either level with a word that begins so, in any language."""
    typed = fold(words)
    if len(typed) < _SHORTEST:
        return ()
    return [
        item for item in _online(categories) if any(_begins(name, typed) for name in item.names.values())
    ][:_MOST_CATEGORIES]


def _online(categories: Sequence[CategoryItem]) -> Iterator[CategoryItem]:
    for item in categories:
        if item.kind == "online":
            yield item
            yield from item.children


def _begins(name: str, typed: str) -> bool:
    folded = fold(name)
    return folded.startswith(typed) or f" {typed}" in folded
