"""Writing gigs: what a draft may lack, what is refused beside its field, whose gig it is."""

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast, invite
from tests.gigs.writing import BASIC, DESCRIPTION, DETAILS, PACKAGES, TITLE, basic, draft, published
from twiza.accounts.models import HatKind
from twiza.gigs import drafting, limits, queries
from twiza.gigs.events import GigChanged
from twiza.gigs.models import Gig, Tier
from twiza.gigs.said import Details, FaqSaid, PackageSaid, QuestionSaid
from twiza.kit import db, ids
from twiza.kit.errors import Conflict, Invalid, NotFound


@pytest.fixture
async def people(session: AsyncSession) -> Cast:
    return await invite(session)


async def test_a_draft_is_kept_as_it_is(session: AsyncSession, people: Cast) -> None:
    gig = await drafting.create(session, by=people.youssef.id)
    await drafting.change_details(session, gig.id, by=people.youssef.id, given=Details(title="Logo"))
    whole = await queries.own(session, gig.id, people.youssef.id)
    assert whole is not None
    assert (whole.title, whole.description, whole.category_id, whole.price) == ("Logo", "", None, None)


async def test_whoever_is_no_freelancer_has_no_gigs(session: AsyncSession, people: Cast) -> None:
    with pytest.raises(drafting.HatMissing):
        await drafting.create(session, by=people.amina.id)


async def test_the_same_form_sent_twice_makes_one_draft(session: AsyncSession, people: Cast) -> None:
    wanted = ids.new()
    first = await drafting.create(session, by=people.youssef.id, gig_id=wanted)
    again = await drafting.create(session, by=people.youssef.id, gig_id=wanted)
    assert first.id == again.id == wanted
    assert await session.scalar(select(func.count()).select_from(Gig)) == 1


async def test_twenty_forms_at_once_make_one_draft(cast: Cast) -> None:
    wanted = ids.new()

    async def send(number: int) -> None:
        async with db.unit_of_work() as own:
            gig = await drafting.create(own, by=cast.youssef.id, gig_id=wanted)
            await drafting.change_details(
                own, gig.id, by=cast.youssef.id, given=Details(title=f"Logo {number}")
            )

    await asyncio.gather(*(send(number) for number in range(20)))
    async with db.reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(Gig)) == 1


async def test_nobody_takes_over_a_draft_by_its_id(session: AsyncSession, people: Cast) -> None:
    from twiza.accounts import hats

    gig = await draft(session, people.youssef.id)
    await hats.add_hat(session, people.karim.id, HatKind.FREELANCER)
    with pytest.raises(NotFound):
        await drafting.create(session, by=people.karim.id, gig_id=gig.id)


async def test_one_person_has_so_many_gigs_at_most(
    session: AsyncSession, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_GIGS", 2)
    for _ in range(2):
        await drafting.create(session, by=people.youssef.id)
    with pytest.raises(Conflict):
        await drafting.create(session, by=people.youssef.id)


async def test_strangers_change_nothing(session: AsyncSession, people: Cast) -> None:
    gig = await published(session, people.youssef.id)
    for stranger in (people.amina.id, people.salma.id):
        with pytest.raises(NotFound):
            await drafting.change_details(session, gig.id, by=stranger, given=Details(title="Autre chose"))
        with pytest.raises(NotFound):
            await drafting.change_packages(session, gig.id, by=stranger, given=PACKAGES)
        with pytest.raises(NotFound):
            await drafting.change_faq(session, gig.id, by=stranger, given=[])
        with pytest.raises(NotFound):
            await drafting.change_questions(session, gig.id, by=stranger, given=[])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "court"}, "title"),
        ({"title": "x" * 81}, "title"),
        ({"title": " \u200b\x00\u202e "}, "title"),
        ({"description": "trop peu"}, "description"),
        ({"description": "x" * 5001}, "description"),
        ({"category": "no-such"}, "category"),
        ({"category": "plomberie"}, "category"),
        ({"category": ""}, "category"),
        ({"language": "de"}, "language"),
        ({"tags": ",".join(f"mot{n}" for n in range(9))}, "tags"),
        ({"tags": "x" * 31}, "tags"),
    ],
)
async def test_details_that_dont_fit_are_told_by_field(
    session: AsyncSession, people: Cast, given: dict[str, str], field: str
) -> None:
    gig = await drafting.create(session, by=people.youssef.id)
    with pytest.raises(Invalid) as refused:
        await drafting.change_details(
            session, gig.id, by=people.youssef.id, given=Details(**{**DETAILS, **given}), complete=True
        )
    assert set(refused.value.fields) == {field}
    assert all(refused.value.field_texts().values())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<script>alert(1)</script> logo", "<script>alert(1)</script> logo"),
        ("Logo 👩\u200d🎨 pour vous", "Logo 👩\u200d🎨 pour vous"),
        ("شعار احترافي\u200f لشركتك", "شعار احترافي\u200f لشركتك"),
        ("  Logo \u202e pour \t vous  ", "Logo pour vous"),
        ("x" * 80, "x" * 80),
    ],
)
async def test_any_text_is_harmless(session: AsyncSession, people: Cast, typed: str, kept: str) -> None:
    gig = await draft(session, people.youssef.id, title=typed)
    assert gig.title == kept


