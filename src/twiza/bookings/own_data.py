"""What bookings keep about one person, for the archive they take along: their own words, nobody else's name."""

from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import exporting
from twiza.accounts.own_data import rows
from twiza.bookings.access import visible_to
from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.models import Booking, BookingEvent, BookingRequest, ClientProfile, Penalty, Proposal

_BY_CLIENT = (BookingStatus.CANCELLED_BY_CLIENT, BookingStatus.CANCELLED_BY_CLIENT_LATE)


@exporting.part("booking_requests")
async def requests(session: AsyncSession, account_id: UUID) -> object:
    """What they asked for, in their words, and where."""
    one = BookingRequest
    shown = (
        one.starts_at, one.urgent, one.description, one.address, one.floor, one.landmark, one.created_at,
    )  # fmt: skip
    return await rows(session, select(*shown).where(one.client_id == account_id).order_by(one.id))


@exporting.part("bookings")
async def bookings(session: AsyncSession, account_id: UUID) -> object:
    """Every booking of theirs, on either side; the price and the reason that they gave themselves."""
    one, as_client = Booking, Booking.client_id == account_id
    own_price = case((as_client, one.agreed_price_client), else_=one.agreed_price_pro)
    gave = (as_client & one.status.in_(_BY_CLIENT)) | (
        ~as_client & (one.status == BookingStatus.CANCELLED_BY_PRO)
    )
    shown = (
        one.reference, one.status, one.starts_at, one.ends_at, one.duration, one.urgent, one.expires_at,
        one.confirmed_at, one.cancelled_at, one.completed_at, one.call_out_fee, one.min_price, one.max_price,
        own_price.label("agreed_price"), case((gave, one.cancel_reason), else_="").label("reason"),
        one.created_at, as_client.label("as_client"),
    )  # fmt: skip
    return await rows(session, select(*shown).where(visible_to(account_id)).order_by(one.id))


@exporting.part("booking_acts")
async def acts(session: AsyncSession, account_id: UUID) -> object:
    """What they did to bookings, and the hours they proposed."""
    one, whose = BookingEvent, BookingEvent.actor_id == account_id
    done = select(Booking.reference, one.type, one.at).join(Booking, Booking.id == one.booking_id)
    proposed = select(Booking.reference, Proposal.starts_at, Proposal.status, Proposal.created_at).join(
        Booking, Booking.id == Proposal.booking_id
    )
    mine = ((Booking.client_id == account_id) & (Proposal.proposer == BookingParty.CLIENT)) | (
        (Booking.pro_id == account_id) & (Proposal.proposer == BookingParty.PRO)
    )
    return {
        "acts": await rows(session, done.where(whose).order_by(one.id)),
        "proposals": await rows(session, proposed.where(mine).order_by(Proposal.id)),
    }


@exporting.part("penalties")
async def penalties(session: AsyncSession, account_id: UUID) -> object:
    """What is held against them, and what was excused."""
    one = Penalty
    shown = (
        one.type, Booking.reference, one.no_show, one.tier, one.effect, one.ends_at, one.excused_at,
        one.excuse, one.created_at,
    )  # fmt: skip
    log = select(*shown).outerjoin(Booking, Booking.id == one.booking_id).where(one.account_id == account_id)
    profile = select(
        ClientProfile.tier, ClientProfile.cooldown_until, ClientProfile.clean_from, ClientProfile.banned_at
    ).where(ClientProfile.account_id == account_id)
    return {
        "standing": await rows(session, profile),
        "log": await rows(session, log.order_by(one.created_at)),
    }
