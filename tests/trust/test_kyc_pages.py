"""Identity papers over HTTP: sent from a page and by the API, queued, shown, decided; and not there for others."""

from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from tests.cast import Cast, sign_in
from tests.trust import papers
from twiza.accounts.models import AdminAct, Permission
from twiza.kit.db import reading, unit_of_work
from twiza.kit.storage import FileRow
from twiza.trust.kyc import submitting
from twiza.trust.kyc.models import KycLook, KycSide
from twiza.web.kyc.queue_pages import PREVIEW

API = "/api/v1/kyc"


def parts(files: dict[KycSide, bytes], name: str = "carte.jpg") -> dict[str, Any]:
    return {str(side): (name, data, "image/jpeg") for side, data in files.items()}


async def count(model: type[Any]) -> int:
    async with reading() as connection:
        return await connection.scalar(select(func.count()).select_from(model)) or 0


async def test_sent_from_the_page_and_its_state_shown(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.hassan)
    page = await client.get("/verification")
    assert 'capture="environment"' in page.text
    assert 'capture="user"' in page.text
    files = papers.photos()
    pdf = {**files, KycSide.CIN_BACK: b"%PDF-1.7 x"}
    refused = await client.post("/verification", files=parts(pdf), data={"consent": "1"})
    assert refused.status_code == 422
    assert "PDF" in refused.text
    assert "f-cin_back-error" in refused.text
    without = await client.post("/verification", files=parts(files))
    assert without.status_code == 422
    assert "f-consent-error" in without.text
    sent = await client.post("/verification", files=parts(files), data={"consent": "1"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/verification")
    waiting = await client.get("/verification")
    assert "En cours de vérification" in waiting.text
    assert 'name="selfie"' not in waiting.text
    assert (await client.post("/verification", files=parts(files), data={"consent": "1"})).status_code == 409
    await papers.reject(cast.hassan, cast.salma, "Photo <b>floue</b>")
    told = await client.get("/verification")
    assert "Photo &lt;b&gt;floue" in told.text
    assert 'name="selfie"' in told.text


async def test_a_large_photo_never_touches_the_disk_unsealed(
    client: httpx.AsyncClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rolled(_self: object) -> None:
        raise AssertionError("a picture went through a temporary file")

    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", rolled)
    await sign_in(client, cast.hassan)
    files = {side: papers.photo(f"large-{side}", (1000, 800), "PNG") for side in KycSide}
    assert all(len(data) > 2_000_000 for data in files.values())
    key = {"idempotency-key": "papers"}
    sent = await client.post(API, files=parts(files), data={"consent": "true"}, headers=key)
    assert sent.status_code == 201, sent.text


async def test_the_api_has_a_code_for_each_fault(client: httpx.AsyncClient, cast: Cast) -> None:
    assert (await client.get(API)).status_code == 401
    await sign_in(client, cast.amina)
    files = papers.photos()
    clients = await client.post(API, files=parts(files), data={"consent": "true"})
    assert (clients.status_code, clients.json()["code"]) == (409, "no_profile")
    assert (await client.get(API)).json()["barred_by"] == "no_profile"
    await sign_in(client, cast.hassan)
    assert (await client.get(API)).json()["allowed_actions"] == ["submit"]
    wrong = [
        ({**files, KycSide.CIN_FRONT: b"%PDF-1.7 x"}, "true", "not_a_photo", "cin_front"),
        ({**files, KycSide.SELFIE: files[KycSide.CIN_FRONT]}, "true", "same_photo_twice", "selfie"),
        ({KycSide.SELFIE: files[KycSide.SELFIE]}, "true", "picture_missing", "cin_front"),
        (files, "no", "no_consent", "consent"),
    ]
    for sent, consent, code, field in wrong:
        answer = await client.post(API, files=parts(sent), data={"consent": consent})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert field in {error["field"] for error in answer.json()["errors"]}
    assert (await client.post(API, json={})).json()["code"] == "no_consent"
    made = await client.post(API, files=parts(files), data={"consent": "true"})
    assert (made.status_code, made.json()["status"]) == (201, "PENDING")
    assert made.headers["cache-control"] == "private, no-store"
    again = await client.post(API, files=parts(files), data={"consent": "true"})
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


async def test_the_queue_shows_takes_and_decides(client: httpx.AsyncClient, cast: Cast) -> None:
    await papers.submit(cast.hassan)
    await papers.allow(cast.salma, Permission.KYC)
    await sign_in(client, cast.salma)
    address = f"/admin/kyc/{cast.hassan.id}"
    assert "Hassan Ouali" in (await client.get("/admin/kyc")).text
    page = await client.get(address)
    assert await count(KycLook) == 0
    for side in KycSide:
        assert f"{address}/{side}" in page.text
        assert (await client.get(f"{address}/{side}")).status_code == 200
    assert await count(KycLook) == 3
    assert (await client.post(f"{address}/take")).status_code == 303
    assert "Hassan Ouali" in (await client.get("/admin/kyc?show=mine")).text
    empty = await client.post(f"{address}/decision", data={"decision": "reject", "reason": " "})
    assert empty.status_code == 422
    words = {"decision": "reject", "usual": "2", "reason": "Depuis mars"}
    assert (await client.post(f"{address}/decision", data=words)).status_code == 303
    assert "Hassan Ouali" in (await client.get("/admin/kyc?show=closed")).text
    await sign_in(client, cast.hassan)
    told = (await client.get("/verification")).text
    assert "La carte est expirée." in told
    assert "Depuis mars" in told
    async with reading() as connection:
        verbs = set((await connection.scalars(select(AdminAct.verb))).all())
    assert verbs == {"look", "take-kyc", "reject-kyc"}


async def test_the_page_shows_light_pictures_and_each_look_is_written(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    heavy = {side: papers.photo(f"canary-{side}", (1600, 1000)) for side in KycSide}
    async with unit_of_work() as session:
        await submitting.submit(session, cast.hassan.id, files=dict(heavy), consents=True)
    await papers.allow(cast.salma, Permission.KYC)
    await sign_in(client, cast.salma)
    address = f"/admin/kyc/{cast.hassan.id}"
    page = await client.get(address)
    for side in KycSide:
        whole = await client.get(f"{address}/{side}")
        small = await client.get(f"{address}/{side}/small")
        assert f'src="{address}/{side}/small"' in page.text
        assert f'href="{address}/{side}"' in page.text
        assert len(small.content) <= PREVIEW < len(whole.content)
        assert small.headers["cache-control"] == "private, no-store"
        assert small.headers["content-type"] == "image/webp"
    assert await count(KycLook) == 6
    assert await count(FileRow) == 3, "it is kept nowhere"
    await papers.reject(cast.hassan, cast.salma)
    assert (await client.get(f"{address}/selfie/small")).status_code == 404


async def test_approved_from_the_page(client: httpx.AsyncClient, cast: Cast) -> None:
    await papers.submit(cast.hassan)
    await sign_in(client, cast.salma)
    done = await client.post(f"/admin/kyc/{cast.hassan.id}/decision", data={"decision": "approve"})
    assert done.status_code == 303
    again = await client.post(f"/admin/kyc/{cast.hassan.id}/decision", data={"decision": "approve"})
    assert again.status_code == 409
    await sign_in(client, cast.hassan)
    assert "Votre identité est vérifiée" in (await client.get("/verification")).text


@pytest.mark.parametrize("permission", [Permission.SUPPORT, Permission.FINANCE, Permission.CONTENT])
async def test_without_the_permission_nothing_is_seen_or_done(
    client: httpx.AsyncClient, cast: Cast, permission: Permission
) -> None:
    await papers.submit(cast.hassan)
    await papers.allow(cast.salma, permission)
    await sign_in(client, cast.salma)
    address = f"/admin/kyc/{cast.hassan.id}"
    for path in ("/admin/kyc", address, f"{address}/selfie", f"{address}/selfie/small"):
        assert (await client.get(path)).status_code == 403
    for path in (f"{address}/take", f"{address}/decision"):
        assert (await client.post(path, data={"decision": "approve"})).status_code == 403
    assert await count(KycLook) == 0


async def test_for_others_it_is_not_there(client: httpx.AsyncClient, cast: Cast) -> None:
    await papers.submit(cast.hassan)
    address = f"/admin/kyc/{cast.hassan.id}"
    assert (await client.get("/verification")).status_code == 303
    for person in (None, cast.hassan, cast.karim):
        if person:
            await sign_in(client, person)
        for path in ("/admin/kyc", address, f"{address}/selfie", f"{address}/selfie/small"):
            assert (await client.get(path)).status_code == 404
        assert (await client.post(f"{address}/decision", data={"decision": "approve"})).status_code == 404
    for side in ("passport", "..%2Fselfie"):
        await sign_in(client, cast.salma)
        assert (await client.get(f"{address}/{side}")).status_code == 404
