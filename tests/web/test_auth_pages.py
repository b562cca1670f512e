"""Signing up, in and out as people do, without a script."""

import re
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func, select

from tests.cast import PASSWORD, Cast, sign_in
from tests.outbox import last_code, last_token, messages
from twiza.accounts import banning, suspending
from twiza.accounts.models import Acceptance, Account, Code, Hat
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work

PHONE = "+212666666666"
FORM = {
    "hat": "pro",
    "first_name": "Sara",
    "last_name": "Naciri",
    "phone": "٠٦ ٦٦ ٦٦ ٦٦ ٦٦",
    "email": "sara@example.ma",
    "password": "correct cheval agrafe",
    "of_age": "1",
    "terms": "1",
    "privacy": "1",
}


async def sign_up(client: httpx.AsyncClient, **changes: str) -> httpx.Response:
    return await client.post("/auth/signup", data={**FORM, **changes})


async def is_signed_in(client: httpx.AsyncClient) -> bool:
    return (await client.get("/auth/login")).status_code == 303


async def test_a_newcomer_signs_up_and_is_signed_in_by_the_code(client: httpx.AsyncClient) -> None:
    asked = await sign_up(client, next="/devenir-pro")
    assert (asked.status_code, asked.headers["location"]) == (303, "/auth/verify")
    page = await client.get("/auth/verify")
    assert "06\u00a0••\u00a0••\u00a0••\u00a066" in page.text
    done = await client.post("/auth/verify", data={"code": await last_code(PHONE)})
    assert (done.status_code, done.headers["location"]) == (303, "/devenir-pro")
    assert await is_signed_in(client)
    async with reading() as connection:
        account = (await connection.execute(select(Account).where(Account.phone == PHONE))).one()
        accepted = (
            await connection.execute(select(Acceptance).where(Acceptance.account_id == account.id))
        ).all()
        hats = list(await connection.scalars(select(Hat.kind)))
    assert (account.phone_verified_at is not None, account.email_verified_at, hats) == (True, None, ["pro"])
    assert account.marketing_consent_at is None
    assert {row.document for row in accepted} == {"terms", "privacy", "of_age"}
    assert all(row.version and len(row.text_hash) == 64 and row.ip for row in accepted)


