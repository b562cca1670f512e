"""/gigs: what is on offer, as asked for; the address says it all, so that a search can be sent to a friend."""

from collections.abc import Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import discovery, profiles
from twiza.api.gig_search import read_place, write_place
from twiza.discovery import Asked, Found, Sort
from twiza.discovery.finding import MOST_COUNTED
from twiza.gigs import queries
from twiza.gigs.cards import GigCard
from twiza.kit.db import reading
from twiza.kit.errors import Invalid
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import language, ngettext
from twiza.web.page import is_fragment, render
from twiza.web.page_cache import share
from twiza.web.search import asking, filters, near, structured, suggesting
from twiza.web.search.asking import address
from twiza.web.search.filters import Places
from twiza.web.session import viewer_of

PAGE = 24
_SHARED_FOR = 5


async def results(request: Request) -> Response:
    """One page of results with their filters; htmx gets the part that changes."""
    read = asking.read(request.query_params)
    async with reading() as connection:
        categories = await profiles.categories(connection)
        cities = await profiles.cities(connection)
    where = filters.places(read.asked, categories, cities)
    # A category or a city that doesn't exist is as if it weren't asked for.
    asked = read.asked._replace(
        category=where.category.slug if where.category else "", city=where.city.slug if where.city else ""
    )
    found = await _search(asked, request.query_params.get("after"))
    count = await discovery.count_gigs(asked, missing=found.missing)
    counts = await discovery.facets(
        asked, categories=_slugs(where), cities=[item.slug for item in cities], missing=found.missing
    )
    gigs = await _marked(request, found)
    if not asked.words:
        # A crowd that looks through a category costs one rendering; searches are always of this moment.
        share(request, _SHARED_FOR)
    heading = _heading(asked, where)
    after = bool(request.query_params.get("after"))
    return render(
        request,
        "search/found.html" if is_fragment(request) else "search/results.html",
        asked=asked._asdict(),
        typed=read.typed,
        faults={name: _(fault) for name, fault in read.faults.items()},
        alone=is_fragment(request),
        heading=heading,
        gigs=gigs,
        count=_count_text(count),
        groups=filters.groups(asked, counts, where),
        chosen=list(filters.chosen(asked, where)),
        sorts=[(sort, _(text)) for sort, text in filters.SORTS.items()],
        trail=_trail(asked, where),
        here=asking.PATH,
        next_page=address(asked, after=write_place(found.next, asked.sort)) if found.next else "",
        first_page=address(asked) if after else "",
        clear=address(Asked(words=asked.words)),
        missing=found.missing,
        guessed=[await discovery.written(word) for word in found.guessed],
        near=await near.offers(asked, where) if not gigs else None,
        indexable=not (asked._replace(category="") != Asked() or after),
        canonical_query=f"?category={asked.category}" if asked.category else "",
        json_ld=structured.item_list(gigs, heading, _trail(asked, where)),
    )


async def _search(asked: Asked, cursor: str | None) -> Found:
    """A cursor that isn't ours begins at the beginning: an old link still shows something."""
    try:
        after = read_place(cursor, asked.sort) if cursor else None
    except Invalid:
        after = None
    return await discovery.search_gigs(asked, after=after, limit=PAGE)


async def _marked(request: Request, found: Found) -> Sequence[GigCard]:
    """The cards, with what the viewer keeps marked."""
    gigs = found.cards
    viewer = viewer_of(request)
    if viewer is None or not gigs:
        return gigs
    async with reading() as connection:
        kept = await queries.kept(connection, viewer.id, [gig.id for gig in gigs])
    return [replace(gig, saved=gig.id in kept) for gig in gigs]


def _slugs(where: Places) -> list[str]:
    """The categories that are counted: the first level, and the second under the one that is open."""
    return [item.slug for item in where.categories] + [
        item.slug for item in (where.top.children if where.top else ())
    ]


def _heading(asked: Asked, where: Places) -> str:
    if asked.words:
        return _("Services for “{words}”", words=asked.words)
    return where.category.name(language.get()) if where.category else _("All services")


def _count_text(count: int) -> str:
    if count > MOST_COUNTED:
        return ngettext("more than {n} service", "more than {n} services", MOST_COUNTED)
    return ngettext("{n} service", "{n} services", count)


def _trail(asked: Asked, where: Places) -> list[tuple[str, str]]:
    """Home, all services, the category and the one above it."""
    code = language.get()
    trail = [(_("Home"), "/"), (_("Gigs"), asking.PATH)]
    for item in (where.top, where.category):
        if item is not None and (item.name(code), asking.path(Asked(category=item.slug))) not in trail:
            trail.append((item.name(code), asking.path(Asked(category=item.slug))))
    if asked.words:
        trail.append((_("Search"), asking.path(asked._replace(sort=Sort.BEST))))
    return trail


routes = [Route("/gigs", results), Route("/gigs/suggest", suggesting.suggest)]
