"""The languages somebody works in."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import N_
from twiza.profiles import entries
from twiza.profiles.models import Fluency, SpokenLanguage

# Darija and Amazigh are languages of work here, as much as those of schools.
SPOKEN = {
    "ar": N_("Arabic"),
    "ary": N_("Darija"),
    "zgh": N_("Amazigh"),
    "fr": N_("French"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "de": N_("German"),
    "it": N_("Italian"),
    "nl": N_("Dutch"),
    "pt": N_("Portuguese"),
    "tr": N_("Turkish"),
    "zh": N_("Chinese"),
}
NO_SUCH_LANGUAGE = N_("Choose a language of the list.")
NO_FLUENCY = N_("Choose how well you speak it.")


async def speak(session: AsyncSession, *, by: UUID, code: str, fluency: str) -> None:
    """Say how well one speaks a language; saying it again changes it."""
    await entries.hold_freelancer(session, by)
    faults: dict[str, str] = {}
    if code not in SPOKEN:
        faults["code"] = NO_SUCH_LANGUAGE
    if fluency not in set(Fluency):
        faults["fluency"] = NO_FLUENCY
    if faults:
        raise Invalid(faults)
    level = Fluency(fluency)
    statement = insert(SpokenLanguage).values(account_id=by, code=code, fluency=level)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["account_id", "code"], set_={"fluency": level})
    )


async def forget_language(session: AsyncSession, *, by: UUID, code: str) -> None:
    """No longer one of the languages of work."""
    gone = delete(SpokenLanguage).where(SpokenLanguage.account_id == by, SpokenLanguage.code == code)
    if await session.scalar(gone.returning(SpokenLanguage.code)) is None:
        raise NotFound
