"""The administration, as Salma the owner uses it, and as it doesn't exist for anybody else."""

import html
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from tests.cast import Cast, sign_in
from twiza.accounts.models import Account, AccountStatus, AdminAct, Permission
from twiza.kit import clock, ids, outgoing
from twiza.kit.db import unit_of_work
from twiza.kit.outgoing import Outgoing, OutgoingStatus
from twiza.kit.settings import settings

PAGES = [
    "/admin",
    "/admin/users",
    "/admin/users/{amina}",
    "/admin/outbox",
    "/admin/outbox/{message}",
    "/admin/tasks",
    "/admin/audit",
]


def main_of(page: httpx.Response) -> str:
    """The page without its stylesheet and frame, as text."""
    return html.unescape(page.text.split("<main", 1)[1].split("</main>")[0])


async def write(**values: object) -> UUID:
    async with unit_of_work() as session:
        return await outgoing.send(
            session,
            **{
                "channel": "sms",
                "to": "+212611111111",
                "text": "Twiza : 123456 https://t.ma/x?c=9",
                **values,
            },
        )


async def account(person: Account) -> Account:
    async with unit_of_work() as session:
        return await session.get_one(Account, person.id)


async def acts(verb: str | None = None) -> list[AdminAct]:
    async with unit_of_work() as session:
        found = await session.scalars(select(AdminAct).order_by(AdminAct.id))
        return [one for one in found if verb in (None, one.verb)]


async def change(person: Account, **values: object) -> None:
    async with unit_of_work() as session:
        row = await session.get_one(Account, person.id)
        for name, value in values.items():
            setattr(row, name, value)


@pytest.mark.parametrize("page", PAGES)
async def test_for_all_but_administrators_these_pages_do_not_exist(
    client: httpx.AsyncClient, cast: Cast, page: str
) -> None:
    path = page.format(amina=cast.amina.id, message=await write())
    assert (await client.get(path)).status_code == 404
    await sign_in(client, cast.karim)
    assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("language", ["", "/ar", "/en"])
@pytest.mark.parametrize("page", PAGES)
async def test_every_page_opens_in_every_language(
    client: httpx.AsyncClient, cast: Cast, page: str, language: str
) -> None:
    path = page.format(amina=cast.amina.id, message=await write())
    await sign_in(client, cast.salma)
    assert (await client.get(language + path)).status_code == 200


