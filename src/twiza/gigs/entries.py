"""The FAQ of a gig and what it asks its clients: both are short lists, replaced whole."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.gigs import limits
from twiza.gigs.models import Gig, GigFaq, GigQuestion
from twiza.gigs.said import FaqSaid, QuestionSaid
from twiza.profiles import texts


async def write_faq(session: AsyncSession, gig: Gig, given: Sequence[FaqSaid]) -> dict[str, str]:
    """Take these questions and answers in place of those there are; empty ones are left out."""
    faults: dict[str, str] = {}
    rows: list[GigFaq] = []
    for index, entry in enumerate(given):
        question, answer = texts.line(entry.question), texts.paragraphs(entry.answer)
        if not question and not answer:
            continue
        at = f"faq.{index}"
        _check(question, limits.QUESTION, f"{at}.question", limits.QUESTION_LENGTH, faults)
        _check(answer, limits.ANSWER, f"{at}.answer", limits.ANSWER_LENGTH, faults)
        if not question:
            faults[f"{at}.question"] = limits.QUESTION_MISSING
        if not answer:
            faults[f"{at}.answer"] = limits.ANSWER_MISSING
        rows.append(GigFaq(gig_id=gig.id, position=len(rows), question=question, answer=answer))
    if len(rows) > limits.MOST_FAQ:
        faults["faq"] = limits.TOO_MANY
    if not faults:
        await session.execute(delete(GigFaq).where(GigFaq.gig_id == gig.id))
        session.add_all(rows)
        await session.flush()
    return faults


async def write_questions(session: AsyncSession, gig: Gig, given: Sequence[QuestionSaid]) -> dict[str, str]:
    """Ask these of clients before the work starts; empty ones are left out."""
    faults: dict[str, str] = {}
    rows: list[GigQuestion] = []
    for index, entry in enumerate(given):
        question = texts.line(entry.question)
        if not question:
            continue
        _check(question, limits.QUESTION, f"questions.{index}.question", limits.QUESTION_LENGTH, faults)
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


def _check(text: str, most: int, field: str, fault: str, faults: dict[str, str]) -> None:
    if len(text) > most:
        faults[field] = fault
