"""One booking with everything that belongs to it, as one person may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts.shielding import masked
from twiza.bookings import people
from twiza.bookings.access import visible_to
from twiza.bookings.contacts import Address, Contact, contact
from twiza.bookings.kinds import BookingEventType, BookingParty, BookingStatus, ProposalStatus
from twiza.bookings.models import Booking, BookingEvent, BookingRequest, Proposal, RequestFile
from twiza.bookings.people import Person, Pro
from twiza.bookings.reading import Label, Listed, listed, read
from twiza.kit import clock, direct
from twiza.kit.errors import NotFound
from twiza.kit.storage import FileRow


@dataclass(frozen=True, slots=True)
class JobFile:
    """A photo or a voice note of the job."""

    id: UUID
    name: str
    media_type: str
    bytes: int
    width: int | None
    height: int | None
    seconds: int | None

    @property
    def is_picture(self) -> bool:
        return self.width is not None

    @property
    def is_voice(self) -> bool:
        return self.media_type.startswith("audio/")


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history."""

    type: BookingEventType
    party: BookingParty
    details: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another pro who was asked the same; only the client knows of them."""

    id: UUID
    reference: str
    status: BookingStatus
    expires_at: datetime
    pro: Person


@dataclass(frozen=True)
class Room:
    """A booking as its viewer sees it; `contact` is there while it is confirmed, `address` for whose it is too."""

    viewer_id: UUID
    shown: Listed
    contact: Contact | None
    address: Address | None
    files: Sequence[JobFile]
    history: Sequence[Happened]
    proposals: Sequence[Proposal]
    siblings: Sequence[Sibling]

    @property
    def booking(self) -> Booking:
        return self.shown.booking

    @property
    def party(self) -> BookingParty:
        return self.shown.party

    @property
    def other(self) -> Person:
        return self.shown.other

    @property
    def category(self) -> Label:
        return self.shown.category

    @property
    def description(self) -> str:
        return self.shown.description

    @property
    def proposal(self) -> Proposal | None:
        """The new hour that waits for an answer."""
        return next((one for one in self.proposals if one.status is ProposalStatus.OPEN), None)

    @property
    def allowed_actions(self) -> list[str]:
        """What the viewer may do now; while a new hour is proposed it comes first, and no second one beside it."""
        moves = self.shown.allowed_actions
        if self.proposal is None or self.party not in {BookingParty.CLIENT, BookingParty.PRO}:
            return moves
        own = self.proposal.proposer is self.party
        answers = ["withdraw-proposal"] if own else ["accept-proposal", "decline-proposal"]
        return [*(answers if "reschedule" in moves else []), *(one for one in moves if one != "reschedule")]


async def room(
    connection: AsyncConnection | AsyncSession,
    booking: UUID | str,
    viewer_id: UUID,
    *,
    as_admin: bool = False,
) -> Room:
    """The booking by its id or its reference; strangers find nothing.

    `as_admin` is for an administrator whose right to look was checked; they see no numbers either.
    """
    wanted = _wanted(by_reference=isinstance(booking, str), as_admin=as_admin)
    whose = {"booking": booking} if as_admin else {"booking": booking, "viewer": viewer_id}
    row = await direct.row(connection, wanted, whose)
    if row is None:
        raise NotFound
    shown = read(row, viewer_id, clock.now(), as_admin=as_admin)
    found = shown.booking
    own = shown.party is BookingParty.CLIENT
    confirmed = found.status is BookingStatus.CONFIRMED and not as_admin
    told = await contact(connection, found.id, viewer_id) if confirmed else None
    return Room(
        viewer_id=viewer_id,
        shown=shown,
        contact=told,
        address=await _own_address(connection, found.request_id) if own else told and told.address,
        files=await _files(connection, found, hidden=not own and told is None),
        history=await _history(connection, found.id),
        proposals=await _proposals(connection, found.id),
        siblings=await _siblings(connection, found) if own or as_admin else [],
    )


# Built once, like those of `locking`: whoever confirms or looks runs them all.
_BOOKING = bindparam("booking", type_=Booking.id.type)
_REQUEST = bindparam("request", type_=BookingRequest.id.type)
_ADDRESS = select(BookingRequest.address, BookingRequest.floor, BookingRequest.landmark).where(
    BookingRequest.id == _REQUEST
)
_FILES = (
    select(
        FileRow.id,
        FileRow.name,
        FileRow.media_type,
        FileRow.bytes,
        FileRow.width,
        FileRow.height,
        RequestFile.seconds,
    )
    .where(
        RequestFile.request_id == _REQUEST, RequestFile.file_id == FileRow.id, FileRow.deleted_at.is_(None)
    )
    .order_by(FileRow.id)
)
_HISTORY = (
    select(BookingEvent.type, BookingEvent.party, BookingEvent.details, BookingEvent.at)
    .where(BookingEvent.booking_id == _BOOKING)
    .order_by(BookingEvent.id)
)
_PROPOSALS = (
    select(
        Proposal.id,
        Proposal.booking_id,
        Proposal.proposer,
        Proposal.starts_at,
        Proposal.status,
        Proposal.answered_at,
        Proposal.created_at,
    )
    .where(Proposal.booking_id == _BOOKING)
    .order_by(Proposal.id)
)
_SIBLINGS = (
    select(Booking.id, Booking.reference, Booking.status, Booking.expires_at, *people.columns(Pro))
    .join(Pro, Pro.id == Booking.pro_id)
    .where(Booking.request_id == _REQUEST, Booking.id != _BOOKING)
    .order_by(Booking.id)
)


@lru_cache
def _wanted(*, by_reference: bool, as_admin: bool) -> Select[*tuple[Any, ...]]:
    key = Booking.reference if by_reference else Booking.id
    found = listed().where(key == bindparam("booking", type_=key.type))
    return found if as_admin else found.where(visible_to(bindparam("viewer", type_=Booking.client_id.type)))


async def _own_address(connection: AsyncConnection | AsyncSession, request_id: UUID) -> Address:
    """The client reads what the client wrote."""
    return Address(*await direct.row(connection, _ADDRESS, {"request": request_id}))


async def _files(
    connection: AsyncConnection | AsyncSession, booking: Booking, *, hidden: bool
) -> Sequence[JobFile]:
    """Those that were erased are left out; a name is the client's words too."""
    rows = await direct.rows(connection, _FILES, {"request": booking.request_id})
    return [
        JobFile(
            row.id,
            masked(row.name) if hidden else row.name,
            row.media_type,
            row.bytes,
            row.width,
            row.height,
            row.seconds,
        )
        for row in rows
    ]


async def _history(connection: AsyncConnection | AsyncSession, booking_id: UUID) -> Sequence[Happened]:
    return [Happened(*row) for row in await direct.rows(connection, _HISTORY, {"booking": booking_id})]


async def _proposals(connection: AsyncConnection | AsyncSession, booking_id: UUID) -> Sequence[Proposal]:
    rows = await direct.rows(connection, _PROPOSALS, {"booking": booking_id})
    return [Proposal(**row._asdict()) for row in rows]


async def _siblings(connection: AsyncConnection | AsyncSession, booking: Booking) -> Sequence[Sibling]:
    whose = {"request": booking.request_id, "booking": booking.id}
    rows = await direct.rows(connection, _SIBLINGS, whose)
    return [
        Sibling(row.id, row.reference, row.status, row.expires_at, people.person(*row[4:])) for row in rows
    ]
