"""Attempts, people and connections of social sign-in, without a provider."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.cast import Cast
from twiza.accounts.models import Account, SocialIdentity
from twiza.accounts.social import attempts, connections, joining, waiting
from twiza.accounts.social.attempts import Attempt
from twiza.accounts.social.failing import Astray, LastWayIn, LinkedElsewhere
from twiza.accounts.social.github import verified_email
from twiza.accounts.social.people import Person, split_name
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import NotFound
from twiza.kit.event_log import EventRow
from twiza.kit.settings import settings

GOOGLE = "https://accounts.google.com"


def person(subject: str = "1", email: str | None = None) -> Person:
    return Person("google", GOOGLE, subject, email, "Sara", "Naciri")


async def recognise(who: Person) -> Account | None:
    async with unit_of_work() as session:
        return await joining.recognise(session, who)


async def link(account: Account, who: Person) -> None:
    async with unit_of_work() as session:
        await joining.link(session, account.id, who)


def test_the_challenge_is_that_of_rfc_7636() -> None:
    attempt = Attempt("google", "s", "n", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert attempt.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_an_attempt_is_resumed_by_its_own_answer_for_ten_minutes() -> None:
    attempt = attempts.begin("google", language="ar", next_page="/pros", link_to="x")
    sealed = attempts.seal(attempt)
    assert attempts.resume(sealed, "google", attempt.state) == attempt
    other = attempts.seal(attempts.begin("google", language="fr"))
    wrong = [
        (None, "google", attempt.state),
        ("", "google", ""),
        (sealed, "github", attempt.state),
        (sealed, "google", ""),
        (sealed, "google", "é"),
        (other, "google", attempt.state),
        (sealed[:-2] + "xx", "google", attempt.state),
        (waiting.seal(person(), "/"), "google", attempt.state),
    ]
    for token, provider, state in wrong:
        with pytest.raises(Astray):
            attempts.resume(token, provider, state)
    with clock.travel(timedelta(minutes=11)), pytest.raises(Astray):
        attempts.resume(sealed, "google", attempt.state)


def test_who_waits_is_remembered_for_an_hour_and_can_not_be_made_up() -> None:
    sealed = waiting.seal(person(email="sara@example.ma"), "/pros")
    assert waiting.open_sealed(sealed) == (person(email="sara@example.ma"), "/pros")
    assert waiting.open_sealed(None) is None
    assert waiting.open_sealed(sealed[:-2] + "xx") is None
    assert waiting.open_sealed(attempts.seal(attempts.begin("google", language="fr"))) is None
    with clock.travel(timedelta(minutes=61)):
        assert waiting.open_sealed(sealed) is None


def test_only_the_primary_and_verified_address_counts() -> None:
    secondary = {"email": "b@example.ma", "primary": False, "verified": True}
    unproved = {"email": "a@example.ma", "primary": True, "verified": False}
    primary = {"email": "c@example.ma", "primary": True, "verified": True}
    assert verified_email([secondary, unproved]) is None
    assert verified_email([secondary, primary]) == "c@example.ma"
    for nonsense in (None, {}, "x", [None], [{"email": "c@example.ma", "primary": 1, "verified": "yes"}]):
        assert verified_email(nonsense) is None


def test_names_are_proposed() -> None:
    assert split_name("  Fatima   Zahra El Idrissi ") == ("Fatima", "Zahra El Idrissi")
    assert split_name("octo") == ("octo", "")


async def test_an_identity_opens_the_account_it_was_linked_to(cast: Cast) -> None:
    assert await recognise(person()) is None
    await link(cast.karim, person())
    await link(cast.karim, person())
    found = await recognise(person(email=cast.amina.email))
    assert found
    assert found.id == cast.karim.id, "the subject decides, not the email"
    with pytest.raises(LinkedElsewhere):
        await link(cast.amina, person())


async def test_it_joins_the_owner_of_the_email_whatever_its_case(cast: Cast) -> None:
    found = await recognise(person(email="AMINA@example.ma"))
    assert found
    assert found.id == cast.amina.id


async def test_two_answers_at_once_link_once(cast: Cast) -> None:
    await asyncio.gather(*(recognise(person(email=cast.amina.email)) for _ in range(4)))
    async with reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(SocialIdentity)) == 1
        names = list(await connection.scalars(select(EventRow.name)))
    assert names.count("IdentityLinked") == 1


async def test_the_last_way_in_can_not_be_let_go(cast: Cast) -> None:
    await link(cast.karim, person())
    async with unit_of_work() as session:
        (await session.get_one(Account, cast.karim.id)).password_hash = None
    async with unit_of_work() as session:
        with pytest.raises(LastWayIn):
            await connections.unlink(session, cast.karim.id, "google")
    github = Person("github", settings().github_url, "7", None, "Octo", "")
    await link(cast.karim, github)
    async with unit_of_work() as session:
        account = await session.get_one(Account, cast.karim.id)
        shown = await connections.of_account(session, account)
        assert [(one.key, one.is_connected, one.may_unlink) for one in shown] == [
            ("google", True, True),
            ("github", True, True),
        ]
        await connections.unlink(session, cast.karim.id, "google")
    async with unit_of_work() as session:
        for key in ("google", "nobody"):
            with pytest.raises(NotFound):
                await connections.unlink(session, cast.karim.id, key)
