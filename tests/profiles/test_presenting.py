"""What people say about themselves: the same rules on every way in, and nothing that can't be kept or shown."""

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast, invite, sign_in
from twiza.accounts import hats
from twiza.accounts.models import HatKind
from twiza.kit.errors import Invalid, NotFound
from twiza.profiles import editing, presenting, texts


@pytest.fixture
async def people(session: AsyncSession) -> Cast:
    return await invite(session)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("first_name", ""),
        ("first_name", "   "),
        ("first_name", "<script>"),
        ("last_name", "x" * 61),
        ("last_name", "123"),
        ("bio", "x" * 2001),
        ("city", "atlantis"),
        ("language", "de"),
    ],
)
async def test_a_profile_takes_what_signing_up_takes(
    session: AsyncSession, people: Cast, field: str, typed: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await editing.edit(session, people.amina.id, **{field: typed})  # pyright: ignore[reportArgumentType]
    assert set(refused.value.fields) == {field}
    assert people.amina.name == "Amina Berrada"


async def test_all_faults_of_a_profile_are_told_at_once(session: AsyncSession, people: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        await editing.edit(session, people.amina.id, first_name="", last_name="<b>", city="atlantis")
    assert set(refused.value.fields) == {"first_name", "last_name", "city"}


async def test_a_bio_as_long_as_the_browser_allows_is_kept_whole(session: AsyncSession, people: Cast) -> None:
    typed = "مرحبا\n" + "x" * (editing.LONGEST_BIO - 6)
    await editing.edit(session, people.amina.id, bio=typed.replace("\n", "\r\n"))
    assert people.amina.bio == typed


async def test_what_is_not_given_stays(session: AsyncSession, people: Cast) -> None:
    await editing.edit(session, people.amina.id, bio="Bonjour", city="fes")
    city = people.amina.city_id
    await editing.edit(session, people.amina.id, first_name="Mina")
    assert (people.amina.name, people.amina.bio, people.amina.city_id) == ("Mina Berrada", "Bonjour", city)
    assert city is not None


async def test_an_odd_name_from_elsewhere_does_not_stop_a_change_of_language(
    session: AsyncSession, people: Cast
) -> None:
    people.amina.first_name = "42"
    await editing.edit(session, people.amina.id, language="ar")
    assert (people.amina.first_name, people.amina.language) == ("42", "ar")


@pytest.mark.parametrize(
    ("kind", "ours", "theirs"),
    [(HatKind.PRO, "plomberie", "design"), (HatKind.FREELANCER, "design", "plomberie")],
)
async def test_pros_come_to_the_door_and_freelancers_deliver_files(
    session: AsyncSession, people: Cast, kind: HatKind, ours: str, theirs: str
) -> None:
    await hats.add_hat(session, people.amina.id, kind)
    shown = await presenting.present(
        session, people.amina.id, kind, headline="Je fais", city="", category=ours
    )
    assert shown.category_id is not None
    with pytest.raises(Invalid) as refused:
        await presenting.present(session, people.amina.id, kind, headline="Je fais", city="", category=theirs)
    assert set(refused.value.fields) == {"category"}


async def test_all_faults_of_a_company_are_told_at_once(session: AsyncSession, people: Cast) -> None:
    await hats.add_hat(session, people.amina.id, HatKind.COMPANY)
    with pytest.raises(Invalid) as refused:
        await presenting.present(
            session, people.amina.id, HatKind.COMPANY, headline=" ", city="x", category="x", company_name=""
        )
    assert set(refused.value.fields) == {"headline", "company_name", "city", "category"}


async def test_nobody_presents_a_hat_they_lack_and_a_client_says_nothing(
    session: AsyncSession, people: Cast
) -> None:
    for kind in (HatKind.PRO, HatKind.CLIENT):
        with pytest.raises(NotFound):
            await presenting.present(session, people.amina.id, kind, headline="Je", city="", category="")


def test_texts_lose_what_nobody_sees_and_keep_what_shapes_words() -> None:
    assert texts.line(" Plom\x00bier\t à\u202e  Fès\n") == "Plombier à Fès"
    assert texts.paragraphs("un \r\n\r\ndeux\x00\u2066\n") == "un\n\ndeux"
    assert texts.line("می\u200cخواهم 👩\u200d🔧") == "می\u200cخواهم 👩\u200d🔧"


async def test_a_hidden_character_breaks_no_page(client: httpx.AsyncClient, cast: Cast) -> None:
    assert (await client.get("/freelancers?q=%00logo")).status_code == 200
    assert (await client.get("/api/v1/freelancers?q=%00logo")).status_code == 200
    await sign_in(client, cast.youssef)
    names = {"first_name": "Youssef", "last_name": "El Idrissi"}
    for typed in ({"bio": "a\0b", "city": ""}, {"bio": "", "city": "\0"}):
        assert (await client.post("/client/profile", data=names | typed)).status_code == 303
    sent = await client.post(
        "/client/profile/freelancer", data={"headline": "Graphiste\0", "city": "", "category": ""}
    )
    assert sent.status_code == 303
    assert "Graphiste" in (await client.get(f"/freelancers/{cast.youssef.id}")).text
