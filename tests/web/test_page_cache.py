"""Copies are shared by visitors alone, and tell apart what differs."""

import httpx
import pytest

from tests.cast import Cast, sign_in
from twiza.kit.db import unit_of_work
from twiza.profiles import presenting
from twiza.web.session import ACCESS_COOKIE


async def rename(cast: Cast, headline: str) -> None:
    async with unit_of_work() as session:
        await presenting.present(
            session, cast.youssef.id, "freelancer", headline=headline, city="", category=""
        )


async def test_a_copy_serves_visitors_and_never_the_signed_in(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    path = f"/freelancers/{cast.youssef.id}"
    await rename(cast, "Avant")
    assert "Avant" in (await client.get(path)).text
    await rename(cast, "Après")
    assert "Avant" in (await other_client.get(path)).text
    await sign_in(other_client, cast.amina)
    assert "Après" in (await other_client.get(path)).text
    assert "Amina" not in (await client.get(path)).text


@pytest.mark.parametrize(
    "headers", [{"cookie": "theme=dark"}, {"accept-encoding": "identity"}, {"hx-request": "true"}]
)
async def test_what_differs_has_a_copy_of_its_own(
    client: httpx.AsyncClient, cast: Cast, headers: dict[str, str]
) -> None:
    path = f"/freelancers/{cast.youssef.id}?{'-'.join(headers)}"
    await rename(cast, "Avant")
    await client.get(path)
    await rename(cast, "Après")
    assert "Après" in (await client.get(path, headers=headers)).text


async def test_a_cookie_counts_even_behind_an_empty_one(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    path = f"/freelancers/{cast.youssef.id}?twice"
    await sign_in(other_client, cast.amina)
    cookies = [("cookie", ""), ("cookie", f"{ACCESS_COOKIE}={other_client.cookies[ACCESS_COOKIE]}")]
    assert "Amina" in (await client.get(path, headers=cookies)).text
    assert "Amina" not in (await client.get(path)).text