async def test_a_word_of_ten_thousand_letters_is_refused_with_its_reason(
    session: AsyncSession, people: Cast
) -> None:
    gig = await drafting.create(session, by=people.youssef.id)
    with pytest.raises(Invalid) as refused:
        await drafting.change_details(
            session, gig.id, by=people.youssef.id, given=Details(description="w" * 10_000)
        )
    assert "5 000" in refused.value.field_texts()["description"].replace("\u202f", " ").replace("\xa0", " ")


async def test_keywords_are_parted_tidied_and_said_once(session: AsyncSession, people: Cast) -> None:
    gig = await draft(session, people.youssef.id, tags="Logo، logo, #charte;\nشعار")
    assert gig.tags == ["Logo", "charte", "شعار"]


async def test_amounts_are_read_as_people_type_them(session: AsyncSession, people: Cast) -> None:
    gig = await draft(session, people.youssef.id)
    whole = await queries.own(session, gig.id, people.youssef.id)
    assert whole is not None
    assert [package.price for package in whole.packages] == [45_000, 123_450, 250_000]
    assert [package.revisions for package in whole.packages] == [2, None, None]
    assert (whole.price, whole.delivery_days) == (45_000, 5)


@pytest.mark.parametrize("typed", ["450 MAD", "450,00", "٤٥٠", "450 dh", "450٫00", " 450 درهم"])
async def test_an_amount_with_its_currency_or_in_arabic_digits(
    session: AsyncSession, people: Cast, typed: str
) -> None:
    gig = await drafting.create(session, by=people.youssef.id)
    await drafting.change_packages(session, gig.id, by=people.youssef.id, given=basic(price=typed))
    assert gig.price == 45_000


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price": "-50"}, "price"),
        ({"price": "9,99"}, "price"),
        ({"price": "100000,01"}, "price"),
        ({"price": "9" * 400}, "price"),
        ({"price": "beaucoup"}, "price"),
        ({"price": "1.2.3,4"}, "price"),
        ({"price": ""}, "price"),
        ({"price": 0}, "price"),
        ({"title": ""}, "title"),
        ({"title": "x" * 61}, "title"),
        ({"contents": " "}, "contents"),
        ({"contents": "x" * 601}, "contents"),
        ({"delivery_days": "0"}, "delivery_days"),
        ({"delivery_days": "366"}, "delivery_days"),
        ({"delivery_days": "-3"}, "delivery_days"),
        ({"delivery_days": "deux"}, "delivery_days"),
        ({"delivery_days": "9" * 5000}, "delivery_days"),
        ({"revisions": "100"}, "revisions"),
        ({"revisions": "-1"}, "revisions"),
    ],
)
async def test_a_package_that_makes_no_sense_is_told_by_field(
    session: AsyncSession, people: Cast, changes: dict[str, str | int], field: str
) -> None:
    gig = await drafting.create(session, by=people.youssef.id)
    with pytest.raises(Invalid) as refused:
        await drafting.change_packages(session, gig.id, by=people.youssef.id, given=basic(**changes))
    assert set(refused.value.fields) == {f"packages.basic.{field}"}
    assert all(refused.value.field_texts().values())


