"""A freelancer proposes work made to measure to one client."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Hat, HatKind
from twiza.gigs.models import Gig, GigStatus
from twiza.kit import clock, money
from twiza.kit.errors import Conflict, Forbidden, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.orders import buying, delays
from twiza.orders.events import OfferMade
from twiza.orders.offers.models import Offer, OfferStatus
from twiza.orders.wording import line, paragraphs

MOST_OPEN = 10
MOST_DAYS = 365
MOST_REVISIONS = 99
NO_TITLE = N_("Give the offer a title.")
NO_SCOPE = N_("Say what the client gets.")
WRONG_PRICE = N_("Enter a price such as 350 or 1.234,50.")
WRONG_DAYS = N_("Choose 1 to 365 days.")
WRONG_REVISIONS = N_("Choose 0 to 99 changes, or no limit.")
NOT_YOUR_GIG = N_("Choose one of your own gigs.")
ONLY_FREELANCERS = N_("Only freelancers can make offers: add this profile to your account first.")
TO_YOURSELF = N_("You can’t make yourself an offer.")
TOO_MANY_OPEN = N_("You already have {most} offers that wait for this person’s answer.")


@dataclass(frozen=True, slots=True)
class Scope:
    """What is proposed; `revisions` is None when there is no end to them."""

    title: str
    scope: str
    price: int | None
    delivery_days: int
    revisions: int | None = None
    gig_id: UUID | None = None


async def propose(session: AsyncSession, client_id: UUID, *, by: UUID, scope: Scope) -> Offer:
    """To somebody else who can be dealt with, for a week; accepted, it is an order on these terms."""
    if client_id == by:
        raise Forbidden(TO_YOURSELF, code="own_offer")
    worn = (Hat.account_id == by, Hat.kind == HatKind.FREELANCER)
    if await session.scalar(select(Hat.id).where(*worn)) is None:
        raise Forbidden(ONLY_FREELANCERS, code="not_a_freelancer")
    price = _check_numbers(scope)
    title = line(scope.title, field="title", missing=NO_TITLE)
    said = paragraphs(scope.scope, field="scope", missing=NO_SCOPE)
    await buying.check_people(session, client_id, by, price=price, client_asks=False)
    await _check_open(session, client_id, by)
    await _check_gig(session, scope.gig_id, by)
    offer = Offer(
        freelancer_id=by,
        client_id=client_id,
        gig_id=scope.gig_id,
        title=title,
        scope=said,
        price=price,
        delivery_days=scope.delivery_days,
        revisions=scope.revisions,
        expires_at=clock.now() + delays.OFFER,
        status=OfferStatus.PROPOSED,
    )
    session.add(offer)
    await session.flush()
    record(session, OfferMade.of(offer, by))
    return offer


def _check_numbers(scope: Scope) -> int:
    faults: dict[str, str] = {}
    if scope.price is None or not 0 < scope.price <= money.MOST:
        faults["price"] = WRONG_PRICE
    if not 1 <= scope.delivery_days <= MOST_DAYS:
        faults["delivery_days"] = WRONG_DAYS
    if scope.revisions is not None and not 0 <= scope.revisions <= MOST_REVISIONS:
        faults["revisions"] = WRONG_REVISIONS
    if faults or scope.price is None:
        raise Invalid(faults)
    return scope.price


async def _check_open(session: AsyncSession, client_id: UUID, by: UUID) -> None:
    waiting = (
        Offer.client_id == client_id,
        Offer.freelancer_id == by,
        Offer.status == OfferStatus.PROPOSED,
        Offer.expires_at > clock.now(),
    )
    count = await session.scalar(select(func.count()).select_from(Offer).where(*waiting))
    if (count or 0) >= MOST_OPEN:
        raise Conflict(TOO_MANY_OPEN, code="too_many_offers", most=MOST_OPEN)


async def _check_gig(session: AsyncSession, gig_id: UUID | None, by: UUID) -> None:
    if gig_id is None:
        return
    own = (Gig.id == gig_id, Gig.freelancer_id == by, Gig.status != GigStatus.DELETED)
    if await session.scalar(select(Gig.id).where(*own)) is None:
        raise Invalid({"gig_id": NOT_YOUR_GIG})
