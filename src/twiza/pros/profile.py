"""What a pro says and asks for: number, words, notice, urgent calls, the call-out fee, and where the pro goes."""

from collections.abc import Collection
from typing import TypedDict, Unpack
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import hats, phones
from twiza.accounts.models import HatKind
from twiza.kit import clock
from twiza.kit.errors import Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_, digits
from twiza.profiles import texts
from twiza.pros import locking, plan, pricing
from twiza.pros.events import ProChanged
from twiza.pros.models import Neighbourhood, ProNeighbourhood, ProProfile
from twiza.pros.moving import change_city

__all__ = ["change_city", "edit", "pause", "resume"]
LONGEST_HEADLINE = 90
LONGEST_INCLUDES = 200
MOST_NOTICE = 168
BIO_FREE = N_("The free plan holds {bio} characters. Premium holds {premium_bio}.")
BIO_TOO_LONG = N_("Use at most {bio} characters about yourself.")
HEADLINE_TOO_LONG = N_("Use at most {headline} characters.")
INCLUDES_TOO_LONG = N_("Use at most {includes} characters to say what the call-out includes.")
BAD_NOTICE = N_("Enter a whole number of hours, from 0 to {notice}.")
NO_SUCH_PLACE = N_("Choose neighbourhoods of your city.")


class Changes(TypedDict, total=False):
    """What may change; what isn't given stays. The fee is typed in dirhams or given in centimes; empty means none."""

    headline: str
    bio: str
    whatsapp: str
    min_notice_hours: str | int
    takes_urgent: bool
    call_out_fee: str | int | None
    call_out_includes: str
    neighbourhoods: Collection[UUID]


async def edit(session: AsyncSession, account_id: UUID, **changes: Unpack[Changes]) -> ProProfile:
    """Change some of it; all faults are told at once."""
    profile = await locking.hold_own(session, account_id)
    faults: dict[str, str] = {}
    columns = {**_words(profile, changes, faults), **_terms(changes, faults)}
    headline = texts.line(changes.get("headline", ""))
    if len(headline) > LONGEST_HEADLINE:
        faults["headline"] = HEADLINE_TOO_LONG
    places = set(changes.get("neighbourhoods", ()))
    if not await _are_of(session, profile.city_id, places):
        faults["neighbourhoods"] = NO_SUCH_PLACE
    if faults:
        raise Invalid(faults, **_named(profile))
    for name, value in columns.items():
        setattr(profile, name, value)
    if "neighbourhoods" in changes:
        await _go_to(session, account_id, places)
    if "headline" in changes and (hat := await hats.find(session, account_id, HatKind.PRO)):
        hat.headline = headline
    await _settle(session, account_id)
    return profile


async def pause(session: AsyncSession, account_id: UUID) -> None:
    """Out of the lists and no new requests, until the pro comes back; what is asked or confirmed stands."""
    profile = await locking.hold_own(session, account_id)
    if profile.paused_at is None:
        profile.paused_at = clock.now()
        await _settle(session, account_id)


async def resume(session: AsyncSession, account_id: UUID) -> None:
    """Back in the lists."""
    profile = await locking.hold_own(session, account_id)
    if profile.paused_at is not None:
        profile.paused_at = None
        await _settle(session, account_id)


async def _settle(session: AsyncSession, pro_id: UUID) -> None:
    await session.flush()
    record(session, ProChanged(pro_id))


def _words(profile: ProProfile, changes: Changes, faults: dict[str, str]) -> dict[str, object]:
    columns: dict[str, object] = {}
    if "bio" in changes:
        columns["bio"] = bio = texts.paragraphs(changes["bio"])
        most = plan.limits(profile).bio
        # A long text of better days stays as it is until it is changed.
        if len(bio) > most and bio != profile.bio:
            faults["bio"] = BIO_FREE if most == plan.FREE.bio else BIO_TOO_LONG
    if "call_out_includes" in changes:
        columns["call_out_includes"] = includes = texts.line(changes["call_out_includes"])
        if len(includes) > LONGEST_INCLUDES:
            faults["call_out_includes"] = INCLUDES_TOO_LONG
    return columns


def _terms(changes: Changes, faults: dict[str, str]) -> dict[str, object]:
    columns: dict[str, object] = {}
    if "whatsapp" in changes:
        try:
            columns["whatsapp"] = phones.read(changes["whatsapp"], field="whatsapp")
        except Invalid as error:
            faults.update(error.fields)
    if "min_notice_hours" in changes:
        typed = digits(texts.line(str(changes["min_notice_hours"])))
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and int(typed) <= MOST_NOTICE):
            faults["min_notice_hours"] = BAD_NOTICE
        else:
            columns["min_notice_hours"] = int(typed)
    if "takes_urgent" in changes:
        columns["takes_urgent"] = changes["takes_urgent"]
    if "call_out_fee" in changes:
        said = changes["call_out_fee"]
        empty = said is None or (isinstance(said, str) and not texts.line(said))
        columns["call_out_fee"] = (
            None if said is None or empty else pricing.amount(said, faults, "call_out_fee", least=0)
        )
    return columns


def _named(profile: ProProfile) -> dict[str, str | int]:
    """The measures by the names that the sentences use."""
    return {
        **pricing.named(),
        "least": 0,
        "bio": plan.limits(profile).bio,
        "premium_bio": plan.PREMIUM.bio,
        "headline": LONGEST_HEADLINE,
        "includes": LONGEST_INCLUDES,
        "notice": MOST_NOTICE,
    }


async def _are_of(session: AsyncSession, city_id: UUID, places: Collection[UUID]) -> bool:
    if not places:
        return True
    of_city = (Neighbourhood.city_id == city_id, Neighbourhood.id.in_(places))
    found = await session.scalar(select(func.count()).select_from(Neighbourhood).where(*of_city))
    return found == len(places)


async def _go_to(session: AsyncSession, pro_id: UUID, places: Collection[UUID]) -> None:
    """These in place of those there were; none of them means the whole city."""
    kept = ProNeighbourhood.neighbourhood_id.in_(places)
    await session.execute(delete(ProNeighbourhood).where(ProNeighbourhood.pro_id == pro_id, ~kept))
    for place in sorted(places):
        row = insert(ProNeighbourhood).values(pro_id=pro_id, neighbourhood_id=place)
        await session.execute(row.on_conflict_do_nothing())
