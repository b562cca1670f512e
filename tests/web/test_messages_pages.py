"""Conversations in two browsers without JavaScript, and what strangers get."""

import html
import re
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select

from tests.cast import Cast, sign_in
from twiza.accounts.models import Account
from twiza.kit import db, ids
from twiza.kit.errors import Forbidden
from twiza.messaging import sending
from twiza.messaging.attaching import Attachment
from twiza.messaging.models import Message, MessageFile
from twiza.orders.offers import proposing
from twiza.orders.offers.models import Offer, OfferStatus

PHONE = "06 12 34 56 78"


async def say(by: Account, to: Account, text: str, **more: object) -> Message:
    async with db.unit_of_work() as session:
        return await sending.send(session, to.id, by=by.id, text=text, **more)  # type: ignore[arg-type]


def main_of(page: httpx.Response) -> str:
    return html.unescape(page.text.split("<main", 1)[1].split("</main>")[0])


async def test_a_visitor_is_asked_to_sign_in(client: httpx.AsyncClient, cast: Cast) -> None:
    for path in ("/messages", f"/messages/{cast.youssef.id}"):
        response = await client.get(path)
        assert response.status_code == 303
        assert response.headers["location"].startswith("/auth/login")


async def test_two_people_talk_by_posting(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(client, cast.amina)
    await sign_in(other_client, cast.youssef)
    sent = await client.post(
        f"/messages/{cast.youssef.id}", data={"text": "Bonjour <b>Youssef</b>", "key": "k"}
    )
    assert sent.status_code == 303
    again = await client.post(
        f"/messages/{cast.youssef.id}", data={"text": "Bonjour <b>Youssef</b>", "key": "k"}
    )
    assert again.headers["location"] == sent.headers["location"]
    inbox = await other_client.get("/messages")
    assert "Amina B." in inbox.text
    assert re.search(r"data-unread-messages>1<", inbox.text)
    page = await other_client.get(f"/messages/{cast.amina.id}")
    assert page.text.count("Bonjour &lt;b&gt;Youssef&lt;&#x2f;b&gt;") == 2  # the bubble and the list
    assert not re.search(r"data-unread-messages>1<", page.text)
    mine = await client.get(f"/messages/{cast.youssef.id}")
    assert "tick--read" in mine.text


async def test_a_number_typed_is_never_shown_to_the_other_side(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    message = await say(
        cast.amina, cast.youssef, f"Appelez le {PHONE}", files=[Attachment(f"{PHONE}.txt", b"x")]
    )
    async with db.unit_of_work() as session:
        session.add(
            Offer(
                freelancer_id=cast.youssef.id,
                client_id=cast.amina.id,
                title="Logo",
                scope=f"Joignez-moi : {PHONE}",
                price=10_000,
                delivery_days=3,
                expires_at=message.created_at.replace(year=2099),
            )
        )
    await sign_in(client, cast.youssef)
    await sign_in(other_client, cast.amina)
    paths = [
        "/messages",
        "/messages/list",
        "/messages?q=appelez",
        "/messages?q=34",
        f"/messages/{cast.amina.id}",
        f"/messages/{cast.amina.id}/log",
        f"/messages/{cast.amina.id}/new",
        f"/report/message/{message.id}",
        "/notifications",
        "/notifications/menu",
    ]
    for path in paths:
        for prefix in ("", "/ar", "/en"):
            page = await client.get(prefix + path)
            assert page.status_code == 200, path
            assert "12 34 56" not in page.text, path
    own = await other_client.get(f"/messages/{cast.youssef.id}")
    assert PHONE in own.text


async def test_strangers_find_nothing(client: httpx.AsyncClient, cast: Cast) -> None:
    message = await say(cast.amina, cast.youssef, "Bonjour", files=[Attachment("notes.txt", b"un texte")])
    async with db.unit_of_work() as session:
        file_id = await session.scalar(select(MessageFile.file_id))
        offer = await proposing.propose(
            session, cast.amina.id, by=cast.youssef.id, scope=proposing.Scope("Logo", "Tout", 10_000, 3)
        )
    await sign_in(client, cast.karim)
    for path in (
        f"/messages/{cast.amina.id}",
        f"/messages/{cast.karim.id}",
        f"/messages/{ids.new()}",
        "/messages/nobody",
        f"/messages/{cast.amina.id}/new?after={message.id}",
        f"/messages/{cast.amina.id}/log",
        f"/messages/files/{file_id}",
        f"/messages/{cast.amina.id}/offer",
        f"/offers/{offer.id}",
        f"/report/message/{message.id}",
    ):
        assert (await client.get(path)).status_code == 404, path
    for path in (
        f"/messages/{cast.amina.id}/archive",
        f"/messages/{cast.amina.id}/block",
        f"/messages/{cast.amina.id}/nonsense",
        f"/offers/{offer.id}/accept",
        f"/offers/{offer.id}/decline",
        f"/offers/{offer.id}/withdraw",
        f"/report/message/{message.id}",
    ):
        posted = await client.post(path, data={"reason": "spam", "accepted_terms": "1"})
        assert posted.status_code == 404, path
    # Somebody's message is no place in another conversation.
    page = await client.get(f"/messages/{cast.youssef.id}/new?after={message.id}")
    assert page.status_code == 200
    assert "Bonjour" not in page.text


async def test_even_an_administrator_reads_only_their_own(client: httpx.AsyncClient, cast: Cast) -> None:
    await say(cast.amina, cast.youssef, "Entre nous")
    await sign_in(client, cast.salma)
    assert (await client.get(f"/messages/{cast.amina.id}")).status_code == 404
    assert "Entre nous" not in (await client.get(f"/messages/{cast.youssef.id}")).text


async def test_files_open_for_the_two_through_a_short_link(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(client, cast.amina)
    posted = await client.post(
        f"/messages/{cast.youssef.id}",
        data={"text": "Voici"},
        files=[("files", ("<script>.txt", b"un texte", "text/html"))],
    )
    assert posted.status_code == 303
    async with db.unit_of_work() as session:
        file_id = await session.scalar(select(MessageFile.file_id))
    await sign_in(other_client, cast.youssef)
    page = await other_client.get(f"/messages/{cast.amina.id}")
    assert f"/messages/files/{file_id}" in page.text
    assert "<script>.txt" not in page.text
    link = await other_client.get(f"/messages/files/{file_id}")
    assert link.status_code == 303
    given = await other_client.get(link.headers["location"])
    assert (given.status_code, given.text) == (200, "un texte")
    assert given.headers["content-disposition"].startswith("attachment")
    # The link is worth nothing to somebody else, even the sender.
    assert (await client.get(link.headers["location"])).status_code == 404


async def test_a_voice_note_and_a_refused_file(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    webm = bytes.fromhex(
        "1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff"
    )
    posted = await client.post(
        f"/messages/{cast.youssef.id}",
        data={"text": "", "seconds": "٤٢"},
        files=[("voice", ("voice", webm, "audio/webm"))],
    )
    assert posted.status_code == 303
    page = await client.get(f"/messages/{cast.youssef.id}")
    assert "0:42" in page.text
    assert "<audio" in page.text
    refused = await client.post(
        f"/messages/{cast.youssef.id}",
        data={"text": "Gardez ceci"},
        files=[("files", ("a.exe", b"MZ\x90\x00\x03\x00\x00\x00\xff\xff", "image/png"))],
    )
    assert refused.status_code == 422
    assert "Gardez ceci" in main_of(refused)
    many = [("files", (f"{n}.txt", b"x", "text/plain")) for n in range(11)]
    assert (
        await client.post(f"/messages/{cast.youssef.id}", data={"text": ""}, files=many)
    ).status_code == 422


async def test_bad_input_gets_a_clear_answer(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    path = f"/messages/{cast.youssef.id}"
    assert (await client.post(path, data={"text": "   "})).status_code == 422
    long = await client.post(path, data={"text": "a" * 5001})
    assert long.status_code == 422
    assert "a" * 5001 in long.text
    for text in ("🙏" * 200, "\u202eمرحبا", "x" * 4900, "<img src=x onerror=alert(1)>"):
        assert (await client.post(path, data={"text": text})).status_code == 303
    assert "<img src=x" not in (await client.get(path)).text
    assert (await client.post(path, data={"text": "a", "order": str(ids.new())})).status_code == 404
    assert (await client.get(f"{path}/new?after=nonsense")).status_code == 200
    assert (await client.get(f"{path}/new?after={ids.new()}")).status_code == 200
    assert (await client.get("/messages?after=nonsense&q=%25")).status_code == 200


async def test_blocking_and_archiving_by_buttons(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    await say(cast.amina, cast.youssef, "Bonjour")
    await sign_in(client, cast.youssef)
    await sign_in(other_client, cast.amina)
    assert (await client.post(f"/messages/{cast.amina.id}/block")).status_code == 303
    refused = await other_client.post(f"/messages/{cast.youssef.id}", data={"text": "Encore moi"})
    assert refused.status_code == 403
    assert "ne reçoit pas vos messages" in main_of(refused)
    own = await client.get(f"/messages/{cast.amina.id}")
    assert 'id="composer"' not in own.text
    assert (await client.post(f"/messages/{cast.amina.id}/unblock")).status_code == 303
    again = await other_client.post(f"/messages/{cast.youssef.id}", data={"text": "Encore moi"})
    assert again.status_code == 303
    assert (await client.post(f"/messages/{cast.amina.id}/archive")).headers["location"] == "/messages"
    assert "Amina" not in main_of(await client.get("/messages"))
    assert "Amina" in main_of(await client.get("/messages?archived=1"))
    assert (await client.post(f"/messages/{cast.amina.id}/unarchive")).status_code == 303


async def test_an_offer_is_proposed_in_the_conversation_and_answered(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    await say(cast.amina, cast.youssef, "Un logo ?")
    await sign_in(client, cast.youssef)
    await sign_in(other_client, cast.amina)
    path = f"/messages/{cast.amina.id}/offer"
    assert (await other_client.get(f"/messages/{cast.youssef.id}/offer")).status_code == 404
    assert (await client.get(path)).status_code == 200
    wrong = await client.post(
        path, data={"title": "", "scope": "Un logo", "price": "-5", "delivery_days": "x"}
    )
    assert wrong.status_code == 422
    assert "Un logo" in main_of(wrong)
    fields = {"title": "Logo", "scope": "Un logo", "price": "١٥٠٠", "delivery_days": "7", "revisions": "2"}
    assert (await client.post(path, data=fields)).status_code == 303
    offer = await the_offer()
    assert offer.price == 150_000
    theirs = await other_client.get(f"/messages/{cast.youssef.id}")
    assert f"/offers/{offer.id}/accept" in theirs.text
    assert f"/offers/{offer.id}/withdraw" not in theirs.text
    ours = await client.get(f"/messages/{cast.amina.id}")
    assert f"/offers/{offer.id}/withdraw" in ours.text
    assert f"/offers/{offer.id}/accept" not in ours.text
    assert (await client.post(f"/offers/{offer.id}/accept", data={"accepted_terms": "1"})).status_code == 403
    assert (await other_client.get(f"/offers/{offer.id}")).headers[
        "location"
    ] == f"/messages/{cast.youssef.id}"
    declined = await other_client.post(f"/offers/{offer.id}/decline")
    assert declined.status_code == 303
    assert (await the_offer()).status is OfferStatus.DECLINED
    assert (await client.post(f"/offers/{offer.id}/withdraw")).status_code == 409


async def test_nobody_is_offered_anything_out_of_the_blue(client: httpx.AsyncClient, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        async with db.unit_of_work() as session:
            scope = proposing.Scope("Logo", "Tout", 10_000, 3)
            await proposing.propose(session, cast.amina.id, by=cast.youssef.id, scope=scope)
    async with db.unit_of_work() as session:
        assert await session.scalar(select(func.count()).select_from(Offer)) == 0


async def the_offer() -> Offer:
    async with db.unit_of_work() as session:
        return (await session.execute(select(Offer))).scalar_one()


async def test_an_accepted_offer_is_an_order(client: httpx.AsyncClient, cast: Cast) -> None:
    await say(cast.amina, cast.youssef, "Un logo ?")
    async with db.unit_of_work() as session:
        offer = await proposing.propose(
            session, cast.amina.id, by=cast.youssef.id, scope=proposing.Scope("Logo", "Tout", 10_000, 3)
        )
    await sign_in(client, cast.amina)
    accepted = await client.post(f"/offers/{offer.id}/accept", data={"accepted_terms": "1"})
    assert accepted.status_code == 303
    assert accepted.headers["location"].startswith("/orders/")
    order_id = UUID(accepted.headers["location"].rpartition("/")[2])
    page = await client.get(f"/messages/{cast.youssef.id}")
    assert f"/orders/{order_id}" in page.text
    twice = await client.post(f"/offers/{offer.id}/accept", data={"accepted_terms": "1"})
    assert twice.status_code == 409


@pytest.mark.parametrize("prefix", ["", "/ar", "/en"])
async def test_pages_speak_three_languages(client: httpx.AsyncClient, cast: Cast, prefix: str) -> None:
    await say(cast.youssef, cast.hassan, "Bonjour")
    await sign_in(client, cast.hassan)
    for path in ("/messages", f"/messages/{cast.youssef.id}", f"/report/profile/{cast.youssef.id}"):
        page = await client.get(prefix + path)
        assert page.status_code == 200
        assert page.headers["cache-control"] == "private, no-store"
