"""The evidence of an order: a PDF in three languages, with everything that was said."""

from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast
from tests.orders import telling
from tests.orders.telling import S
from twiza.kit.i18n import LANGUAGES, use
from twiza.orders import delivering, evidence, extending
from twiza.orders.actors import Actor
from twiza.orders.disputes import closing, opening, stating
from twiza.orders.disputes.models import DisputeOutcome, DisputeReason
from twiza.orders.models import Order
from twiza.orders.queries import room


async def quarrelled(session: AsyncSession, people: Cast, order: Order) -> None:
    amina, youssef = Actor.person(people.amina.id), Actor.person(people.youssef.id)
    await telling.bring_to(session, order, S.IN_PROGRESS)
    asked = await extending.ask(
        session, order.id, by=youssef, days=3, reason="La typographie demande du temps."
    )
    await extending.accept(session, asked.id, by=amina)
    files = [await telling.file_of(session, people.youssef, "logo final.pdf")]
    await delivering.submit_work(
        session, order.id, by=youssef, note="السلام، هذا هو الشعار النهائي\nBonne lecture #let", files=files
    )
    dispute = await opening.open_dispute(
        session, order.id, by=amina, reason=DisputeReason.NOT_AS_AGREED, details="Il manque le format carré."
    )
    await stating.state(
        session, dispute.id, by=youssef, text="الصيغ الثلاث موجودة في الملف (logo final.pdf)."
    )
    await session.flush()
    await closing.close(
        session,
        dispute.id,
        by=Actor.admin(people.salma.id),
        outcome=DisputeOutcome.DISMISSED,
        decision="Les trois formats y sont.",
    )


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_paper_tells_it_all_in_each_language(
    session: AsyncSession, people: Cast, order: Order, language: str, tmp_path: Path
) -> None:
    await quarrelled(session, people, order)
    await session.flush()
    with use(language):
        drafted = await evidence.draft(session, await room(session, order.id, people.amina.id))
        paper = await evidence.paper(drafted)
    assert paper.file_name == f"{order.reference}.pdf"
    assert paper.content.startswith(b"%PDF")
