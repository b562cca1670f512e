"""Who may say that an identity is verified, and what comes of it."""

import httpx
import pytest
from sqlalchemy import select

from tests.cast import Cast, sign_in
from twiza.accounts import vouching_identity
from twiza.accounts.models import Account, AdminAct, Permission
from twiza.kit.db import lock, reading, unit_of_work
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound
from twiza.notifications.models import Notification


async def allow(cast: Cast, *permissions: Permission) -> None:
    async with unit_of_work() as session:
        (await lock(session, Account, cast.salma.id)).permissions = list(permissions)


async def verified(cast: Cast) -> bool:
    async with reading() as connection:
        at = select(Account.identity_verified_at).where(Account.id == cast.youssef.id)
        return await connection.scalar(at) is not None


async def test_whoever_checks_papers_gives_the_badge_and_takes_it_back(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    await allow(cast, Permission.KYC)
    await sign_in(client, cast.salma)
    person = f"/admin/users/{cast.youssef.id}"
    offered = (await client.get(person)).text
    assert "act-verify-identity" in offered
    assert "act-ban" not in offered
    empty = await client.post(f"{person}/verify-identity", data={"reason": " "})
    assert empty.status_code == 422
    assert not await verified(cast)
    given = await client.post(f"{person}/verify-identity", data={"reason": "CIN vue le 21 novembre"})
    assert given.headers["location"] == person
    assert await verified(cast)
    assert "CIN vérifiée" in (await other_client.get(f"/freelancers/{cast.youssef.id}")).text
    assert (await client.post(f"{person}/verify-identity", data={"reason": "encore"})).status_code == 409
    assert "act-unverify-identity" in (await client.get(person)).text
    await client.post(f"{person}/unverify-identity", data={"reason": "Faux document"})
    assert not await verified(cast)
    async with reading() as connection:
        acts = select(AdminAct.verb, AdminAct.reason).where(AdminAct.verb.like("%identity"))
        logged = (await connection.execute(acts.order_by(AdminAct.id))).all()
        told = await connection.scalars(
            select(Notification.kind).where(Notification.account_id == cast.youssef.id)
        )
    assert [tuple(row) for row in logged] == [
        ("verify-identity", "CIN vue le 21 novembre"),
        ("unverify-identity", "Faux document"),
    ]
    assert set(told) == {"identity_verified", "identity_unverified"}


async def test_support_neither_sees_the_button_nor_may_press_it(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await allow(cast, Permission.SUPPORT)
    await sign_in(client, cast.salma)
    person = f"/admin/users/{cast.youssef.id}"
    assert "verify-identity" not in (await client.get(person)).text
    assert (await client.post(f"{person}/verify-identity", data={"reason": "x"})).status_code == 403
    assert not await verified(cast)


async def test_others_find_nothing_there(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.karim)
    answer = await client.post(f"/admin/users/{cast.youssef.id}/verify-identity", data={"reason": "x"})
    assert answer.status_code == 404
    assert not await verified(cast)


async def test_the_verbs_ask_for_the_permission_themselves(cast: Cast) -> None:
    verify, unverify = vouching_identity.verify_identity, vouching_identity.unverify_identity
    async with unit_of_work() as session:
        with pytest.raises(NotFound):
            await verify(session, cast.youssef.id, by=cast.karim.id, reason="x")
        with pytest.raises(Invalid):
            await verify(session, cast.youssef.id, by=cast.salma.id, reason="")
        with pytest.raises(Conflict):
            await verify(session, cast.salma.id, by=cast.salma.id, reason="Moi")
        with pytest.raises(Conflict):
            await unverify(session, cast.youssef.id, by=cast.salma.id, reason="Jamais donné")
    await allow(cast, Permission.SUPPORT)
    async with unit_of_work() as session:
        with pytest.raises(Forbidden):
            await verify(session, cast.youssef.id, by=cast.salma.id, reason="x")
