"""Administrators of support: finding orders, the queue of disputes, decisions; each look and act is logged."""

import re

import httpx
import pytest
from sqlalchemy import select, update

from tests.cast import Cast, sign_in
from tests.web import ordering
from tests.web.ordering import do
from twiza.accounts.models import Account, AdminAct
from twiza.kit.db import reading, unit_of_work
from twiza.messaging import sending
from twiza.orders.disputes import opening, stating
from twiza.orders.disputes.models import Dispute, DisputeReason
from twiza.orders.models import Order


@pytest.fixture
async def salma(client: httpx.AsyncClient, cast: Cast) -> httpx.AsyncClient:
    await sign_in(client, cast.salma)
    return client


async def disputed(cast: Cast) -> tuple[ordering.Deal, Dispute]:
    deal = await ordering.delivered(cast)
    how = {"by": deal.client, "reason": DisputeReason.NOT_AS_AGREED, "details": "Le logo d’un autre"}
    dispute = await do(opening.open_dispute, deal, **how)
    async with unit_of_work() as session:
        await stating.state(session, dispute.id, by=deal.freelancer, text="Ce n’est qu’une maquette")
    return deal, dispute


async def logged() -> list[tuple[str, str]]:
    async with reading() as connection:
        rows = await connection.execute(select(AdminAct.verb, AdminAct.subject).order_by(AdminAct.id))
        return [(row.verb, row.subject) for row in rows]


async def status_of(deal: ordering.Deal) -> str:
    async with reading() as connection:
        return str(await connection.scalar(select(Order.status).where(Order.id == deal.order.id)))


async def test_orders_are_found_by_reference_person_and_state(salma: httpx.AsyncClient, cast: Cast) -> None:
    deal = await ordering.started(cast)
    reference = deal.order.reference
    for words in (reference.lower(), reference.removeprefix("TW-"), "berrada", "0622222222"):
        assert reference in (await salma.get("/admin/orders", params={"q": words})).text, words
    for asked in ({"q": "Hassan"}, {"q": "TW-ZZZZZZ"}, {"status": "COMPLETED"}, {"disputed": "1"}):
        assert reference not in (await salma.get("/admin/orders", params=asked)).text, asked
    assert reference in (await salma.get("/admin/orders", params={"status": "IN_PROGRESS"})).text


async def test_one_order_shows_its_history_and_each_look_is_logged(
    salma: httpx.AsyncClient, cast: Cast
) -> None:
    deal = await ordering.started(cast)
    page = await salma.get(f"/admin{deal.path}")
    assert "Amina Berrada" in page.text
    assert "a déclaré un virement" in page.text
    assert ("look", "order") in await logged()


async def test_an_order_is_ended_with_a_reason_that_both_read(
    salma: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    deal = await ordering.started(cast)
    refused = await salma.post(f"/admin{deal.path}/force-cancel", data={"reason": " "})
    assert refused.status_code == 422
    assert re.search(r'id="reason-force-cancel"[^>]*aria-invalid="true"', refused.text)
    done = await salma.post(f"/admin{deal.path}/force-cancel", data={"reason": "Compte volé"})
    assert done.status_code == 303
    assert await status_of(deal) == "CANCELLED"
    assert ("force-cancel", "order") in await logged()
    await sign_in(other_client, cast.amina)
    assert "Compte volé" in (await other_client.get(deal.path)).text
    again = await salma.post(f"/admin{deal.path}/force-complete", data={"reason": "Encore"})
    assert again.status_code == 409


async def test_only_support_and_owners_come_in(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    deal, dispute = await disputed(cast)
    addresses = ["/admin/orders", f"/admin{deal.path}", "/admin/disputes", f"/admin/disputes/{dispute.id}"]
    posts = [f"/admin{deal.path}/force-cancel", f"/admin/disputes/{dispute.id}/close"]
    posts += [f"/admin/disputes/{dispute.id}/{verb}" for verb in ("take", "leave", "messages")]
    await sign_in(client, cast.amina)
    async with unit_of_work() as session:
        content = {"is_admin": True, "permissions": ["content"]}
        await session.execute(update(Account).where(Account.id == cast.karim.id).values(**content))
    await sign_in(other_client, cast.karim)
    for browser, status in ((client, 404), (other_client, 403)):
        for address in addresses:
            assert (await browser.get(address)).status_code == status, address
        for address in posts:
            assert (await browser.post(address, data={"reason": "x"})).status_code == status, address
    assert await status_of(deal) == "SUBMITTED"


async def test_a_dispute_is_taken_read_and_decided(
    salma: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    deal, dispute = await disputed(cast)
    async with unit_of_work() as session:
        await sending.send(
            session, cast.youssef.id, by=cast.amina.id, text="Et le logo ?", order_id=deal.order.id
        )
    path = f"/admin/disputes/{dispute.id}"
    queue = (await salma.get("/admin/disputes")).text
    assert deal.order.reference in queue
    assert f'action="{path}/take"' in queue
    assert deal.order.reference not in (await salma.get("/admin/disputes?view=mine")).text
    assert (await salma.post(f"{path}/take")).status_code == 303
    assert deal.order.reference in (await salma.get("/admin/disputes?view=mine")).text

    page = (await salma.get(path)).text
    assert "Le logo d’un autre" in page
    assert "Ce n’est qu’une maquette" in page
    assert "Et le logo ?" not in page
    assert "Et le logo ?" in (await salma.post(f"{path}/messages")).text
    assert ("read-conversation", "dispute") in await logged()

    empty = await salma.post(f"{path}/close", data={"decision": "Le logo a été copié"})
    assert empty.status_code == 422
    assert "Le logo a été copié" in empty.text
    done = await salma.post(
        f"{path}/close", data={"outcome": "force-cancel", "decision": "Le logo a été copié"}
    )
    assert done.status_code == 303
    assert await status_of(deal) == "CANCELLED"
    assert deal.order.reference in (await salma.get("/admin/disputes?view=closed")).text
    again = await salma.post(f"{path}/close", data={"outcome": "dismissed", "decision": "Finalement non"})
    assert again.status_code == 409
    await sign_in(other_client, cast.youssef)
    room = (await other_client.get(deal.path)).text
    assert "Le logo a été copié" in room


async def test_a_dispute_can_be_left_to_others(salma: httpx.AsyncClient, cast: Cast) -> None:
    _deal, dispute = await disputed(cast)
    path = f"/admin/disputes/{dispute.id}"
    await salma.post(f"{path}/take")
    assert f'action="{path}/leave"' in (await salma.get(path)).text
    assert (await salma.post(f"{path}/leave")).status_code == 303
    assert f'action="{path}/take"' in (await salma.get(path)).text


async def test_nobody_judges_their_own_order(salma: httpx.AsyncClient, cast: Cast) -> None:
    async with unit_of_work() as session:
        everything = {"is_admin": True, "permissions": ["owner"]}
        await session.execute(update(Account).where(Account.id == cast.amina.id).values(**everything))
    deal = await ordering.started(cast)
    await salma.post("/auth/logout")
    await sign_in(salma, cast.amina)
    refused = await salma.post(f"/admin{deal.path}/force-cancel", data={"reason": "Je reprends mon argent"})
    assert refused.status_code == 403
    assert await status_of(deal) == "IN_PROGRESS"
