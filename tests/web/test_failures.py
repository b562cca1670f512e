"""Our own faults: a page without a trace, in the language of the address, with every header."""

import httpx
import pytest

from twiza.web.people import pages


async def test_a_fault_of_ours(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the secret reason")

    monkeypatch.setattr(pages.discovery, "search_people", broken)
    answer = await client.get("/ar/freelancers?q=fault")
    assert answer.status_code == 500
    assert 'dir="rtl"' in answer.text
    assert "secret reason" not in answer.text
    assert "content-security-policy" in answer.headers
    assert answer.headers["x-request-id"] in answer.text


async def test_an_unknown_page_helps_on(client: httpx.AsyncClient) -> None:
    answer = await client.get("/en/nowhere")
    assert answer.status_code == 404
    assert 'href="/en/"' in answer.text


async def test_a_wrong_method_is_no_fault_of_ours(client: httpx.AsyncClient) -> None:
    assert (await client.post("/about")).status_code == 405


async def test_the_address_of_a_form_leads_back_to_its_page(client: httpx.AsyncClient) -> None:
    answer = await client.get("/en/client/settings/language")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/client/settings")


async def test_a_form_of_another_site_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/prefs/theme", data={"theme": "dark"}, headers={"origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers or "theme" not in answer.headers["set-cookie"]
