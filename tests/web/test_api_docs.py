"""The API's reference: readable without a script, without the network, in three languages."""

import re

import httpx
import pytest

from twiza.web.api_docs.pages import areas


@pytest.mark.parametrize("prefix", ["", "/ar", "/en"])
async def test_every_call_has_its_place(client: httpx.AsyncClient, prefix: str) -> None:
    index = (await client.get(f"{prefix}/api/docs")).text
    for area in areas():
        page = await client.get(f"{prefix}/api/docs/{area.name}")
        assert page.status_code == 200
        for call in area.operations:
            assert f'href="{prefix}/api/docs/{area.name}#{call.id}"' in index
            assert f'id="{call.id}"' in page.text
            assert "curl" in page.text


async def test_nothing_is_fetched_from_elsewhere_and_nothing_runs(client: httpx.AsyncClient) -> None:
    for path in ("/api/docs", "/api/docs/account", "/api/docs/people"):
        page = (await client.get(path)).text
        assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=\"(?:https?:)?//", page)
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*json)", page)
        assert not re.search(r"\son\w+=|\sstyle=", page)


async def test_every_code_can_be_linked_to(client: httpx.AsyncClient) -> None:
    page = (await client.get("/api/docs")).text
    problem = (await client.get("/api/v1/users/me")).json()
    assert problem["type"].endswith("/api/docs#sign_in_required")
    assert 'id="sign_in_required"' in page


async def test_a_call_can_be_tried_by_a_form(client: httpx.AsyncClient) -> None:
    response = await client.get(
        "/api/docs/try/list_pros", params={"city": "rabat-sale", "q": "", "evil": "1"}
    )
    assert response.headers["location"] == "/api/v1/pros?city=rabat-sale"
    response = await client.get("/api/docs/try/show_person", params={"user_id": "../../auth/logout?x"})
    assert response.headers["location"] == "/api/v1/users/..%2F..%2Fauth%2Flogout%3Fx"


@pytest.mark.parametrize("path", ["/api/docs/try/edit_me", "/api/docs/try/nothing", "/api/docs/nowhere"])
async def test_what_is_not_there_is_404(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404
