"""Where a freelancer learned."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.i18n import N_
from twiza.profiles import entries, typed
from twiza.profiles.models import Education

MOST = 10
LONGEST = 100
BACKWARDS = N_("The end comes before the beginning.")


async def add_education(
    session: AsyncSession, *, by: UUID, school: str, degree: str, start_year: str, end_year: str
) -> Education:
    """One more; an empty end means that it goes on."""
    await entries.hold_freelancer(session, by)
    said = _read(school, degree, start_year, end_year)
    if there := await entries.twin(session, Education, by, **said):
        return there
    await entries.check_room(session, Education, by, MOST, "school")
    entry = Education(account_id=by, **said)
    session.add(entry)
    await session.flush()
    return entry


async def change_education(
    session: AsyncSession,
    education_id: UUID,
    *,
    by: UUID,
    school: str,
    degree: str,
    start_year: str,
    end_year: str,
) -> Education:
    """Other words or years for one of one's own."""
    await entries.hold_freelancer(session, by)
    entry = await entries.own(session, Education, education_id, by)
    for name, value in _read(school, degree, start_year, end_year).items():
        setattr(entry, name, value)
    await session.flush()
    return entry


async def remove_education(session: AsyncSession, education_id: UUID, *, by: UUID) -> None:
    await session.delete(await entries.own(session, Education, education_id, by))


def _read(school: str, degree: str, start_year: str, end_year: str) -> dict[str, str | int | None]:
    fields = typed.Fields()
    said_school = fields.line("school", school, LONGEST)
    said_degree = fields.line("degree", degree, LONGEST)
    start = fields.year("start_year", start_year)
    end = fields.year("end_year", end_year, ahead=8, required=False)
    if start and end and end < start:
        fields.faults["end_year"] = BACKWARDS
    fields.check()
    return {"school": said_school, "degree": said_degree, "start_year": start or 0, "end_year": end}
