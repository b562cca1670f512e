"""/freelancers/{id}: everything that helps a client to choose, on one page."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from twiza import discovery
from twiza.accounts.models import HatKind
from twiza.discovery import Person
from twiza.gigs import queries, sellers
from twiza.gigs.cards import GigCard
from twiza.gigs.sellers import SellerFacts
from twiza.kit import ids
from twiza.kit.db import reading
from twiza.kit.errors import NotFound
from twiza.kit.i18n import gettext as _
from twiza.messaging import pace, presence
from twiza.profiles import showing
from twiza.profiles.shown import Profile
from twiza.reviews import queries as reviews
from twiza.reviews.queries import Read
from twiza.web.freelancer import words
from twiza.web.page import render
from twiza.web.page_cache import share
from twiza.web.people import structured
from twiza.web.session import viewer_of

_REVIEWS = 5
_HAPPY = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page is made of."""

    person: Person
    profile: Profile
    seller: SellerFacts
    gigs: list[GigCard]
    reviews: list[Read]
    spread: dict[int, int]
    wait: timedelta | None
    online: bool | None


async def show(request: Request) -> Response:
    """As everybody sees it; whoever is signed in sees their own hearts, too."""
    viewer = viewer_of(request)
    viewer_id = viewer.id if viewer else None
    shown = await _read(request.path_params["id"], viewer_id)
    total = sum(shown.spread.values())
    happy = sum(count for stars, count in shown.spread.items() if stars >= _HAPPY)
    share(request)
    return render(
        request,
        "people/freelancer.html",
        person=shown.person,
        profile=shown.profile,
        seller=shown.seller,
        gigs=shown.gigs,
        lowest=min((gig.price for gig in shown.gigs), default=None),
        reviews=shown.reviews,
        spread=list(shown.spread.items()),
        total=total,
        happy=round(100 * happy / total) if total else None,
        pace=words.pace(shown.wait) if shown.wait else "",
        online=shown.online,
        is_own=viewer_id == shown.person.id,
        trail=[(_("Freelancers"), "/freelancers")],
        level_words=dict(words.level_options()),
        fluency_words=dict(words.fluency_options()),
        spoken=[(words.spoken(one.code), one.fluency) for one in shown.profile.languages],
        dots=words.DOTS,
        json_ld=structured.person(shown.person, shown.profile),
    )


async def _read(typed_id: str, viewer_id: UUID | None) -> Shown:
    """Whoever isn't a freelancer in order isn't there."""
    account_id = ids.parse(typed_id)
    if account_id is None:
        raise NotFound
    async with reading() as connection:
        person = await discovery.person(connection, account_id, HatKind.FREELANCER)
        profile = await showing.profile(connection, account_id)
        if person is None or profile is None:
            raise NotFound
        gigs = await queries.of_seller(connection, account_id)
        kept = await queries.kept(connection, viewer_id, [gig.id for gig in gigs])
        seen = await presence.seen(connection, viewer_id, [account_id]) if viewer_id else {}
        said = await reviews.about(connection, account_id, HatKind.FREELANCER)
        return Shown(
            person=person,
            profile=profile.shielded(),
            seller=await sellers.facts(connection, account_id),
            gigs=[replace(gig, saved=gig.id in kept) for gig in gigs],
            reviews=list(said.reviews[:_REVIEWS]),
            spread=await reviews.spread(connection, account_id, HatKind.FREELANCER),
            wait=await pace.answers_within(connection, account_id),
            # Only people who talk with each other are told who is here.
            online=presence.is_online(seen[account_id]) if account_id in seen else None,
        )
