"""What a gig asks its clients before the work starts: a short list, replaced whole."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.gigs import limits
from twiza.gigs.models import Gig, GigQuestion
from twiza.gigs.said import QuestionSaid
from twiza.profiles import texts


async def write(session: AsyncSession, gig: Gig, given: Sequence[QuestionSaid]) -> dict[str, str]:
    """Ask these of clients before the work starts; empty ones are left out."""
    faults: dict[str, str] = {}
    rows: list[GigQuestion] = []
    for index, entry in enumerate(given):
        question = texts.line(entry.question)
        if not question:
            continue
        if len(question) > limits.QUESTION:
            faults[f"questions.{index}.question"] = limits.QUESTION_LENGTH
        rows.append(
            GigQuestion(gig_id=gig.id, position=len(rows), question=question, required=entry.required)
        )
    if len(rows) > limits.MOST_QUESTIONS:
        faults["questions"] = limits.TOO_MANY
    if not faults:
        await session.execute(delete(GigQuestion).where(GigQuestion.gig_id == gig.id))
        session.add_all(rows)
        await session.flush()
    return faults
