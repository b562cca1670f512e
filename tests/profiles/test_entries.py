"""The lists of a freelancer's profile: limits, owners, what strangers read, and two clicks at once."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast, invite
from twiza.accounts.shielding import masked
from twiza.kit import ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Invalid, NotFound
from twiza.profiles import certifications, education, portfolio, showing, skills, speaking
from twiza.profiles.models import Education, Fluency, ProjectPicture, Skill, SkillLevel
from twiza.profiles.shown import (
    CertificationShown,
    EducationShown,
    LanguageShown,
    Profile,
    ProjectShown,
    SkillShown,
)

STUDIES = {"school": "ENSA", "degree": "Génie civil", "start_year": "2012", "end_year": "2015"}
CERTIFICATE = {"name": "PMP", "issuer": "PMI", "year": "2020", "link": ""}
WORK = {"title": "Café Argan", "description": "", "link": "", "year": ""}
Add = Callable[..., Awaitable[Any]]
ADDS: list[tuple[Add, dict[str, str]]] = [
    (skills.add_skill, {"name": "Logo", "level": "expert"}),
    (education.add_education, STUDIES),
    (certifications.add_certification, CERTIFICATE),
    (speaking.speak, {"code": "fr", "fluency": "native"}),
    (portfolio.add_project, WORK),
]
named = pytest.mark.parametrize(("add", "said"), ADDS, ids=lambda each: getattr(each, "__name__", ""))


@pytest.fixture
async def people(session: AsyncSession) -> Cast:
    return await invite(session)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), (32, 178, 129)).save(out, "PNG")
    return out.getvalue()


@named
async def test_people_without_the_hat_have_no_such_profile(
    session: AsyncSession, people: Cast, add: Add, said: dict[str, str]
) -> None:
    with pytest.raises(NotFound):
        await add(session, by=people.amina.id, **said)
    assert await showing.profile(session, people.amina.id) is None


@named
async def test_what_is_sent_twice_is_there_once(
    session: AsyncSession, people: Cast, add: Add, said: dict[str, str]
) -> None:
    for _ in range(2):
        await add(session, by=people.youssef.id, **said)
    profile = await showing.profile(session, people.youssef.id)
    assert profile
    lists = (profile.skills, profile.education, profile.certifications, profile.languages, profile.projects)
    assert sum(map(len, lists)) == 1


@pytest.mark.parametrize(
    ("add", "said", "field"),
    [
        (skills.add_skill, {"name": " ", "level": "expert"}, "name"),
        (skills.add_skill, {"name": "x" * 41, "level": "expert"}, "name"),
        (skills.add_skill, {"name": "Logo", "level": "god"}, "level"),
        (education.add_education, {**STUDIES, "start_year": "12"}, "start_year"),
        (education.add_education, {**STUDIES, "end_year": "2011"}, "end_year"),
        (certifications.add_certification, {**CERTIFICATE, "year": "2999"}, "year"),
        (certifications.add_certification, {**CERTIFICATE, "link": "javascript:alert(1)"}, "link"),
        (speaking.speak, {"code": "tlh", "fluency": "native"}, "code"),
        (speaking.speak, {"code": "fr", "fluency": "?"}, "fluency"),
        (portfolio.add_project, {**WORK, "title": ""}, "title"),
        (portfolio.add_project, {**WORK, "description": "x" * 1001}, "description"),
        (portfolio.add_project, {**WORK, "link": "https://a b"}, "link"),
    ],
)
async def test_what_makes_no_sense_is_told_by_field(
    session: AsyncSession, people: Cast, add: Add, said: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await add(session, by=people.youssef.id, **said)
    assert set(refused.value.fields) == {field}
    assert refused.value.field_texts()[field]


async def test_arabic_digits_are_years(session: AsyncSession, people: Cast) -> None:
    said = {**STUDIES, "start_year": "٢٠١٢", "end_year": "٢٠١٥"}
    made = await education.add_education(session, by=people.youssef.id, **said)
    assert (made.start_year, made.end_year) == (2012, 2015)


async def test_a_skill_written_otherwise_is_the_same_and_has_one_level(
    session: AsyncSession, people: Cast
) -> None:
    first = await skills.add_skill(session, by=people.youssef.id, name="Comptabilité", level="expert")
    again = await skills.add_skill(session, by=people.youssef.id, name="COMPTABILITE", level="expert")
    assert first.id == again.id
    with pytest.raises(Invalid) as refused:
        await skills.add_skill(session, by=people.youssef.id, name="comptabilité", level="beginner")
    assert set(refused.value.fields) == {"name"}


async def test_a_list_holds_so_many_and_no_more(session: AsyncSession, people: Cast) -> None:
    for n in range(skills.MOST):
        await skills.add_skill(session, by=people.youssef.id, name=f"Skill {n}", level="skilled")
    with pytest.raises(Invalid) as refused:
        await skills.add_skill(session, by=people.youssef.id, name="One more", level="skilled")
    assert str(skills.MOST) in refused.value.field_texts()["name"]


async def test_another_s_entry_is_not_there(session: AsyncSession, people: Cast) -> None:
    skill = await skills.add_skill(session, by=people.youssef.id, name="Logo", level="expert")
    project = await portfolio.add_project(session, by=people.youssef.id, **WORK)
    await portfolio.add_pictures(session, project.id, by=people.youssef.id, uploads=[picture()])
    await session.flush()
    (shown,) = await portfolio.pictures_of(session, project.id)
    for stranger in (people.amina.id, people.hassan.id):
        for attempt in (
            skills.remove_skill(session, skill.id, by=stranger),
            portfolio.remove_project(session, project.id, by=stranger),
            portfolio.add_pictures(session, project.id, by=stranger, uploads=[picture()]),
            portfolio.remove_picture(session, shown.id, by=stranger, project_id=project.id),
            speaking.forget_language(session, by=stranger, code="fr"),
        ):
            with pytest.raises(NotFound):
                await attempt


async def test_a_project_shows_six_pictures_and_takes_them_along(session: AsyncSession, people: Cast) -> None:
    project = await portfolio.add_project(session, by=people.youssef.id, **WORK)
    six = [picture()] * portfolio.MOST_PICTURES
    await portfolio.add_pictures(session, project.id, by=people.youssef.id, uploads=six)
    await session.flush()
    with pytest.raises(Invalid) as refused:
        await portfolio.add_pictures(session, project.id, by=people.youssef.id, uploads=[picture()])
    assert set(refused.value.fields) == {"pictures"}
    await portfolio.remove_project(session, project.id, by=people.youssef.id)
    await session.flush()
    assert await session.scalar(select(func.count()).select_from(ProjectPicture)) == 0


async def test_two_clicks_at_once_do_not_pass_a_limit_together(cast: Cast) -> None:
    async with unit_of_work() as session:
        for n in range(skills.MOST - 1):
            await skills.add_skill(session, by=cast.youssef.id, name=f"Skill {n}", level="skilled")

    async def one(n: int) -> bool:
        try:
            async with unit_of_work() as session:
                await skills.add_skill(session, by=cast.youssef.id, name=f"Late {n}", level="expert")
        except Invalid:
            return False
        return True

    assert sum(await asyncio.gather(*(one(n) for n in range(8)))) == 1
    assert await how_many(Skill) == skills.MOST


async def test_the_same_form_sent_eight_times_at_once_adds_one(cast: Cast) -> None:
    async def one() -> None:
        async with unit_of_work() as session:
            await education.add_education(session, by=cast.youssef.id, **STUDIES)

    await asyncio.gather(*(one() for _ in range(8)))
    assert await how_many(Education) == 1


async def how_many(kind: type[Skill | Education]) -> int:
    async with reading() as connection:
        return await connection.scalar(select(func.count()).select_from(kind)) or 0


PHONES = st.builds(
    lambda start, rest: start + "".join(rest),
    st.sampled_from(["06", "07", "+2126", "00212 6", "٠٦"]),
    st.lists(st.sampled_from("0123456789"), min_size=8, max_size=8),
)
WORDS = st.text(alphabet="abcdefgé لوغو,.!", max_size=20)


@given(before=WORDS, phone=PHONES, after=WORDS)
def test_no_text_of_a_profile_tells_a_phone_number(before: str, phone: str, after: str) -> None:
    said = f"{before} {phone} {after}"
    link = f"https://wa.me/{phone.lstrip('+')}"
    key = ids.new()
    profile = Profile(
        key,
        said,
        said,
        "",
        "",
        [SkillShown(key, said, SkillLevel.EXPERT)],
        [EducationShown(key, said, said, 2012, 2015)],
        [CertificationShown(key, said, said, 2020, link)],
        [LanguageShown("fr", Fluency.NATIVE)],
        [ProjectShown(key, said, said, link, 2020)],
    ).shielded()
    project, certificate, studies = profile.projects[0], profile.certifications[0], profile.education[0]
    texts = [
        profile.headline,
        profile.bio,
        profile.skills[0].name,
        studies.school,
        studies.degree,
        certificate.name,
        certificate.issuer,
        project.title,
        project.description,
    ]
    assert all(phone not in text and masked(text) == text for text in texts)
    assert project.link == certificate.link == ""
