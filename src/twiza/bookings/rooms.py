"""One booking with everything that belongs to it, as one person may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts.shielding import masked
from twiza.bookings import people
from twiza.bookings.access import visible_to
from twiza.bookings.contacts import Address, Contact, contact
from twiza.bookings.kinds import BookingEventType, BookingParty, BookingStatus, ProposalStatus
from twiza.bookings.models import Booking, BookingEvent, BookingRequest, Proposal, RequestFile
from twiza.bookings.people import Person, Pro
from twiza.bookings.reading import Label, Listed, listed, read
from twiza.kit import clock
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
    key = Booking.reference if isinstance(booking, str) else Booking.id
    wanted = listed().where(key == booking)
    if not as_admin:
        wanted = wanted.where(visible_to(viewer_id))
    row = (await connection.execute(wanted)).one_or_none()
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
        files=await _files(connection, found, hidden=shown.party is BookingParty.PRO and told is None),
        history=await _history(connection, found.id),
        proposals=await _proposals(connection, found.id),
        siblings=await _siblings(connection, found) if own or as_admin else [],
    )


async def _own_address(connection: AsyncConnection | AsyncSession, request_id: UUID) -> Address:
    """The client reads what the client wrote."""
    shown = select(BookingRequest.address, BookingRequest.floor, BookingRequest.landmark)
    return Address(*(await connection.execute(shown.where(BookingRequest.id == request_id))).one())


async def _files(
    connection: AsyncConnection | AsyncSession, booking: Booking, *, hidden: bool
) -> Sequence[JobFile]:
    """Those that were erased are left out; a name is the client's words too."""
    one = FileRow
    shown = select(one.id, one.name, one.media_type, one.bytes, one.width, one.height, RequestFile.seconds)
    theirs = (RequestFile.request_id == booking.request_id, RequestFile.file_id == one.id)
    rows = await connection.execute(shown.where(*theirs, one.deleted_at.is_(None)).order_by(one.id))
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
    one = BookingEvent
    shown = select(one.type, one.party, one.details, one.at).where(one.booking_id == booking_id)
    return [Happened(*row) for row in await connection.execute(shown.order_by(one.id))]


async def _proposals(connection: AsyncConnection | AsyncSession, booking_id: UUID) -> Sequence[Proposal]:
    one = Proposal
    shown = select(
        one.id, one.booking_id, one.proposer, one.starts_at, one.status, one.answered_at, one.created_at
    )
    rows = await connection.execute(shown.where(one.booking_id == booking_id).order_by(one.id))
    return [Proposal(**row) for row in rows.mappings()]


async def _siblings(connection: AsyncConnection | AsyncSession, booking: Booking) -> Sequence[Sibling]:
    shown = (Booking.id, Booking.reference, Booking.status, Booking.expires_at, *people.columns(Pro))
    others = (Booking.request_id == booking.request_id, Booking.id != booking.id)
    statement = select(*shown).join(Pro, Pro.id == Booking.pro_id).where(*others).order_by(Booking.id)
    rows: Sequence[Any] = (await connection.execute(statement)).all()
    return [
        Sibling(row.id, row.reference, row.status, row.expires_at, people.person(*row[4:])) for row in rows
    ]
