"""The room of an order: every button of both sides, without a script."""

import re
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import Engine, event, select, update

from tests.cast import Cast, sign_in
from tests.gigs.writing import picture
from tests.web import ordering
from tests.web.ordering import do
from twiza.accounts.models import Account
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.orders import approving, paying, proofs
from twiza.orders.models import Order, OrderFile

PROOF = {
    "transaction_id": "CIH-88213",
    "amount": "٤٥٠,٠٠",
    "payer_name": "Amina Berrada",
    "understood": "1",
}


async def status_of(deal: ordering.Deal) -> str:
    async with reading() as connection:
        return str(await connection.scalar(select(Order.status).where(Order.id == deal.order.id)))


@pytest.fixture
async def amina(client: httpx.AsyncClient, cast: Cast) -> httpx.AsyncClient:
    await sign_in(client, cast.amina)
    return client


@pytest.fixture
async def youssef(other_client: httpx.AsyncClient, cast: Cast) -> httpx.AsyncClient:
    await sign_in(other_client, cast.youssef)
    return other_client


async def test_from_payment_to_approval_by_the_buttons_of_both(
    amina: httpx.AsyncClient, youssef: httpx.AsyncClient, cast: Cast
) -> None:
    deal = await ordering.placed(cast)
    room = (await amina.get(deal.path)).text
    assert "230 780 0001234567890123 72" in room
    assert deal.order.reference in room
    assert f'action="{deal.path}/submit-payment"' in room
    assert f'action="{deal.path}/cancel"' in room

    sent = await amina.post(
        f"{deal.path}/submit-payment", data=PROOF, files={"receipt": ("reçu.jpg", picture(), "image/jpeg")}
    )
    assert (sent.status_code, sent.headers["location"]) == (303, deal.path)
    room = (await youssef.get(deal.path)).text
    assert "CIH-88213" in room
    assert "reçu.webp" in room
    assert f'action="{deal.path}/confirm-payment"' in room

    assert (await youssef.post(f"{deal.path}/confirm-payment")).status_code == 303
    assert (await youssef.post(f"{deal.path}/start")).status_code == 303
    handed = await youssef.post(
        f"{deal.path}/submit-work",
        data={"note": "Voici deux directions."},
        files=[
            ("files", ("logo.jpg", picture(), "image/jpeg")),
            ("files", ("lisez.txt", b"Bonjour", "text/plain")),
        ],
    )
    assert handed.status_code == 303
    room = (await amina.get(deal.path)).text
    assert "Voici deux directions." in room
    assert "logo.webp" in room
    assert "lisez.txt" in room

    asked = await amina.post(f"{deal.path}/request-revision", data={"reason": "Plutôt en vert."})
    assert asked.status_code == 303
    assert "Plutôt en vert." in (await youssef.get(deal.path)).text
    await youssef.post(f"{deal.path}/submit-work", data={"note": "En vert."})
    assert (await amina.post(f"{deal.path}/approve")).status_code == 303
    room = (await amina.get(deal.path)).text
    assert "La commande est terminée" in room
    assert "Livraison 2" in room
    assert await status_of(deal) == "COMPLETED"


async def test_buttons_are_those_that_the_machine_allows(
    amina: httpx.AsyncClient, youssef: httpx.AsyncClient, cast: Cast
) -> None:
    deal = await ordering.delivered(cast)

    def verbs(page: httpx.Response) -> set[str]:
        return set(re.findall(rf'action="{deal.path}/([a-z-]+)"', page.text))

    assert verbs(await amina.get(deal.path)) == {"approve", "request-revision", "open-dispute"}
    assert verbs(await youssef.get(deal.path)) == {"open-dispute"}


async def test_every_sheet_says_what_it_asks(youssef: httpx.AsyncClient, cast: Cast) -> None:
    deal = await ordering.started(cast)
    room = (await youssef.get(deal.path)).text
    titles = re.findall(r'<h2 id="do-[a-z-]+-title">([^<]*)</h2>', room)
    assert len(titles) == 3
    assert all(titles)


