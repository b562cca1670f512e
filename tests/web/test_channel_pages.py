"""Amina chooses how Twiza reaches her: WhatsApp with an agreement that is kept, pushes on her devices."""

import httpx
import pytest

from tests.cast import Cast, sign_in
from tests.notifications.conftest import configure
from twiza.accounts.models import Account
from twiza.kit.db import unit_of_work
from twiza.kit.settings import settings
from twiza.notifications.channels.push import vapid
from twiza.notifications.channels.whatsapp import consenting
from twiza.notifications.channels.whatsapp.models import WhatsAppConsent

PAGE = "/client/settings/whatsapp"


async def agreement(account: Account) -> WhatsAppConsent | None:
    async with unit_of_work() as session:
        return await consenting.agreed(session, account.id)


async def test_a_visitor_is_asked_to_sign_in(client: httpx.AsyncClient) -> None:
    assert (await client.get(PAGE)).status_code == 303
    assert (await client.post(PAGE, data={"agree": "1"})).status_code == 303


@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", "J’accepte que Twiza"), ("/ar", "أوافق على أن تراسلني"), ("/en", "I agree that Twiza")],
)
async def test_agreeing_keeps_the_words_that_were_read(
    client: httpx.AsyncClient, cast: Cast, prefix: str, words: str
) -> None:
    await sign_in(client, cast.amina)
    page = await client.get(prefix + PAGE)
    assert words in page.text
    answer = await client.post(prefix + PAGE, data={"agree": "1"})
    assert answer.status_code == 303
    found = await agreement(cast.amina)
    assert found is not None
    assert found.words.startswith(words)
    assert (found.phone, found.source) == ("+212611111111", PAGE)

    await client.post(prefix + PAGE, data={})
    assert await agreement(cast.amina) is None


async def test_without_a_proven_number_there_is_nothing_to_agree_to(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    async with unit_of_work() as session:
        account = await session.merge(cast.amina)
        account.phone_verified_at = None
    await client.post("/auth/login", data={"login": "amina@example.ma", "password": "correct cheval agrafe"})
    page = await client.get(PAGE)
    assert "Vérifier mon numéro" in page.text
    assert (await client.post(PAGE, data={"agree": "1"})).status_code == 409
    assert await agreement(cast.amina) is None


async def test_ways_are_switched_off_and_on(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    page = await client.get("/notifications/preferences")
    assert 'name="push" value="1" checked' in page.text
    await client.post("/notifications/preferences", data={"whatsapp": "1"})
    page = await client.get("/notifications/preferences")
    assert 'name="push" value="1" checked' not in page.text
    assert 'name="whatsapp" value="1" checked' in page.text


async def test_the_switch_of_this_device_is_there_once_there_is_a_key(
    client: httpx.AsyncClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sign_in(client, cast.amina)
    assert "this-device" not in (await client.get("/notifications/preferences")).text
    configure(monkeypatch, vapid_private_key=vapid.new_key())
    page = await client.get("/notifications/preferences")
    assert f'data-key="{vapid.public_key()}"' in page.text
    assert "js/push.js" in page.text
    monkeypatch.undo()
    settings.cache_clear()


async def test_the_service_worker_shows_pushes(client: httpx.AsyncClient) -> None:
    script = (await client.get("/sw.js")).text
    assert 'addEventListener("push"' in script
    assert 'addEventListener("notificationclick"' in script
