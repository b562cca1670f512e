"""What freelancers of the demo world show of themselves: skills, studies, languages, finished work, a RIB."""

import random
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.demo import written
from twiza.demo.calendar import day, named
from twiza.demo.people import FREELANCER, PEOPLE, Somebody
from twiza.demo.written import Part, labelled
from twiza.kit.folding import fold
from twiza.payments.models import PayoutDetails, PayoutKind
from twiza.payments.ribs import BANKS
from twiza.profiles.models import (
    Certification,
    Education,
    Fluency,
    Project,
    Skill,
    SkillLevel,
    SpokenLanguage,
)

_LEVELS = (SkillLevel.EXPERT, SkillLevel.EXPERT, SkillLevel.SKILLED, SkillLevel.SKILLED, SkillLevel.BEGINNER)
_SPEAKS = {
    "fr": {"fr": Fluency.NATIVE, "ary": Fluency.NATIVE, "ar": Fluency.FLUENT, "en": Fluency.CONVERSATIONAL},
    "ar": {"ar": Fluency.NATIVE, "ary": Fluency.NATIVE, "fr": Fluency.FLUENT},
    "en": {"en": Fluency.FLUENT, "fr": Fluency.FLUENT, "ary": Fluency.NATIVE},
}
_ALSO = {"Tiziri": "zgh", "Chaimae": "es", "Sofia": "es", "Hicham": "de", "Khadija": "en"}
_MODULUS = 97
_CITY = {"casablanca": 780, "rabat-sale": 810, "marrakech": 450, "tanger": 640, "fes": 270, "agadir": 10}


async def fill(session: AsyncSession, newcomers: frozenset[UUID]) -> None:
    """In a few statements, for freelancers who were not there before."""
    rows: dict[Any, list[dict[str, Any]]] = {
        Skill: [], Education: [], Certification: [], SpokenLanguage: [], Project: [], PayoutDetails: []
    }  # fmt: skip
    parts = {part.heading[0]: part for part in written.parts("profiles.txt")}
    for number, somebody in enumerate(PEOPLE):
        if somebody.hat is FREELANCER and (account := named(somebody.login)) in newcomers:
            chance = random.Random(somebody.login)  # noqa: S311  no secret is drawn from it
            _show(rows, somebody, account, parts[somebody.category], chance)
            rows[PayoutDetails].append(_payout(somebody, account, number))
    for table, values in rows.items():
        if values:
            await session.execute(insert(table), values)


def _show(
    rows: dict[Any, list[dict[str, Any]]],
    somebody: Somebody,
    account: UUID,
    part: Part,
    chance: random.Random,
) -> None:
    def add(table: Any, number: int, **values: object) -> None:
        key = named(table.__tablename__, number, somebody.login)
        rows[table].append({"id": key, "account_id": account, **values})

    for place, (name,) in enumerate(chance.sample(labelled(part, "skill"), 5)):
        add(Skill, place, name=name, folded_name=fold(name), level=_LEVELS[place], position=place)
    school, degree = chance.choice(labelled(part, "school"))
    began = chance.randint(2006, 2018)
    add(Education, 0, school=school, degree=degree, start_year=began, end_year=began + 3)
    if chance.random() < 0.6:
        name, issuer = chance.choice(labelled(part, "certificate"))
        add(Certification, 0, name=name, issuer=issuer, year=began + chance.randint(4, 7), link="")
    for place, (title, text) in enumerate(_projects(part, somebody.language, chance)):
        done = {"year": day(0).year - place, "position": place, "created_at": day(150 - place)}
        add(Project, place, title=title, description=text, link="", **done)
    spoken = dict(_SPEAKS[somebody.language])
    if extra := _ALSO.get(somebody.first):
        spoken[extra] = Fluency.FLUENT
    rows[SpokenLanguage] += [
        {"account_id": account, "code": code, "fluency": fluency} for code, fluency in spoken.items()
    ]


def _projects(part: Part, language: str, chance: random.Random) -> Sequence[Sequence[str]]:
    """Two in one's own language, or the one there is and one in French."""
    own = labelled(part, language)
    return chance.sample(own, 2) if len(own) > 1 else [*own, *chance.sample(labelled(part, "fr"), 1)]


def _payout(somebody: Somebody, account: UUID, number: int) -> dict[str, Any]:
    """A bank account whose key fits, at a bank that exists; no such account was ever opened."""
    codes = sorted(BANKS)
    bank = codes[number % len(codes)]
    bare = f"{bank}{_CITY[somebody.city]:03}{number:016}"
    key = -int(bare) * 100 % _MODULUS
    return {
        "id": named("payout", somebody.login),
        "account_id": account,
        "kind": PayoutKind.BANK,
        "holder": f"{somebody.first} {somebody.last}",
        "rib": f"{bare}{key:02}",
        "bank": BANKS[bank],
        "created_at": day(120),
        "updated_at": day(120),
    }
