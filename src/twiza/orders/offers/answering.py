"""The one place that changes an offer's status."""

from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.errors import Conflict, NotFound
from twiza.kit.i18n import N_
from twiza.kit.states import Move
from twiza.orders.actors import CLOCK, Actor
from twiza.orders.kinds import Party
from twiza.orders.offers.models import Offer, OfferStatus
from twiza.orders.offers.states import OFFER

OVER = N_("This offer has expired. Ask for a new one.")


def check(offer: Offer, move: Move, by: Actor) -> None:
    """Refuse strangers with 404, the wrong side with 403, an answered or expired offer with 409."""
    move.check(offer.status, party(offer, by))
    if by != CLOCK and offer.expires_at <= clock.now():
        raise Conflict(OVER, code="offer_expired")


async def change(session: AsyncSession, offer: Offer, move: Move, by: Actor) -> None:
    """Take the step; an offer is answered once."""
    check(offer, move, by)
    offer.status, offer.answered_at = OfferStatus(move.target), clock.now()
    await session.flush()


def may(offer: Offer, by: Actor) -> list[str]:
    """What somebody may do with it now."""
    over = offer.expires_at <= clock.now()
    return [] if over else OFFER.allowed(offer.status, party(offer, by))


def visible_to(account_id: UUID) -> ColumnElement[bool]:
    """The offers that this account made or was made."""
    return or_(Offer.client_id == account_id, Offer.freelancer_id == account_id)


def party(offer: Offer, by: Actor) -> Party:
    """Which side somebody stands on."""
    if by.part is not None:
        return by.part
    if by.account_id == offer.client_id:
        return Party.CLIENT
    if by.account_id == offer.freelancer_id:
        return Party.FREELANCER
    raise NotFound
