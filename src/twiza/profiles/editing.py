"""People change what they say about themselves."""

from typing import TypedDict, Unpack
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.kit.db import lock
from twiza.kit.errors import Invalid
from twiza.kit.i18n import LANGUAGES, N_
from twiza.profiles.places import City

REQUIRED = N_("This field is required.")
NO_SUCH_CITY = N_("Choose a city of the list.")
NO_SUCH_LANGUAGE = N_("Choose French, Arabic or English.")


class Changes(TypedDict, total=False):
    """What may change; a name that isn't given stays as it is, None empties a bio or a city."""

    first_name: str | None
    last_name: str | None
    bio: str | None
    language: str | None
    city: str | None


async def edit(session: AsyncSession, account_id: UUID, **changes: Unpack[Changes]) -> Account:
    """Change one's names, bio, language or city (by its slug)."""
    account = await lock(session, Account, account_id)
    _check(changes)
    account.first_name = (changes.get("first_name") or account.first_name).strip()
    account.last_name = (changes.get("last_name") or account.last_name).strip()
    account.language = changes.get("language") or account.language
    if "bio" in changes:
        account.bio = (changes["bio"] or "").strip() or None
    if "city" in changes:
        account.city_id = await _city(session, changes["city"])
    await session.flush()
    return account


def _check(changes: Changes) -> None:
    """Names and the language may change, never go."""
    names = {"first_name": changes.get("first_name", "-"), "last_name": changes.get("last_name", "-")}
    wrong = {field: REQUIRED for field, name in names.items() if not (name or "").strip()}
    if "language" in changes and changes["language"] not in LANGUAGES:
        wrong["language"] = NO_SUCH_LANGUAGE
    if wrong:
        raise Invalid(wrong)


async def _city(session: AsyncSession, slug: str | None) -> UUID | None:
    if not slug:
        return None
    found = await session.scalar(select(City.id).where(City.slug == slug))
    if found is None:
        raise Invalid({"city": NO_SUCH_CITY})
    return found
