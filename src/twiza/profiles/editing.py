"""People change what they say about themselves."""

from typing import TypedDict, Unpack
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import names
from twiza.accounts.models import Account
from twiza.kit.db import lock
from twiza.kit.errors import Invalid
from twiza.kit.i18n import LANGUAGES, N_
from twiza.profiles import choosing, texts

LONGEST_BIO = 2000
TOO_LONG = N_("Use at most {most} characters.")
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
    """Change one's names, bio, language or city (by its slug); all faults are told at once."""
    account = await lock(session, Account, account_id)
    faults: dict[str, str] = {}
    # What isn't given isn't judged: a name that came from elsewhere must not stop a change of language.
    first_name = (
        _name("first_name", changes["first_name"], faults) if "first_name" in changes else account.first_name
    )
    last_name = (
        _name("last_name", changes["last_name"], faults) if "last_name" in changes else account.last_name
    )
    bio = texts.paragraphs(changes["bio"] or "") if "bio" in changes else account.bio or ""
    if "bio" in changes and len(bio) > LONGEST_BIO:
        faults["bio"] = TOO_LONG
    language = changes.get("language", account.language)
    if language not in LANGUAGES:
        faults["language"] = NO_SUCH_LANGUAGE
    city_id = await _city(session, account, changes["city"], faults) if "city" in changes else account.city_id
    if faults or language is None:
        raise Invalid(faults, most=LONGEST_BIO)
    account.first_name, account.last_name = first_name, last_name
    account.bio, account.language, account.city_id = bio or None, language, city_id
    await session.flush()
    return account


def _name(field: str, text: str | None, faults: dict[str, str]) -> str:
    """Names may change, never go; the same rule as when signing up."""
    try:
        return names.read(text or "", field)
    except Invalid as error:
        faults.update(error.fields)
        return ""


async def _city(
    session: AsyncSession, account: Account, slug: str | None, faults: dict[str, str]
) -> UUID | None:
    known = texts.line(slug or "")
    found = await choosing.city(session, known, kept=account.city_id) if known else None
    if known and found is None:
        faults["city"] = NO_SUCH_CITY
    return found