async def test_strangers_find_nothing(
    client: httpx.AsyncClient, cast: Cast, youssef: httpx.AsyncClient
) -> None:
    deal = await ordering.started(cast)
    await youssef.post(
        f"{deal.path}/submit-work",
        data={"note": "Voilà"},
        files={"files": ("a.txt", b"secret", "text/plain")},
    )
    async with reading() as connection:
        file_id = await connection.scalar(select(OrderFile.file_id))
    addresses = ["", "/room", f"/files/{file_id}", "/evidence.pdf"]
    visitor = [await client.get(f"{deal.path}{address}") for address in addresses]
    assert {page.status_code for page in visitor} == {303}
    await sign_in(client, cast.karim)
    for key in (deal.order.reference, str(deal.order.id)):
        for address in addresses:
            assert (await client.get(f"/orders/{key}{address}")).status_code == 404, address
    for verb in ("approve", "cancel", "submit-payment", "open-dispute", "answer-questions", "no-such-verb"):
        answer = await client.post(f"{deal.path}/{verb}", data={"reason": "moi"})
        assert answer.status_code == 404, verb
    assert (await youssef.post(f"{deal.path}/no-such-verb")).status_code == 404
    assert (await youssef.get("/orders/TW-ABCDEF")).status_code == 404


async def test_files_open_for_the_two_by_a_link_of_their_own(
    amina: httpx.AsyncClient, youssef: httpx.AsyncClient, cast: Cast
) -> None:
    deal = await ordering.started(cast)
    await youssef.post(
        f"{deal.path}/submit-work",
        data={"note": "Voilà"},
        files={"files": ("a.txt", b"Bonjour", "text/plain")},
    )
    async with reading() as connection:
        file_id = await connection.scalar(select(OrderFile.file_id))
    link = (await amina.get(f"{deal.path}/files/{file_id}")).headers["location"]
    assert (await amina.get(link)).content == b"Bonjour"
    assert (await youssef.get(link)).status_code == 404
    other = await ordering.paid(cast, transaction="autre")
    assert (await amina.get(f"{other.path}/files/{file_id}")).status_code == 404


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"amount": "-450"}, "amount"),
        ({"amount": "1e3"}, "amount"),
        ({"amount": "99999999999"}, "amount"),
        ({"transaction_id": " "}, "transaction_id"),
        ({"payer_name": ""}, "payer_name"),
        ({"understood": ""}, "understood"),
    ],
)
async def test_a_faulty_payment_says_so_beside_the_field_and_keeps_the_rest(
    amina: httpx.AsyncClient, cast: Cast, fields: dict[str, str], wrong: str
) -> None:
    deal = await ordering.placed(cast)
    refused = await amina.post(
        f"{deal.path}/submit-payment", data={**PROOF, "payer_name": "Ma banque", **fields}
    )
    assert refused.status_code == 422
    assert re.search(rf'id="f-{wrong}"[^>]*aria-invalid="true"', refused.text)
    if wrong != "payer_name":
        assert 'value="Ma banque"' in refused.text
    assert await status_of(deal) == "PENDING_PAYMENT"


async def test_amounts_are_read_as_moroccans_write_them_and_oddities_are_flagged_to_both(
    amina: httpx.AsyncClient, youssef: httpx.AsyncClient, cast: Cast
) -> None:
    await ordering.paid(cast, transaction="cih 88213")
    deal = await ordering.placed(cast)
    sent = await amina.post(f"{deal.path}/submit-payment", data={**PROOF, "amount": "1.234,50"})
    assert sent.status_code == 303
    for browser in (amina, youssef):
        room = (await browser.get(deal.path)).text
        assert "déjà été déclaré pour un autre paiement" in room
        assert "Le montant n’est pas le prix de la commande" in room
        assert "1\u202f234,50" in room


