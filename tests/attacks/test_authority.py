"""Rights that somebody lacks, addresses that lead elsewhere, people who have left."""

import httpx
import pytest
from sqlalchemy import select

from tests.api.calling import caller
from tests.cast import PASSWORD, Cast, sign_in
from tests.gigs import writing
from tests.web import ordering
from twiza.accounts import deleting
from twiza.kit.db import reading, unit_of_work
from twiza.kit.settings import settings
from twiza.orders import approving
from twiza.orders.disputes import opening
from twiza.orders.disputes.models import DisputeReason
from twiza.reviews import writing as reviews
from twiza.reviews.models import Review


async def test_in_production_no_administrator_removes_a_review_without_the_second_step(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal = await ordering.delivered(cast)
    await ordering.do(approving.approve, deal, by=deal.client)
    async with unit_of_work() as session:
        review = await reviews.write(session, deal.order.id, by=cast.amina.id, rating=1, text="Rien.")
    monkeypatch.setattr(type(settings()), "is_production", True)
    async with caller(cast.salma) as salma:
        answer = await salma.request(
            "DELETE", f"/api/v1/admin/reviews/{review.id}", json={"reason": "Grossier."}
        )
    assert answer.status_code == 404
    async with reading() as connection:
        assert await connection.scalar(select(Review.id)) == review.id


async def test_keeping_a_gig_leads_to_no_other_site(client: httpx.AsyncClient, cast: Cast) -> None:
    async with unit_of_work() as session:
        gig = await writing.published(session, cast.youssef.id)
    await sign_in(client, cast.amina)
    for came_from in ("//evil.example/x", "/\\evil.example/x"):
        headers = {"referer": f"{settings().public_url}{came_from}"}
        answer = await client.post(f"/gigs/{gig.id}/favourite", data={"kept": "1"}, headers=headers)
        assert answer.status_code == 303
        assert "evil" not in answer.headers["location"]


@pytest.mark.parametrize("who", ["youssef", "amina"])
async def test_somebody_who_left_breaks_no_page_of_the_other(
    client: httpx.AsyncClient, cast: Cast, who: str
) -> None:
    """Names, pictures and contacts are gone; the order, its paper and the conversation stay readable."""
    deal = await ordering.delivered(cast)
    await ordering.do(approving.approve, deal, by=deal.client)
    left, stayed = (cast.youssef, cast.amina) if who == "youssef" else (cast.amina, cast.youssef)
    async with unit_of_work() as session:
        for writer in (cast.amina, cast.youssef):
            await reviews.write(session, deal.order.id, by=writer.id, rating=5, text="Merci.")
    await sign_in(client, stayed)
    sent = await client.post(f"/messages/{left.id}", data={"text": "Merci encore !"})
    assert sent.status_code == 303
    async with unit_of_work() as session:
        await deleting.delete_account(session, left.id, password=PASSWORD, address="")
    async with unit_of_work() as session:
        await opening.open_dispute(
            session,
            deal.order.id,
            by=deal.client if stayed is cast.amina else deal.freelancer,
            reason=DisputeReason.OTHER,
            details="Les fichiers ne s’ouvrent pas.",
        )
    order = deal.order.id
    pages = [
        deal.path, f"{deal.path}/evidence.pdf", "/orders", "/orders?state=finished", "/messages",
        f"/messages/{left.id}", "/notifications", "/dashboard", f"/orders/{order}/review",
        f"/freelancers/{cast.youssef.id}", "/gigs", f"/api/v1/orders/{order}", "/api/v1/orders/my",
        f"/api/v1/messages/{left.id}", "/api/v1/conversations", f"/api/v1/users/{left.id}/reviews",
        f"/api/v1/users/{stayed.id}/reviews",
    ]  # fmt: skip
    answers = {page: (await client.get(page)).status_code for page in pages}
    assert {page: status for page, status in answers.items() if status >= 500} == {}
    assert answers[deal.path] == answers[f"{deal.path}/evidence.pdf"] == answers["/messages"] == 200
    again = await client.post(f"/messages/{left.id}", data={"text": "Êtes-vous là ?"})
    assert again.status_code == 409
