"""Amina chooses how Twiza reaches her: WhatsApp with an agreement that is kept, pushes on her devices."""

import httpx
import pytest
from sqlalchemy import select

from tests.bookings import telling
from tests.cast import Cast, sign_in
from tests.notifications.conftest import configure
from tests.outbox import last_code
from tests.pros.opening import open_hassan
from twiza.accounts.models import Account
from twiza.kit.db import unit_of_work
from twiza.kit.outgoing import Outgoing
from twiza.kit.settings import settings
from twiza.notifications.channels.push import vapid
from twiza.notifications.channels.whatsapp import consenting
from twiza.notifications.channels.whatsapp.models import WhatsAppConsent

PAGE = "/client/settings/whatsapp"
PROOF = f"{PAGE}/number"
NUMBER = "+212693333333"


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


async def a_plumber(client: httpx.AsyncClient, cast: Cast) -> None:
    """Hassan, whose number for clients is not the phone he signed up with."""
    async with unit_of_work() as session:
        await open_hassan(session, cast)
    await sign_in(client, cast.hassan)


async def ways_of_a_request(cast: Cast) -> set[str]:
    """By which ways a request that comes now is told to Hassan."""
    async with unit_of_work() as session:
        await telling.ask(session, cast.amina, [cast.hassan], telling.at(9))
    async with unit_of_work() as session:
        told = select(Outgoing.channel).where(
            Outgoing.account_id == cast.hassan.id, Outgoing.secret.is_(False)
        )
        return {str(channel) for channel in await session.scalars(told)}


async def test_a_pros_number_takes_requests_once_its_code_was_typed(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await a_plumber(client, cast)
    page = await client.get(PAGE)
    assert "À confirmer" in page.text
    assert 'name="agree"' not in page.text
    assert (await client.post(PROOF)).status_code == 303
    assert 'name="code"' in (await client.get(PAGE)).text
    answer = await client.post(PROOF, data={"code": await last_code(NUMBER)})
    assert answer.status_code == 303
    found = await agreement(cast.hassan)
    assert found is not None
    assert (found.phone, found.source) == (NUMBER, PAGE)
    assert "whatsapp" in await ways_of_a_request(cast)
    async with unit_of_work() as session:
        account = await session.get_one(Account, cast.hassan.id)
        assert account.phone == "+212633333333", "the number to sign in with stays"


@pytest.mark.parametrize("has_email", [True, False])
async def test_until_it_is_proven_requests_come_another_way(
    client: httpx.AsyncClient, cast: Cast, has_email: bool
) -> None:
    await a_plumber(client, cast)
    if not has_email:
        async with unit_of_work() as session:
            (await session.merge(cast.hassan)).email_verified_at = None
    assert (await client.post(PAGE, data={"agree": "1"})).status_code == 409
    assert await agreement(cast.hassan) is None
    assert await ways_of_a_request(cast) == {"email" if has_email else "sms"}


async def test_a_wrong_code_and_anothers_code_prove_nothing(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    await a_plumber(client, cast)
    await client.post(PROOF)
    right = await last_code(NUMBER)
    wrong = await client.post(PROOF, data={"code": "000000" if right != "000000" else "111111"})
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.text
    await sign_in(other_client, cast.karim)
    assert (await other_client.post(PROOF, data={"code": right})).status_code == 422
    assert await agreement(cast.hassan) is None
    assert await agreement(cast.karim) is None


async def test_a_number_that_changed_after_its_code_had_left_is_not_proven(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await a_plumber(client, cast)
    await client.post(PROOF)
    code = await last_code(NUMBER)
    await client.post("/pro/profile/terms", data={"whatsapp": "06 61 80 00 99", "min_notice_hours": "2"})
    assert 'name="code"' not in (await client.get(PAGE)).text
    assert (await client.post(PROOF, data={"code": code})).status_code == 422
    assert await agreement(cast.hassan) is None


async def test_another_number_has_to_be_proven_again(client: httpx.AsyncClient, cast: Cast) -> None:
    await a_plumber(client, cast)
    await client.post(PROOF)
    await client.post(PROOF, data={"code": await last_code(NUMBER)})
    await client.post("/pro/profile/terms", data={"whatsapp": "06 61 80 00 99", "min_notice_hours": "2"})
    assert await agreement(cast.hassan) is None
    assert "whatsapp" not in await ways_of_a_request(cast)


async def test_codes_to_one_number_are_limited(client: httpx.AsyncClient, cast: Cast) -> None:
    await a_plumber(client, cast)
    answers = [(await client.post(PROOF)).status_code for _ in range(3)]
    assert answers == [303, 303, 429]


async def test_who_has_proven_the_number_already_needs_no_code(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    assert (await client.post(PROOF)).status_code == 422
    assert (await client.post(PAGE, data={"agree": "1"})).status_code == 303