async def test_a_larger_package_costs_no_less(session: AsyncSession, people: Cast) -> None:
    gig = await drafting.create(session, by=people.youssef.id)
    cheaper = {Tier.BASIC: BASIC, Tier.PREMIUM: PackageSaid("Sur mesure", "Tout", "400", "5")}
    with pytest.raises(Invalid) as refused:
        await drafting.change_packages(session, gig.id, by=people.youssef.id, given=cheaper)
    assert set(refused.value.fields) == {"packages.premium.price"}


async def test_a_package_that_says_nothing_goes(session: AsyncSession, people: Cast) -> None:
    gig = await published(session, people.youssef.id)
    only = {Tier.BASIC: BASIC, Tier.STANDARD: PackageSaid(revisions="3")}
    await drafting.change_packages(session, gig.id, by=people.youssef.id, given=only)
    whole = await queries.own(session, gig.id, people.youssef.id)
    assert whole is not None
    assert [package.tier for package in whole.packages] == [Tier.BASIC]


async def test_what_strangers_see_stays_whole(session: AsyncSession, people: Cast) -> None:
    gig = await published(session, people.youssef.id)
    with pytest.raises(Invalid) as refused:
        await drafting.change_details(session, gig.id, by=people.youssef.id, given=Details(title=""))
    assert set(refused.value.fields) == {"title"}
    with pytest.raises(Invalid) as refused:
        await drafting.change_packages(session, gig.id, by=people.youssef.id, given={})
    assert set(refused.value.fields) == {"packages.basic.price"}


async def test_a_change_of_what_strangers_see_is_told(session: AsyncSession, people: Cast) -> None:
    gig = await draft(session, people.youssef.id)
    assert GigChanged(gig.id, people.youssef.id) not in session.info.get("recorded events", [])
    other = await published(session, people.youssef.id)
    await drafting.change_details(session, other.id, by=people.youssef.id, given=Details(title=TITLE + " !"))
    assert GigChanged(other.id, people.youssef.id) in session.info["recorded events"]


async def test_faq_and_questions_are_replaced_whole_and_empty_ones_left_out(
    session: AsyncSession, people: Cast
) -> None:
    by = people.youssef.id
    gig = await draft(session, by)
    await drafting.change_faq(
        session,
        gig.id,
        by=by,
        given=[FaqSaid("Et le SVG ?", "Oui."), FaqSaid("", " "), FaqSaid("TVA ?", "Non.")],
    )
    await drafting.change_questions(
        session, gig.id, by=by, given=[QuestionSaid("Le nom exact ?"), QuestionSaid(" ", required=True)]
    )
    await drafting.change_questions(
        session, gig.id, by=by, given=[QuestionSaid("Vos couleurs ?", required=False)]
    )
    whole = await queries.own(session, gig.id, by)
    assert whole is not None
    assert [entry.question for entry in whole.faq] == ["Et le SVG ?", "TVA ?"]
    assert [(asked.question, asked.required) for asked in whole.questions] == [("Vos couleurs ?", False)]


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (FaqSaid("Seule ?", ""), "faq.1.answer"),
        (FaqSaid("", "Seule."), "faq.1.question"),
        (FaqSaid("x" * 301, "Oui."), "faq.1.question"),
        (FaqSaid("Oui ?", "x" * 1001), "faq.1.answer"),
    ],
)
async def test_half_an_entry_is_told_beside_it(
    session: AsyncSession, people: Cast, entry: FaqSaid, field: str
) -> None:
    gig = await drafting.create(session, by=people.youssef.id)
    with pytest.raises(Invalid) as refused:
        await drafting.change_faq(
            session, gig.id, by=people.youssef.id, given=[FaqSaid("Bien ?", "Oui."), entry]
        )
    assert set(refused.value.fields) == {field}


async def test_ten_of_each_and_no_more(session: AsyncSession, people: Cast) -> None:
    by = people.youssef.id
    gig = await drafting.create(session, by=by)
    ten = [QuestionSaid(f"Question {n} ?") for n in range(10)]
    await drafting.change_questions(session, gig.id, by=by, given=ten)
    with pytest.raises(Invalid):
        await drafting.change_questions(session, gig.id, by=by, given=[*ten, QuestionSaid("Onze ?")])
    with pytest.raises(Invalid):
        await drafting.change_faq(
            session, gig.id, by=by, given=[FaqSaid(f"{n} ?", "Oui.") for n in range(11)]
        )


def test_the_description_used_here_is_long_enough() -> None:
    assert len(DESCRIPTION) >= limits.DESCRIPTION[0]
