"""Conversations over the API: sent once, paged, read, blocked; and reports."""

import httpx
from sqlalchemy import func, select

from tests.api.calling import caller, is_problem
from tests.cast import Cast
from twiza.api.schemas.messages import ShownConversation, ShownMessage, ShownReport
from twiza.kit import db, ids
from twiza.messaging import sending, thread
from twiza.messaging.models import Message
from twiza.trust.models import Report

PHONE = "06 12 34 56 78"


async def test_sent_once_under_a_key_and_listed_the_newest_first(cast: Cast) -> None:
    async with caller(cast.amina) as amina, caller(cast.youssef) as youssef:
        asked = {"to": str(cast.youssef.id), "text": "Bonjour"}
        one = await amina.post("/messages", json=asked, headers={"Idempotency-Key": "k"})
        two = await amina.post("/messages", json=asked, headers={"Idempotency-Key": "k"})
        assert one.status_code == two.status_code == 201
        assert one.json() == two.json()
        is_problem(
            await amina.post("/messages", json={**asked, "text": "Autre"}, headers={"Idempotency-Key": "k"}),
            422,
            "invalid_input",
        )
        await youssef.post("/messages", json={"to": str(cast.amina.id), "text": f"Appelez le {PHONE}"})
        listed = (await amina.get(f"/messages/{cast.youssef.id}")).json()["items"]
        shown = [ShownMessage.model_validate(item) for item in listed]
        assert [one.text for one in shown] == ["Appelez le [numéro masqué]", "Bonjour"]
        assert [one.allowed_actions for one in shown] == [["report"], []]
        [line] = (await amina.get("/conversations")).json()["items"]
        assert ShownConversation.model_validate(line).unread == 1
        assert "12 34" not in line["preview"]


