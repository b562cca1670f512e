"""What clients ask often of a gig, and its answers: a short list, replaced whole."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.gigs import limits, lists
from twiza.gigs.models import Gig, GigFaq
from twiza.gigs.said import FaqSaid
from twiza.profiles import texts


async def write(session: AsyncSession, gig: Gig, given: Sequence[FaqSaid]) -> dict[str, str]:
    """Take these questions and answers in place of those there are; empty ones are left out."""
    faults: dict[str, str] = {}
    rows: list[GigFaq] = []
    for index, entry in enumerate(given):
        question, answer = texts.line(entry.question), texts.paragraphs(entry.answer)
        if not question and not answer:
            continue
        at = f"faq.{index}"
        if not question or len(question) > limits.QUESTION:
            faults[f"{at}.question"] = limits.QUESTION_LENGTH if question else limits.QUESTION_MISSING
        if not answer or len(answer) > limits.ANSWER:
            faults[f"{at}.answer"] = limits.ANSWER_LENGTH if answer else limits.ANSWER_MISSING
        rows.append(GigFaq(gig_id=gig.id, position=len(rows), question=question, answer=answer))
    return await lists.replace(session, gig, GigFaq, rows, faults, field="faq", most=limits.MOST_FAQ)