async def test_a_second_click_finds_it_done_and_a_stale_form_gives_its_words_back(
    amina: httpx.AsyncClient, cast: Cast
) -> None:
    deal = await ordering.delivered(cast)
    assert (await amina.post(f"{deal.path}/approve")).status_code == 303
    again = await amina.post(f"{deal.path}/approve")
    assert again.status_code == 409
    assert "La commande est terminée" in again.text
    stale = await amina.post(
        f"{deal.path}/request-revision", data={"reason": "Le bleu est <b>trop</b> clair"}
    )
    assert stale.status_code == 409
    assert "Rien n’a été modifié" in stale.text
    assert "Le bleu est &lt;b&gt;trop" in stale.text


async def test_the_other_side_s_button_is_refused_in_the_room(youssef: httpx.AsyncClient, cast: Cast) -> None:
    deal = await ordering.delivered(cast)
    refused = await youssef.post(f"{deal.path}/approve")
    assert refused.status_code == 403
    assert 'id="room"' in refused.text
    assert await status_of(deal) == "SUBMITTED"


async def test_an_empty_reason_opens_the_form_again(youssef: httpx.AsyncClient, cast: Cast) -> None:
    deal = await ordering.paid(cast)
    refused = await youssef.post(f"{deal.path}/refuse-payment", data={"reason": "  "})
    assert refused.status_code == 422
    assert re.search(r'id="f-reason"[^>]*aria-invalid="true"', refused.text)
    assert refused.text.count(f'action="{deal.path}/refuse-payment"') == 1
    await youssef.post(f"{deal.path}/refuse-payment", data={"reason": "Rien reçu"})
    assert await status_of(deal) == "PENDING_PAYMENT"


async def test_questions_are_answered_in_the_room_before_the_work_starts(
    amina: httpx.AsyncClient, youssef: httpx.AsyncClient, cast: Cast
) -> None:
    deal = await ordering.placed(cast, question=True)
    transfer = proofs.read("X1", "450", "Amina", understood=True)
    await do(paying.submit_payment, deal, by=deal.client, transfer=transfer)
    await do(paying.confirm_payment, deal, by=deal.freelancer)
    assert f'action="{deal.path}/start"' not in (await youssef.get(deal.path)).text
    room = (await amina.get(deal.path)).text
    name = re.search(r'name="(answer-[0-9a-f-]+)"', room)
    assert name
    empty = await amina.post(f"{deal.path}/answer-questions", data={name[1]: " "})
    assert empty.status_code == 422
    said = await amina.post(
        f"{deal.path}/answer-questions", data={name[1]: "Café Bab Doukkala, 06 12 34 56 78"}
    )
    assert said.status_code == 303
    seen = (await youssef.get(deal.path)).text
    assert "Café Bab Doukkala" in seen
    assert "06 12 34 56 78" not in seen
    assert (await youssef.post(f"{deal.path}/start")).status_code == 303


async def test_more_time_is_asked_for_and_answered(
    amina: httpx.AsyncClient, youssef: httpx.AsyncClient, cast: Cast
) -> None:
    deal = await ordering.started(cast)
    wrong = await youssef.post(f"{deal.path}/ask-extension", data={"days": "mille", "reason": "Malade"})
    assert wrong.status_code == 422
    assert 'value="mille"' in wrong.text
    await youssef.post(f"{deal.path}/ask-extension", data={"days": "٣", "reason": "Malade"})
    room = (await amina.get(deal.path)).text
    hidden = re.search(r'name="extension" value="([0-9a-f-]+)"', room)
    assert hidden
    assert "3 jours de plus" in room
    assert (
        await youssef.post(f"{deal.path}/accept-extension", data={"extension": hidden[1]})
    ).status_code == 403
    accepted = await amina.post(f"{deal.path}/accept-extension", data={"extension": hidden[1]})
    assert accepted.status_code == 303
    again = await amina.post(f"{deal.path}/decline-extension", data={"extension": hidden[1]})
    assert again.status_code == 409
    async with reading() as connection:
        due = await connection.scalar(select(Order.due_at).where(Order.id == deal.order.id))
    assert due is not None
    assert due - clock.now() > timedelta(days=7)