async def test_pages_by_cursor(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        for number in range(thread.PAGE + 3):
            await sending.send(session, cast.youssef.id, by=cast.amina.id, text=f"n{number}")
    async with caller(cast.youssef) as youssef:
        first = (await youssef.get(f"/messages/{cast.amina.id}")).json()
        rest = (
            await youssef.get(f"/messages/{cast.amina.id}", params={"cursor": first["next_cursor"]})
        ).json()
        texts = [item["text"] for item in [*first["items"], *rest["items"]]]
        assert texts == [f"n{number}" for number in reversed(range(thread.PAGE + 3))]
        assert rest["next_cursor"] is None
        is_problem(await youssef.get("/conversations", params={"cursor": "x"}), 422, "invalid_input")


async def test_reading_is_told_to_the_sender(cast: Cast) -> None:
    async with caller(cast.amina) as amina, caller(cast.youssef) as youssef:
        sent = (await amina.post("/messages", json={"to": str(cast.youssef.id), "text": "Bonjour"})).json()
        assert sent["read"] is False
        left = await youssef.post(f"/messages/{cast.amina.id}/read", json={"up_to": sent["id"]})
        assert left.json() == {"unread": 0}
        [shown] = (await amina.get(f"/messages/{cast.youssef.id}")).json()["items"]
        assert shown["read"] is True
        is_problem(
            await youssef.post(f"/messages/{cast.amina.id}/read", json={"up_to": str(ids.new())}),
            404,
            "not_found",
        )


async def test_files_and_voice_notes_come_as_a_form(cast: Cast) -> None:
    async with caller(cast.amina) as amina, caller(cast.youssef) as youssef:
        sent = await amina.post(
            "/messages/files",
            data={"to": str(cast.youssef.id), "text": "Voici"},
            files=[("files", ("notes.txt", b"un texte", "text/plain"))],
        )
        assert sent.status_code == 201, sent.text
        [shown] = (await youssef.get(f"/messages/{cast.amina.id}")).json()["items"]
        assert shown["kind"] == "file"
        assert shown["files"][0]["url"].startswith("/files/")
        refused = await amina.post(
            "/messages/files",
            data={"to": str(cast.youssef.id), "seconds": "3"},
            files=[("files", ("a.webm", b"un texte", "audio/webm"))],
        )
        assert [error["field"] for error in is_problem(refused, 422, "invalid_input")["errors"]] == ["files"]


async def test_strangers_and_the_unreachable(cast: Cast) -> None:
    async with caller(cast.amina) as amina, caller(cast.karim) as karim, caller() as visitor:
        await amina.post("/messages", json={"to": str(cast.youssef.id), "text": "Bonjour"})
        is_problem(await visitor.get("/conversations"), 401, "sign_in_required")
        is_problem(await karim.get(f"/messages/{cast.amina.id}"), 404, "not_found")
        assert (await karim.get(f"/messages/{cast.youssef.id}")).json()["items"] == []
        assert (await karim.get("/conversations")).json()["items"] == []
        is_problem(await karim.post(f"/messages/{cast.youssef.id}/read", json={}), 404, "not_found")
        is_problem(await karim.put(f"/conversations/{cast.youssef.id}/archive"), 404, "not_found")
        cold = {"to": str(cast.amina.id), "text": "Achetez"}
        is_problem(await karim.post("/messages", json=cold), 403, "not_reachable")
        nobody = {"to": str(ids.new()), "text": "Bonjour"}
        is_problem(await karim.post("/messages", json=nobody), 404, "not_found")
        empty = {"to": str(cast.youssef.id), "text": " "}
        is_problem(await karim.post("/messages", json=empty), 422, "invalid_input")


async def test_blocking_and_archiving(cast: Cast) -> None:
    async with caller(cast.amina) as amina, caller(cast.youssef) as youssef:
        hello = {"to": str(cast.youssef.id), "text": "Bonjour"}
        await amina.post("/messages", json=hello)
        assert (await youssef.put(f"/users/{cast.amina.id}/block")).status_code == 204
        is_problem(await amina.post("/messages", json=hello), 403, "blocked")
        is_problem(
            await youssef.post("/messages", json={"to": str(cast.amina.id), "text": "x"}), 409, "you_blocked"
        )
        assert (await youssef.delete(f"/users/{cast.amina.id}/block")).status_code == 204
        assert (await youssef.put(f"/conversations/{cast.amina.id}/archive")).status_code == 204
        assert (await youssef.get("/conversations")).json()["items"] == []
        archived = (await youssef.get("/conversations", params={"archived": "true"})).json()["items"]
        assert archived[0]["allowed_actions"][0] == "unarchive"
        assert (await youssef.delete(f"/conversations/{cast.amina.id}/archive")).status_code == 204
        assert (await amina.post("/messages", json=hello)).status_code == 201


async def test_a_message_is_reported_by_whoever_got_it(cast: Cast) -> None:
    async with caller(cast.amina) as amina, caller(cast.youssef) as youssef, caller(cast.karim) as karim:
        sent = (await amina.post("/messages", json={"to": str(cast.youssef.id), "text": "Bonjour"})).json()
        asked = {"kind": "message", "subject_id": sent["id"], "reason": "spam", "details": "Encore"}
        one = await youssef.post("/reports", json=asked)
        assert ShownReport.model_validate(one.json()).status == "OPEN"
        again = await youssef.post("/reports", json=asked)
        assert again.json()["id"] == one.json()["id"]
        is_problem(await karim.post("/reports", json=asked), 404, "not_found")
        is_problem(await amina.post("/reports", json=asked), 409, "own_subject")
        other = {**asked, "reason": "other", "details": " "}
        problem = is_problem(await youssef.post("/reports", json=other), 422, "invalid_input")
        assert problem["errors"][0]["field"] == "details"
    async with db.unit_of_work() as session:
        assert await session.scalar(select(func.count()).select_from(Report)) == 1
        assert await session.scalar(select(func.count()).select_from(Message)) == 1


async def test_nothing_private_is_kept_by_caches(cast: Cast) -> None:
    async with caller(cast.amina) as amina:
        answers: list[httpx.Response] = [
            await amina.get("/conversations"),
            await amina.get(f"/messages/{cast.youssef.id}"),
        ]
        assert {answer.headers["cache-control"] for answer in answers} == {"private, no-store"}