async def test_the_email_is_asked_to_confirm_only_after_the_phone(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    assert await messages("sara@example.ma") == []
    await client.post("/auth/verify", data={"code": await last_code(PHONE)})
    token = await last_token("sara@example.ma")
    assert (await client.get("/auth/verify-email", params={"token": token})).status_code == 200
    confirmed = await client.post("/auth/verify-email", data={"token": token})
    assert confirmed.status_code == 303
    again = await client.post("/auth/verify-email", data={"token": token})
    assert again.status_code == 410


async def test_every_fault_is_said_beside_its_field_and_the_rest_stays(client: httpx.AsyncClient) -> None:
    wrong = {
        "first_name": "",
        "phone": "05 22 27 00 00",
        "email": "sara@",
        "password": "1234567890",
        "terms": "",
    }
    refused = await sign_up(client, **wrong)
    assert refused.status_code == 422
    for name in wrong:
        assert f'id="f-{name}"' in refused.text
        assert re.search(rf'id="f-{name}"[^>]*aria-invalid="true"', refused.text), name
    assert 'value="05 22 27 00 00"' in refused.text
    assert 'value="Naciri"' in refused.text
    assert "1234567890" not in refused.text
    assert await messages(PHONE) == []


async def test_nothing_is_told_about_a_number_that_has_an_account(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    fresh = await sign_up(client, phone="0677777777")
    taken = await sign_up(other_client, phone="0611111111")
    assert (fresh.status_code, fresh.headers["location"]) == (taken.status_code, taken.headers["location"])
    pages = [await client.get("/auth/verify"), await other_client.get("/auth/verify")]
    shown = [re.sub(r"\d\d</bdi>", "", page.text) for page in pages]
    assert shown[0] == shown[1]
    wrong = [
        await browser.post("/auth/verify", data={"code": "000000"}) for browser in (client, other_client)
    ]
    assert [page.status_code for page in wrong] == [422, 422]
    assert re.sub(r"\d\d</bdi>", "", wrong[0].text) == re.sub(r"\d\d</bdi>", "", wrong[1].text)
    told = await messages("+212611111111")
    assert len(told) == 1
    assert not re.search(r"\b\d{6}\b", told[0])
    async with reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(Account)) == 6


async def test_a_decoy_spends_its_tries_like_any_code(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_up(client, phone="0611111111")
    answers = [await client.post("/auth/verify", data={"code": "000000"}) for _ in range(6)]
    assert {answer.status_code for answer in answers} == {422}
    assert answers[4].text != answers[5].text
    async with reading() as connection:
        assert await connection.scalar(select(Code.tries)) == 5


async def test_a_code_can_be_sent_again_after_a_while(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    assert (await client.post("/auth/verify/resend")).status_code == 303
    too_soon = await client.post("/auth/verify/resend")
    assert too_soon.status_code == 429
    assert int(too_soon.headers["retry-after"]) > 0
    with clock.travel(timedelta(seconds=65)):
        again = await client.post("/auth/verify/resend")
        assert again.status_code == 303
        done = await client.post("/auth/verify", data={"code": await last_code(PHONE)})
    assert done.headers["location"] == "/dashboard"


@pytest.mark.parametrize(
    "login", ["0611111111", "+212 6 11 11 11 11", "٠٦١١١١١١١١", "amina@example.ma", "AMINA@Example.ma"]
)
async def test_phone_or_email_and_password_open_the_door(
    client: httpx.AsyncClient, cast: Cast, login: str
) -> None:
    response = await client.post("/auth/login", data={"login": login, "password": PASSWORD, "next": "/faq"})
    assert (response.status_code, response.headers["location"]) == (303, "/faq")
    assert response.headers["cache-control"] == "private, no-store"
    cookies = response.headers.get_list("set-cookie")
    access = next(cookie for cookie in cookies if cookie.startswith("twiza="))
    refresh = next(cookie for cookie in cookies if cookie.startswith("__Host-twiza-refresh="))
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(access.split("; "))
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(refresh.split("; "))
    assert "Max-Age" not in access + refresh


async def test_keep_me_outlives_the_browser(client: httpx.AsyncClient, cast: Cast) -> None:
    response = await sign_in(client, cast.amina, keep=True)
    refresh = next(
        c for c in response.headers.get_list("set-cookie") if c.startswith("__Host-twiza-refresh=")
    )
    age = re.search(r"Max-Age=(\d+)", refresh)
    assert age
    assert 30 * 86400 - 60 <= int(age[1]) <= 30 * 86400


@pytest.mark.parametrize(
    "next_page",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\tevil"],
)
async def test_next_stays_on_our_pages(client: httpx.AsyncClient, cast: Cast, next_page: str) -> None:
    fields = {"login": "0611111111", "password": PASSWORD, "next": next_page}
    assert (await client.post("/auth/login", data=fields)).headers["location"] == "/dashboard"


async def test_every_failure_to_sign_in_looks_the_same(client: httpx.AsyncClient, cast: Cast) -> None:
    async with unit_of_work() as session:
        (await session.merge(cast.karim)).phone_verified_at = None
    await client.get("/")  # the first page of a visit carries its stylesheet
    texts: set[str] = set()
    for login in ("0611111111", "0644444444", "0699999999"):
        response = await client.post("/auth/login", data={"login": login, "password": "not the password"})
        assert response.status_code == 422
        texts.add(response.text.replace(login, ""))
    assert len(texts) == 1


async def test_the_sixth_try_has_to_wait_and_the_form_stays(client: httpx.AsyncClient, cast: Cast) -> None:
    fields = {"login": "0611111111", "password": "not the password"}
    for _ in range(5):
        assert (await client.post("/auth/login", data=fields)).status_code == 422
    waits = await client.post("/auth/login", data={**fields, "password": PASSWORD})
    assert waits.status_code == 429
    wait = int(waits.headers["retry-after"])
    assert 0 < wait <= 60
    assert f"Réessayez dans {wait} seconde" in waits.text
    assert 'value="0611111111"' in waits.text
    other = await client.post("/auth/login", data={"login": "0622222222", "password": PASSWORD})
    assert other.status_code == 429
    with clock.travel(timedelta(minutes=6)):
        assert (await client.post("/auth/login", data={**fields, "password": PASSWORD})).status_code == 303


async def test_successes_are_not_counted(client: httpx.AsyncClient, cast: Cast) -> None:
    for _ in range(8):
        await sign_in(client, cast.amina)
        client.cookies.clear()


async def test_an_unproved_number_with_the_right_password_goes_on_to_its_code(
    client: httpx.AsyncClient,
) -> None:
    await sign_up(client)
    client.cookies.clear()
    back = await client.post("/auth/login", data={"login": "0666666666", "password": FORM["password"]})
    assert back.headers["location"] == "/auth/verify"
    done = await client.post("/auth/verify", data={"code": await last_code(PHONE)})
    assert done.headers["location"] == "/dashboard"


async def test_a_banned_person_reads_why_but_only_with_the_password(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(client, cast.karim)
    async with unit_of_work() as session:
        await banning.ban(session, cast.karim.id, by=cast.salma.id, reason="Insultes répétées")
    assert not await is_signed_in(client)
    wrong = await client.post("/auth/login", data={"login": "0644444444", "password": "not the password"})
    assert wrong.status_code == 422
    assert "Insultes" not in wrong.text
    right = await client.post("/auth/login", data={"login": "0644444444", "password": PASSWORD})
    assert right.status_code == 403
    assert "Insultes répétées" in right.text


async def test_a_suspension_that_is_over_lets_in_at_once(client: httpx.AsyncClient, cast: Cast) -> None:
    async with unit_of_work() as session:
        until = clock.now() + timedelta(days=1)
        await suspending.suspend(session, cast.karim.id, reason="Absences", until=until)
    closed = await client.post("/auth/login", data={"login": "0644444444", "password": PASSWORD})
    assert closed.status_code == 403
    assert "Absences" in closed.text
    with clock.travel(timedelta(days=1, minutes=1)):
        await sign_in(client, cast.karim)


async def test_a_password_is_reset_by_sms_and_all_sessions_end(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(other_client, cast.amina)
    asked = await client.post("/auth/forgot", data={"login": "06 11 11 11 11"})
    assert asked.headers["location"] == "/auth/reset"
    assert (await client.get("/auth/reset")).status_code == 200
    fields = {"code": await last_code("+212611111111"), "password": "un tout autre secret"}
    short = await client.post("/auth/reset", data={**fields, "password": "court"})
    assert short.status_code == 422
    done = await client.post("/auth/reset", data=fields)
    assert done.headers["location"] == "/auth/login"
    assert not await is_signed_in(other_client)
    entered = await client.post("/auth/login", data={"login": "0611111111", "password": fields["password"]})
    assert entered.status_code == 303


async def test_a_password_is_reset_by_email(client: httpx.AsyncClient, cast: Cast) -> None:
    asked = await client.post("/auth/forgot", data={"login": "amina@example.ma"})
    assert asked.status_code == 200
    token = await last_token("amina@example.ma")
    assert (await client.get("/auth/reset", params={"token": token})).status_code == 200
    fields = {"token": token, "password": "un tout autre secret"}
    assert (await client.post("/auth/reset", data=fields)).headers["location"] == "/auth/login"
    assert (await client.post("/auth/reset", data=fields)).status_code == 410
    assert (await client.get("/auth/reset", params={"token": token})).status_code == 410


@pytest.mark.parametrize(
    ("known", "unknown"), [("0611111111", "0677777777"), ("amina@example.ma", "adila@example.ma")]
)
async def test_reset_never_tells_whether_there_is_an_account(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast, known: str, unknown: str
) -> None:
    first = await client.post("/auth/forgot", data={"login": known})
    second = await other_client.post("/auth/forgot", data={"login": unknown})
    assert (first.status_code, first.text) == (second.status_code, second.text)
    if first.status_code == 303:
        pages = [(await browser.get("/auth/reset")).text for browser in (client, other_client)]
        assert pages[0].replace("11</bdi>", "") == pages[1].replace("77</bdi>", "")
        fields = {"code": "000000", "password": "un tout autre secret"}
        wrong = [await browser.post("/auth/reset", data=fields) for browser in (client, other_client)]
        assert [page.status_code for page in wrong] == [422, 422]


async def test_signing_out_here_and_everywhere(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(client, cast.amina)
    await sign_in(other_client, cast.amina)
    await client.post("/auth/logout")
    assert not await is_signed_in(client)
    assert await is_signed_in(other_client)
    await sign_in(client, cast.amina)
    await client.post("/auth/logout-everywhere")
    assert not await is_signed_in(other_client)


async def test_the_pages_speak_three_languages(client: httpx.AsyncClient) -> None:
    for prefix, words in (("", "Se connecter"), ("/ar", "تسجيل الدخول"), ("/en", "Sign in")):
        page = await client.get(f"{prefix}/auth/login")
        assert words in page.text
        assert f'action="{prefix}/auth/login"' in page.text


async def test_messages_speak_the_language_of_the_page_signed_up_on(client: httpx.AsyncClient) -> None:
    await client.post("/ar/auth/signup", data=FORM)
    assert "تويزة" in (await messages(PHONE))[0]


async def test_whoever_is_signed_in_needs_no_sign_in_page(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    assert (await client.get("/auth/login?next=/faq")).headers["location"] == "/faq"
    assert (await client.get("/auth/signup")).headers["location"] == "/"