async def test_nothing_delivered_is_claimed_and_answered(
    amina: httpx.AsyncClient, youssef: httpx.AsyncClient, cast: Cast
) -> None:
    with clock.travel(timedelta(days=-10)):
        deal = await ordering.started(cast)
    assert "En retard" in (await amina.get("/orders")).text
    claimed = await amina.post(
        f"{deal.path}/claim-non-delivery", data={"details": "Aucune nouvelle depuis lundi"}
    )
    assert claimed.status_code == 303
    room = (await youssef.get(deal.path)).text
    assert "Aucune nouvelle depuis lundi" in room
    claim = re.search(r'name="claim" value="([0-9a-f-]+)"', room)
    assert claim
    answered = await youssef.post(f"{deal.path}/answer-claim", data={"claim": claim[1], "answer": "Ce soir"})
    assert answered.status_code == 303
    assert "answer-claim" not in (await youssef.get(deal.path)).text


async def test_a_dispute_hears_both_sides_with_their_files(
    amina: httpx.AsyncClient, youssef: httpx.AsyncClient, cast: Cast
) -> None:
    deal = await ordering.delivered(cast)
    none = await amina.post(
        f"{deal.path}/open-dispute", data={"reason": "envie", "details": "Ce n’est pas ça"}
    )
    assert none.status_code == 422
    assert "Ce n’est pas ça" in none.text
    opened = await amina.post(
        f"{deal.path}/open-dispute",
        data={"reason": "not_as_agreed", "details": "Le logo d’un autre"},
        files={"files": ("preuve.txt", b"copie", "text/plain")},
    )
    assert opened.status_code == 303
    room = (await youssef.get(deal.path)).text
    assert "Le logo d’un autre" in room
    assert "preuve.txt" in room
    dispute = re.search(r'name="dispute" value="([0-9a-f-]+)"', room)
    assert dispute
    said = await youssef.post(
        f"{deal.path}/state", data={"dispute": dispute[1], "text": "C’est une maquette"}
    )
    assert said.status_code == 303
    assert "C’est une maquette" in (await amina.get(deal.path)).text
    assert "En litige" in (await amina.get("/orders")).text


async def test_a_cancelled_order_says_why(
    amina: httpx.AsyncClient, youssef: httpx.AsyncClient, cast: Cast
) -> None:
    deal = await ordering.placed(cast)
    await amina.post(f"{deal.path}/cancel", data={"reason": "Je me suis trompée de forfait"})
    room = (await youssef.get(deal.path)).text
    assert "La commande est annulée" in room
    assert "Je me suis trompée de forfait" in room
    assert RIB_SHOWN not in (await amina.get(deal.path)).text


RIB_SHOWN = "230 780"


async def test_bank_details_are_for_whoever_pays_while_there_is_something_to_pay(
    amina: httpx.AsyncClient, youssef: httpx.AsyncClient, cast: Cast
) -> None:
    deal = await ordering.placed(cast)
    room = (await amina.get(deal.path)).text
    assert RIB_SHOWN in room
    assert "n’est pas encore vérifiée" in room
    assert "ne peut pas le rendre" in room
    transfer = proofs.read("X1", "450", "Amina", understood=True)
    await do(paying.submit_payment, deal, by=deal.client, transfer=transfer)
    await do(paying.confirm_payment, deal, by=deal.freelancer)
    assert RIB_SHOWN not in (await amina.get(deal.path)).text


