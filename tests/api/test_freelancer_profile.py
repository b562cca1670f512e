"""Freelancers' profiles over the API: read by everybody, written by their owner, denied to all others."""

import asyncio
from typing import Any

import pytest

from tests.api.calling import caller, is_problem
from tests.cast import Cast
from tests.profiles.test_entries import picture
from twiza.profiles import skills

OWN = "/users/me/freelancer"
SENT: dict[str, dict[str, Any]] = {
    "skills": {"name": "Illustrator", "level": "expert"},
    "education": {"school": "ENSA", "degree": "Génie", "start_year": 2012},
    "certifications": {"name": "PMP", "issuer": "PMI", "year": 2020, "link": "https://pmi.org/42"},
    "languages": {"code": "ary", "fluency": "native"},
    "projects": {"title": "Café Argan", "description": "Logo", "year": 2024},
}


async def test_a_profile_is_written_entry_by_entry_and_read_whole(cast: Cast) -> None:
    async with caller(cast.youssef) as client:
        for part, sent in SENT.items():
            made = await client.post(f"{OWN}/{part}", json=sent)
            assert made.status_code == 201, made.text
            assert len(made.json()[part]) == 1
        edited = await client.patch(OWN, json={"headline": "Logos", "city": "fes", "bio": "Dix ans."})
        assert edited.json()["city"] == {"slug": "fes", "name": "Fès"}
        assert edited.json()["allowed_actions"] == ["edit"]
        kept = await client.patch(OWN, json={"category": "design"})
        assert (kept.json()["headline"], kept.json()["city"]["slug"]) == ("Logos", "fes")
        emptied = await client.patch(OWN, json={"city": None})
        assert emptied.json()["city"] is None
        mine = (await client.get(f"/freelancers/{cast.youssef.id}")).json()
    async with caller() as visitor, caller(cast.amina) as amina:
        seen = (await visitor.get(f"/freelancers/{cast.youssef.id}")).json()
        asked = (await amina.get(f"/freelancers/{cast.youssef.id}")).json()
    assert mine["allowed_actions"] == ["edit"]
    assert seen["allowed_actions"] == []
    assert asked["allowed_actions"] == ["message", "report"]
    assert (seen["name"], seen["headline"], seen["completed_orders"]) == ("Youssef E.", "Logos", 0)
    assert seen["skills"][0]["level"] == "expert"
    assert seen["education"][0]["end_year"] is None
    assert seen["answers_within_minutes"] is None


async def test_entries_are_taken_away(cast: Cast) -> None:
    async with caller(cast.youssef) as client:
        for part, sent in SENT.items():
            entry = (await client.post(f"{OWN}/{part}", json=sent)).json()[part][0]
            key = entry.get("id") or entry["code"]
            assert (await client.delete(f"{OWN}/{part}/{key}")).json()[part] == []
            is_problem(await client.delete(f"{OWN}/{part}/{key}"), 404, "not_found")


async def test_a_project_is_changed_and_gets_pictures(cast: Cast) -> None:
    async with caller(cast.youssef) as client:
        project = (await client.post(f"{OWN}/projects", json=SENT["projects"])).json()["projects"][0]
        here = f"{OWN}/projects/{project['id']}"
        changed = await client.put(here, json={"title": "Café Argan 2"})
        assert changed.json()["projects"][0]["year"] is None
        sent = await client.post(f"{here}/pictures", files={"picture": ("a.png", picture(), "image/png")})
        assert sent.status_code == 201, sent.text
        shown = sent.json()["projects"][0]["pictures"][0]
        assert shown["url"].startswith("/media/")
        wrong = await client.post(f"{here}/pictures", files={"picture": ("a.png", b"no", "image/png")})
        is_problem(wrong, 422, "invalid_input")
        gone = await client.delete(f"{here}/pictures/{shown['id']}")
        assert gone.json()["projects"][0]["pictures"] == []


async def test_visitors_and_people_without_the_hat_have_none(cast: Cast) -> None:
    async with caller() as visitor, caller(cast.amina) as amina:
        is_problem(await visitor.get(OWN), 401, "sign_in_required")
        is_problem(await amina.get(OWN), 404, "not_found")
        is_problem(await amina.patch(OWN, json={"headline": "x"}), 404, "not_found")
        is_problem(await amina.get(f"/freelancers/{cast.amina.id}"), 404, "not_found")
        for part, sent in SENT.items():
            is_problem(await visitor.post(f"{OWN}/{part}", json=sent), 401, "sign_in_required")
            is_problem(await amina.post(f"{OWN}/{part}", json=sent), 404, "not_found")


async def test_another_s_entries_are_not_there(cast: Cast) -> None:
    async with caller(cast.youssef) as youssef, caller(cast.hassan) as hassan:
        skill = (await youssef.post(f"{OWN}/skills", json=SENT["skills"])).json()["skills"][0]
        project = (await youssef.post(f"{OWN}/projects", json=SENT["projects"])).json()["projects"][0]
        is_problem(await hassan.delete(f"{OWN}/skills/{skill['id']}"), 404, "not_found")
        here = f"{OWN}/projects/{project['id']}"
        is_problem(await hassan.put(here, json={"title": "Mine"}), 404, "not_found")
        is_problem(await hassan.delete(here), 404, "not_found")
        files = {"picture": ("a.png", picture(), "image/png")}
        is_problem(await hassan.post(f"{here}/pictures", files=files), 404, "not_found")


@pytest.mark.parametrize(
    ("part", "sent", "field"),
    [
        ("skills", {"name": "", "level": "expert"}, "name"),
        ("skills", {"name": "Logo", "level": "god"}, "level"),
        ("education", {**SENT["education"], "end_year": 2001}, "end_year"),
        ("certifications", {**SENT["certifications"], "link": "javascript:x"}, "link"),
        ("languages", {"code": "tlh", "fluency": "native"}, "code"),
        ("projects", {"title": "x" * 81}, "title"),
        ("projects", {"title": "x", "crown": 1}, "crown"),
    ],
)
async def test_what_makes_no_sense_is_told_by_field(
    cast: Cast, part: str, sent: dict[str, Any], field: str
) -> None:
    async with caller(cast.youssef) as client:
        body = is_problem(await client.post(f"{OWN}/{part}", json=sent), 422, "invalid_input")
    assert [one["field"] for one in body["errors"]] == [field]


async def test_a_creating_call_sent_twice_creates_once(cast: Cast) -> None:
    key = {"Idempotency-Key": "one-skill"}
    async with caller(cast.youssef) as client:
        first = await client.post(f"{OWN}/skills", json=SENT["skills"], headers=key)
        await client.delete(f"{OWN}/skills/{first.json()['skills'][0]['id']}")
        again = await client.post(f"{OWN}/skills", json=SENT["skills"], headers=key)
        assert again.headers["Idempotent-Replayed"] == "true"
        assert again.json()["skills"] == []
        other = await client.post(f"{OWN}/skills", json={"name": "Logo", "level": "expert"}, headers=key)
        is_problem(other, 422, "invalid_input")


async def test_calls_at_once_do_not_pass_a_limit_together(cast: Cast) -> None:
    async with caller(cast.youssef) as client:
        for n in range(skills.MOST - 1):
            await client.post(f"{OWN}/skills", json={"name": f"Skill {n}", "level": "expert"})
        late = [{"name": f"Late {n}", "level": "expert"} for n in range(6)]
        answers = await asyncio.gather(*(client.post(f"{OWN}/skills", json=sent) for sent in late))
    assert sorted(answer.status_code for answer in answers) == [201, *[422] * 5]
