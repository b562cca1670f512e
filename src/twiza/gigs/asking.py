"""What a gig asks its clients before the work starts: a short list, replaced whole."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.gigs import limits, lists
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
    return await lists.replace(
        session, gig, GigQuestion, rows, faults, field="questions", most=limits.MOST_QUESTIONS
    )