async def test_support_sees_people_but_not_the_log_nor_permissions(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await change(cast.salma, permissions=[Permission.SUPPORT])
    await sign_in(client, cast.salma)
    assert (await client.get("/admin/users")).status_code == 200
    assert (await client.get("/admin/audit")).status_code == 403
    denied = await client.post(f"/admin/users/{cast.karim.id}/permissions", data={"permission": "owner"})
    assert denied.status_code == 403
    assert not (await account(cast.karim)).is_admin


async def test_content_editors_see_no_people(client: httpx.AsyncClient, cast: Cast) -> None:
    await change(cast.salma, permissions=[Permission.CONTENT])
    await sign_in(client, cast.salma)
    assert (await client.get("/admin")).status_code == 200
    assert (await client.get("/admin/users")).status_code == 403
    assert (await client.post(f"/admin/users/{cast.karim.id}/ban", data={"reason": "x"})).status_code == 403
    assert (await client.get("/admin/outbox")).status_code == 403


@pytest.mark.parametrize(
    "words",
    [
        "berrada",
        "BERR",
        "amina berrada",
        "06 11 11 11 11",
        "+212611111111",
        "٠٦١١١١١١١١",
        "00212 611-111111",
        "amina@ex",
    ],
)
async def test_people_are_found_however_they_are_typed(
    client: httpx.AsyncClient, cast: Cast, words: str
) -> None:
    await sign_in(client, cast.salma)
    page = main_of(await client.get("/en/admin/users", params={"q": words}))
    assert "Amina Berrada" in page
    assert "Karim Daoudi" not in page


async def test_people_are_found_by_id_and_with_accents_left_out(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await change(cast.karim, first_name="Éléonore")
    await sign_in(client, cast.salma)
    for words in (str(cast.karim.id), "eleonore"):
        assert "Éléonore Daoudi" in main_of(await client.get("/en/admin/users", params={"q": words}))


@pytest.mark.parametrize("words", ["%", "_____", "nobody", "'; DROP TABLE account; --", "99999"])
async def test_what_matches_nobody_says_so(client: httpx.AsyncClient, cast: Cast, words: str) -> None:
    await sign_in(client, cast.salma)
    page = main_of(await client.get("/en/admin/users", params={"q": words}))
    assert "Nobody matches" in page


async def test_filters_by_state_and_hat(client: httpx.AsyncClient, cast: Cast) -> None:
    await change(cast.karim, status=AccountStatus.BANNED)
    await sign_in(client, cast.salma)
    banned = main_of(await client.get("/en/admin/users?status=BANNED"))
    assert "Karim Daoudi" in banned
    assert "Amina Berrada" not in banned
    pros = main_of(await client.get("/en/admin/users?hat=pro"))
    assert "Hassan Ouali" in pros
    assert "Amina Berrada" not in pros
    assert "Amina Berrada" in main_of(await client.get("/en/admin/users?status=NONSENSE&hat=x&after=y"))


async def test_each_look_at_a_person_is_logged(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.salma)
    page = main_of(await client.get(f"/en/admin/users/{cast.amina.id}"))
    assert "amina@example.ma" in page
    assert [(act.admin_id, act.subject_id) for act in await acts("look")] == [(cast.salma.id, cast.amina.id)]


async def test_a_ban_needs_a_reason_and_asks_again_with_what_was_typed(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(client, cast.salma)
    response = await client.post(f"/en/admin/users/{cast.karim.id}/ban", data={"reason": "  "})
    assert response.status_code == 422
    assert "Give the reason" in main_of(response)
    assert (await account(cast.karim)).status is AccountStatus.ACTIVE


async def test_banning_and_lifting_the_ban(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.salma)
    response = await client.post(f"/admin/users/{cast.karim.id}/ban", data={"reason": "Faux profil"})
    assert (response.status_code, response.headers["location"]) == (303, f"/admin/users/{cast.karim.id}")
    assert (await account(cast.karim)).status is AccountStatus.BANNED
    assert [(act.reason, act.subject_id) for act in await acts("ban")] == [("Faux profil", cast.karim.id)]
    assert "Faux profil" in main_of(await client.get(f"/admin/users/{cast.karim.id}"))
    async with unit_of_work() as session:
        told = (await session.scalars(select(Outgoing).where(Outgoing.account_id == cast.karim.id))).one()
    assert "Faux profil" in told.body

    await client.post(f"/admin/users/{cast.karim.id}/unban", data={})
    assert (await account(cast.karim)).status is AccountStatus.ACTIVE
    again = await client.post(f"/admin/users/{cast.karim.id}/unban", data={})
    assert again.status_code == 409


async def test_suspending_for_a_week_and_lifting_it(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.salma)
    wrong = await client.post(
        f"/admin/users/{cast.karim.id}/suspend", data={"reason": "Insultes", "days": "5000"}
    )
    assert wrong.status_code == 422
    assert "Insultes" in main_of(wrong)
    await client.post(f"/admin/users/{cast.karim.id}/suspend", data={"reason": "Insultes", "days": "7"})
    suspended = await account(cast.karim)
    assert suspended.status is AccountStatus.SUSPENDED
    assert suspended.status_until is not None
    await client.post(f"/admin/users/{cast.karim.id}/lift", data={})
    assert (await account(cast.karim)).status is AccountStatus.ACTIVE


async def test_vouching_for_a_phone_needs_a_reason_and_never_takes_anothers(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await change(cast.karim, phone_verified_at=None)
    await sign_in(client, cast.salma)
    path = f"/admin/users/{cast.karim.id}/verify-phone"
    assert (await client.post(path, data={})).status_code == 422
    assert (await client.post(path, data={"reason": "Vu en agence"})).status_code == 303
    assert (await account(cast.karim)).phone_verified
    assert (await client.post(path, data={"reason": "Encore"})).status_code == 409

    await change(cast.amina, phone=cast.karim.phone, phone_verified_at=None)
    taken = await client.post(f"/admin/users/{cast.amina.id}/verify-phone", data={"reason": "Vu"})
    assert taken.status_code == 409
    assert not (await account(cast.amina)).phone_verified


async def test_nobody_bans_themselves(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.salma)
    assert "popovertarget" not in main_of(await client.get(f"/admin/users/{cast.salma.id}"))
    response = await client.post(f"/admin/users/{cast.salma.id}/ban", data={"reason": "x"})
    assert response.status_code == 409


async def test_unknown_people_and_acts_are_404(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.salma)
    assert (await client.get(f"/admin/users/{ids.new()}")).status_code == 404
    assert (await client.get("/admin/users/nonsense")).status_code == 404
    assert (await client.post(f"/admin/users/{cast.karim.id}/behead")).status_code == 404
    assert (await client.get(f"/admin/outbox/{ids.new()}")).status_code == 404


async def test_an_owner_gives_and_takes_the_administration(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.salma)
    path = f"/admin/users/{cast.karim.id}/permissions"
    await client.post(path, data={"permission": ["support", "kyc", "nonsense"], "reason": "Équipe"})
    granted = await account(cast.karim)
    assert (granted.is_admin, sorted(granted.permissions)) == (True, ["kyc", "support"])
    await client.post(path, data={})
    assert not (await account(cast.karim)).is_admin
    assert "Support · Identity checks" in main_of(await client.get("/en/admin/audit?act=grant-admin"))
    before = len(await acts("revoke-admin"))
    await client.post(path, data={})
    assert len(await acts("revoke-admin")) == before


async def test_the_outbox_shows_codes_while_developing(client: httpx.AsyncClient, cast: Cast) -> None:
    message = await write(secret=True)
    await sign_in(client, cast.salma)
    assert "123456" in main_of(await client.get("/en/admin/outbox"))
    assert "123456" in main_of(await client.get(f"/en/admin/outbox/{message}"))


async def test_in_production_codes_and_links_are_masked_everywhere(
    client: httpx.AsyncClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = await write(secret=True)
    mail = await write(channel="email", to="amina@example.ma", subject="Code", secret=True)
    await sign_in(client, cast.salma)
    # In production the administration opens only to those who confirmed an authenticator app.
    await change(cast.salma, totp_confirmed_at=clock.now())
    monkeypatch.setattr(settings(), "env", "production")
    for path in ("", f"/{text}", f"/{mail}", f"/{mail}/letter"):
        page = await client.get(f"/en/admin/outbox{path}")
        assert page.status_code == 200
        assert "123456" not in page.text
        assert "c=9" not in page.text
    async with unit_of_work() as session:
        assert "123456" in (await session.get_one(Outgoing, text)).body


async def test_a_letter_is_shut_in_by_its_own_policy(client: httpx.AsyncClient, cast: Cast) -> None:
    message = await write(
        channel="email", to="amina@example.ma", subject="Bonjour", text="<script>alert(1)</script>"
    )
    await sign_in(client, cast.salma)
    page = await client.get(f"/admin/outbox/{message}/letter")
    assert "sandbox" in page.headers["content-security-policy"]
    assert "<script>" not in page.text
    assert (await client.get(f"/admin/outbox/{await write()}/letter")).status_code == 404


async def test_filters_of_the_outbox(client: httpx.AsyncClient, cast: Cast) -> None:
    await write(text="un SMS")
    await write(channel="email", to="a@b.ma", subject="un email", account_id=cast.amina.id)
    await sign_in(client, cast.salma)
    only_sms = main_of(await client.get("/en/admin/outbox?channel=sms"))
    assert "un SMS" in only_sms
    assert "un email" not in only_sms
    assert "No message here" in main_of(await client.get("/en/admin/outbox?state=failed"))
    hers = main_of(await client.get(f"/en/admin/outbox?account={cast.amina.id}"))
    assert "un email" in hers
    assert "un SMS" not in hers


async def test_a_failed_message_is_sent_again_and_logged(
    client: httpx.AsyncClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await write()
    await sign_in(client, cast.salma)
    off = await client.post(f"/admin/outbox/{message}/resend")
    assert off.status_code == 409

    monkeypatch.setattr(settings(), "sms_url", "http://127.0.0.1:1/messages")
    async with unit_of_work() as session:
        (await session.get_one(Outgoing, message)).status = OutgoingStatus.FAILED
    assert (await client.post(f"/admin/outbox/{message}/resend")).status_code == 303
    async with unit_of_work() as session:
        assert (await session.get_one(Outgoing, message)).status is OutgoingStatus.QUEUED
    assert [act.subject_id for act in await acts("resend")] == [message]
    assert (await client.post(f"/admin/outbox/{message}/resend")).status_code == 409


async def test_the_log_is_filtered_by_act_and_person(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.salma)
    await client.post(f"/admin/users/{cast.karim.id}/ban", data={"reason": "Faux profil"})
    await client.get(f"/admin/users/{cast.amina.id}")
    bans = main_of(await client.get("/en/admin/audit?act=ban"))
    assert "Karim Daoudi" in bans
    assert "Amina Berrada" not in bans
    history = main_of(await client.get(f"/en/admin/users/{cast.karim.id}"))
    assert "Ban · Salma Rami" in history
    assert "Look · Salma Rami" not in history
    about = main_of(await client.get(f"/en/admin/audit?about={cast.amina.id}"))
    assert "Amina Berrada" in about
    assert "Karim Daoudi" not in about
    assert "Nothing was done yet" in main_of(await client.get(f"/en/admin/audit?by={cast.karim.id}"))


async def test_the_first_page_counts_what_is_there(client: httpx.AsyncClient, cast: Cast) -> None:
    await write()
    await sign_in(client, cast.salma)
    page = main_of(await client.get("/en/admin"))
    assert "5 new this week" in page
    assert "aren’t set up" in page
