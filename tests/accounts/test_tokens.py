"""Tokens are only as good as the account behind them."""

from datetime import timedelta
from uuid import UUID

import pytest
from joserfc import jwt as joserfc_jwt
from joserfc.jwk import OctKey

from tests.cast import Cast
from twiza.accounts import banning, hats, sessions, tokens
from twiza.accounts.models import Account, HatKind
from twiza.accounts.tokens import Presented
from twiza.kit import clock
from twiza.kit.db import lock, unit_of_work
from twiza.kit.errors import Unauthorized
from twiza.kit.settings import settings


async def signed_in(account: Account, *, keep: bool = False) -> tokens.Issued:
    return (await tokens.begin(account.id, keep=keep))[1]


async def test_the_claims_are_the_agreed_ones(cast: Cast) -> None:
    issued = await signed_in(cast.amina)
    read = joserfc_jwt.decode(issued.access, OctKey.import_key(settings().secret), ["HS256"])
    assert read.header["alg"] == "HS256"
    assert read.claims["sub"] == str(cast.amina.id)
    assert read.claims["email"] == "amina@example.ma"
    assert (read.claims["role"], read.claims["is_admin"], read.claims["ver"]) == ("client", False, 1)
    assert read.claims["exp"] - read.claims["iat"] == 30 * 60
    assert read.claims["auth_time"] == read.claims["iat"]


async def test_without_an_email_the_claim_is_null(cast: Cast) -> None:
    async with unit_of_work() as session:
        held = await lock(session, Account, cast.karim.id)
        held.email = held.email_verified_at = None
    issued = await signed_in(cast.karim)
    read = joserfc_jwt.decode(issued.access, OctKey.import_key(settings().secret), ["HS256"])
    assert read.claims["email"] is None


async def test_a_token_stands_for_its_owner_until_it_expires(cast: Cast) -> None:
    issued = await signed_in(cast.amina)
    viewer = await tokens.viewer_from_token(issued.access)
    assert (viewer.id, viewer.name, viewer.initials) == (cast.amina.id, "Amina Berrada", "AB")
    assert (viewer.hat, viewer.hats) == (HatKind.CLIENT, (HatKind.CLIENT,))
    with clock.travel(timedelta(minutes=31)), pytest.raises(Unauthorized):
        await tokens.viewer_from_token(issued.access)


@pytest.mark.parametrize("change", ["sign out everywhere", "ban", "delete"])
async def test_raising_the_version_or_closing_the_account_voids_every_token(cast: Cast, change: str) -> None:
    issued = await signed_in(cast.amina, keep=True)
    async with unit_of_work() as session:
        if change == "ban":
            await banning.ban(session, cast.amina.id, by=cast.salma.id, reason="spam")
        elif change == "delete":
            (await lock(session, Account, cast.amina.id)).deleted_at = clock.now()
        else:
            await sessions.sign_out_everywhere(session, cast.amina.id)
    assert (await tokens.recognise(Presented(issued.access, issued.refresh))).viewer is None
    with pytest.raises(Unauthorized):
        await tokens.refreshed(issued.refresh)


async def test_forged_and_misplaced_tokens_stand_for_nobody(cast: Cast) -> None:
    issued = await signed_in(cast.amina, keep=True)
    claims = joserfc_jwt.decode(issued.access, OctKey.import_key(settings().secret), ["HS256"]).claims
    forged = joserfc_jwt.encode(
        {"alg": "HS256"}, claims, OctKey.import_key("another secret of forty-two letters")
    )
    header, payload, _signature = issued.access.split(".")
    for access in (forged, f"{header}.{payload}.", issued.refresh, "nonsense", ""):
        assert (await tokens.recognise(Presented(access=access))).viewer is None
    with pytest.raises(Unauthorized):
        await tokens.refreshed(issued.access)


async def test_after_31_minutes_the_refresh_token_carries_on(cast: Cast) -> None:
    issued = await signed_in(cast.amina)
    with clock.travel(timedelta(minutes=31)):
        found = await tokens.recognise(Presented(issued.access, issued.refresh))
        assert found.viewer is not None
        assert found.renewed is not None
        assert (await tokens.viewer_from_token(found.renewed.access)).id == cast.amina.id
        assert found.viewer.auth_time == _auth_time(issued)


async def test_without_keep_me_sliding_stops_twelve_hours_after_signing_in(cast: Cast) -> None:
    issued = await signed_in(cast.amina)
    with clock.travel(timedelta(hours=11, minutes=50)):
        found = await tokens.recognise(Presented(issued.access, issued.refresh))
        assert found.renewed is not None
    with clock.travel(timedelta(hours=12, minutes=1)):
        assert (await tokens.recognise(Presented(found.renewed.access, found.renewed.refresh))).viewer is None


async def test_with_keep_me_thirty_days_pass_and_begin_anew(cast: Cast) -> None:
    issued = await signed_in(cast.amina, keep=True)
    with clock.travel(timedelta(days=29)):
        found = await tokens.recognise(Presented(None, issued.refresh))
        assert found.renewed is not None
        assert found.renewed.keep
    with clock.travel(timedelta(days=31)):
        assert (await tokens.recognise(Presented(None, issued.refresh))).viewer is None
        assert (await tokens.recognise(Presented(None, found.renewed.refresh))).viewer is not None


async def test_an_access_token_alone_never_becomes_a_long_session(cast: Cast) -> None:
    issued = await signed_in(cast.amina, keep=True)
    with clock.travel(timedelta(minutes=20)):
        found = await tokens.recognise(Presented(access=issued.access))
        assert found.renewed is not None
        assert not found.renewed.keep


async def test_a_fresh_token_is_not_renewed_but_one_that_lies_is(cast: Cast) -> None:
    issued = await signed_in(cast.amina)
    assert (await tokens.recognise(Presented(issued.access, issued.refresh))).renewed is None
    async with unit_of_work() as session:
        await hats.add_hat(session, cast.amina.id, HatKind.PRO)
    found = await tokens.recognise(Presented(issued.access, issued.refresh))
    assert found.renewed is not None
    assert found.viewer is not None
    assert found.viewer.hat is HatKind.PRO


def _auth_time(issued: tokens.Issued) -> object:
    from datetime import UTC, datetime

    read = joserfc_jwt.decode(issued.access, OctKey.import_key(settings().secret), ["HS256"])
    assert UUID(read.claims["sub"])
    return datetime.fromtimestamp(read.claims["auth_time"], UTC)
