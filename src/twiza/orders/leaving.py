"""One side was banned or left: what was never paid is cancelled, all other orders wait for an administrator."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, AccountStatus
from twiza.kit import clock
from twiza.kit.db import lock, reading, unit_of_work
from twiza.orders import cancelling
from twiza.orders.access import visible_to
from twiza.orders.actors import CLOCK, Actor
from twiza.orders.disputes import ruling
from twiza.orders.disputes.models import DisputeReason
from twiza.orders.models import Order
from twiza.orders.offers.models import Offer, OfferStatus
from twiza.orders.offers.withdrawing import expire, withdraw


async def settle_orders_of(account_id: UUID) -> None:
    """One order, and one offer, per transaction; a ban that was lifted meanwhile settles nothing."""
    theirs = or_(Offer.client_id == account_id, Offer.freelancer_id == account_id)
    async with reading() as connection:
        orders = (
            await connection.scalars(
                select(Order.id).where(visible_to(account_id), Order.ended_at.is_(None)).order_by(Order.id)
            )
        ).all()
        offers = (
            await connection.scalars(select(Offer.id).where(theirs, Offer.status == OfferStatus.PROPOSED))
        ).all()
    for order_id in orders:
        async with unit_of_work() as session:
            await settle(session, order_id, account_id)
    for offer_id in offers:
        async with unit_of_work() as session:
            await settle_offer(session, offer_id, account_id)


async def settle(session: AsyncSession, order_id: UUID, account_id: UUID) -> None:
    """The other side loses nothing by it: no money without a decision, no waiting without any."""
    order = await lock(session, Order, order_id)
    status = await session.scalar(select(Account.status).where(Account.id == account_id))
    if status is not AccountStatus.BANNED or order.has_ended:
        return
    if order.proofs == 0:
        # Its alarm rings now.
        order.cancels_itself_at = clock.now()
        await cancelling.cancel(session, order_id, by=CLOCK)
        return
    left = DisputeReason.SELLER_LEFT if account_id == order.freelancer_id else DisputeReason.CLIENT_LEFT
    await ruling.open_by_rule(session, order, left)


async def settle_offer(session: AsyncSession, offer_id: UUID, account_id: UUID) -> None:
    """What somebody proposed who is gone is taken back, and its client told; what they were proposed is over."""
    offer = await lock(session, Offer, offer_id)
    account = select(Account.status, Account.deleted_at).where(Account.id == account_id)
    status, deleted_at = (await session.execute(account)).one()
    is_gone = status is AccountStatus.BANNED or deleted_at is not None
    if not is_gone or offer.status is not OfferStatus.PROPOSED:
        return
    if account_id == offer.freelancer_id and offer.expires_at > clock.now():
        await withdraw(session, offer_id, by=Actor.person(account_id))
        return
    offer.expires_at = min(offer.expires_at, clock.now())
    await expire(session, offer_id)