async def test_a_file_that_is_too_much_is_told_beside_its_field_and_nothing_is_lost(
    youssef: httpx.AsyncClient, cast: Cast
) -> None:
    deal = await ordering.started(cast)
    files = [("files", (f"{n}.txt", b"a", "text/plain")) for n in range(11)]
    refused = await youssef.post(f"{deal.path}/submit-work", data={"note": "Voici le logo"}, files=files)
    assert refused.status_code == 422
    assert "Voici le logo" in refused.text
    assert re.search(r'id="f-files"[^>]*aria-invalid="true"', refused.text)
    strange = {"files": ("a.exe", b"MZ\x90\x00\x03\x00\x00\x00", "application/pdf")}
    refused = await youssef.post(f"{deal.path}/submit-work", data={"note": "Voici le logo"}, files=strange)
    assert refused.status_code == 422
    assert await status_of(deal) == "IN_PROGRESS"


async def test_what_people_write_is_shown_as_they_wrote_it(
    amina: httpx.AsyncClient, youssef: httpx.AsyncClient, cast: Cast
) -> None:
    deal = await ordering.started(cast)
    note = "<script>alert(1)</script> \u202eabc شكرا 🙏"
    await youssef.post(f"{deal.path}/submit-work", data={"note": note})
    room = (await amina.get(deal.path)).text
    assert "<script>alert" not in room
    assert "شكرا 🙏" in room
    long = await amina.post(f"{deal.path}/request-revision", data={"reason": "x" * 10_000})
    assert long.status_code == 422


async def test_the_room_alone_is_read_again_by_open_pages(amina: httpx.AsyncClient, cast: Cast) -> None:
    deal = await ordering.delivered(cast)
    part = await amina.get(f"{deal.path}/room", headers={"hx-request": "true"})
    assert part.text.lstrip().startswith('<div class="stack" id="room"')
    assert "<html" not in part.text
    async with unit_of_work() as session:
        await approving.approve(session, deal.order.id, by=deal.client)
    assert "La commande est terminée" in (await amina.get(f"{deal.path}/room")).text


async def test_whoever_left_is_called_a_former_member(amina: httpx.AsyncClient, cast: Cast) -> None:
    deal = await ordering.delivered(cast)
    async with unit_of_work() as session:
        gone = {"first_name": "", "last_name": ""}
        await session.execute(update(Account).where(Account.id == cast.youssef.id).values(**gone))
    assert "Un ancien membre" in (await amina.get(deal.path)).text
    assert "Un ancien membre" in (await amina.get("/orders")).text


async def test_the_room_costs_few_statements(amina: httpx.AsyncClient, cast: Cast) -> None:
    deal = await ordering.delivered(cast)
    await amina.get(deal.path)
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        assert (await amina.get(deal.path)).status_code == 200
        assert len(asked) <= 8
        asked.clear()
        assert (await amina.get(f"{deal.path}/room")).status_code == 200
        assert len(asked) <= 5
    finally:
        event.remove(Engine, "before_cursor_execute", count)


async def test_references_are_found_in_any_case_and_by_id(amina: httpx.AsyncClient, cast: Cast) -> None:
    deal = await ordering.placed(cast)
    for key in (deal.order.reference.lower(), str(deal.order.id)):
        assert (await amina.get(f"/orders/{key}")).status_code == 200


async def test_in_arabic_references_and_ribs_keep_their_direction(
    amina: httpx.AsyncClient, cast: Cast
) -> None:
    deal = await ordering.placed(cast)
    room = (await amina.get(f"/ar{deal.path}")).text
    assert f'<bdi class="ltr num">{deal.order.reference}</bdi>' in room
    assert '<bdi class="ltr">230 780 0001234567890123 72</bdi>' in room


async def test_the_evidence_is_a_pdf_for_both(
    amina: httpx.AsyncClient, youssef: httpx.AsyncClient, cast: Cast
) -> None:
    deal = await ordering.delivered(cast)
    for browser in (amina, youssef):
        paper = await browser.get(f"{deal.path}/evidence.pdf")
        assert paper.headers["content-type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF")
        assert deal.order.reference in paper.headers["content-disposition"]
