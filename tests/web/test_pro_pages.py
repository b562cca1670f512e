"""A pro's pages through their forms: what comes of each, faults beside their fields, and who finds nothing there."""

import re
from collections.abc import Mapping
from datetime import timedelta
from html import unescape

import httpx
import pytest
from sqlalchemy import select

from tests.bookings import telling
from tests.cast import Cast, sign_in
from tests.profiles.test_entries import picture
from tests.pros.opening import ALWAYS, WEEK, next_day, open_hassan
from twiza.accounts.models import Account, Hat, HatKind
from twiza.bookings import figures
from twiza.bookings.kinds import BookingStatus
from twiza.bookings.models import Booking
from twiza.kit import clock
from twiza.kit.db import lock, reading, unit_of_work
from twiza.pros import exceptions, photos, plan, queries, scheduling
from twiza.pros.hours import Week
from twiza.pros.models import AvailabilityException, Neighbourhood, ProProfile, ProService, Timetable

START = "/pro/start"
STARTED = {
    "city": "fes",
    "whatsapp": "06 61 00 00 09",
    "category": "plomberie",
    "pricing_type": "RANGE",
    "min_price": "١٥٠",
    "max_price": "400",
    "fixed_price": "",
    "hours": "breaks",
}
PAGES = (
    "/pro/dashboard", "/pro/schedule", "/pro/schedule/exceptions", "/pro/schedule/timetables", "/pro/services",
    "/pro/profile",
)  # fmt: skip
FORMS = (
    "/pro/schedule", "/pro/schedule/preset", "/pro/schedule/exceptions", "/pro/schedule/timetables",
    "/pro/services", "/pro/profile/about", "/pro/profile/terms", "/pro/profile/places", "/pro/profile/city",
    "/pro/profile/pause", "/pro/profile/resume", "/pro/profile/photo", "/pro/profile/photos",
)  # fmt: skip


@pytest.fixture
async def hassan(client: httpx.AsyncClient, cast: Cast) -> Account:
    """Hassan, open from Monday to Saturday, signed in."""
    async with unit_of_work() as session:
        await open_hassan(session, cast)
    await sign_in(client, cast.hassan)
    return cast.hassan


def main_of(page: httpx.Response) -> str:
    return unescape(page.text.split("<main", 1)[1].split("</main>")[0])


async def profile_of(account: Account) -> ProProfile:
    async with unit_of_work() as session:
        profile = ProProfile.account_id == account.id
        return (await session.execute(select(ProProfile).where(profile))).scalar_one()


async def week_of(account: Account, timetable: Timetable | None = None) -> Week:
    async with unit_of_work() as session:
        return await scheduling.week_of(session, account.id, timetable.id if timetable else None)


async def services_of(account: Account) -> list[ProService]:
    async with unit_of_work() as session:
        mine = select(ProService).where(ProService.pro_id == account.id).order_by(ProService.id)
        return list(await session.scalars(mine))


async def premium(account: Account) -> None:
    async with unit_of_work() as session:
        (await lock(session, ProProfile, account.id)).premium_until = clock.now() + timedelta(days=30)


def filled(week: Mapping[int, list[tuple[int, int]]]) -> dict[str, str]:
    """The form of a week, hours in whole numbers."""
    said: dict[str, str] = {}
    for day, intervals in week.items():
        for row, (start, end) in enumerate(intervals):
            said |= {f"d{day}-{row}-from": str(start * 60), f"d{day}-{row}-to": str(end * 60)}
    return said


async def booked(cast: Cast, status: BookingStatus) -> Booking:
    """What Amina asked of Hassan, who is open day and night, brought to this state."""
    async with unit_of_work() as session:
        await scheduling.set_week(session, cast.hassan.id, ALWAYS)
        (asked,) = await telling.ask(session, cast.amina, [cast.hassan], telling.at(10))
        return await telling.bring_to(session, asked, status)


def is_beside_its_field(answer: httpx.Response, faults: int | None = None) -> bool:
    """422, every line of the summary leads to something there, and no id stands twice."""
    assert answer.status_code == 422
    ids = re.findall(r'\bid="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids))
    links = re.findall(r'<a href="#(f-[^"]+)"', answer.text)
    assert links
    assert set(links) <= set(ids)
    return faults is None or len(links) == faults


async def test_people_without_the_hat_find_nothing_and_visitors_sign_in(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    for path in PAGES:
        asked = await client.get(f"/ar{path}")
        assert asked.headers["location"].startswith("/ar/auth/login?next=")
    for person in (cast.karim, cast.youssef):
        await sign_in(client, person)
        for path in PAGES:
            assert (await client.get(path)).status_code == 404, path
        for path in FORMS:
            assert (await client.post(path, data={"preset": "classic"})).status_code == 404, path
        await client.post("/auth/logout")


async def test_a_hat_without_a_profile_begins_at_the_form(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.karim)
    added = await client.post("/account/hats", data={"hat": "pro"})
    assert added.headers["location"] == START
    for path in PAGES:
        assert (await client.get(path)).headers["location"] == START
    assert (await client.get(START)).status_code == 200
    assert (await client.get("/dashboard")).status_code == 200


async def test_becoming_a_pro_is_one_form(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.karim)
    page = await client.get(START)
    assert "06 44 44 44 44" in page.text
    begun = await client.post(START, data=STARTED)
    assert begun.headers["location"] == "/pro/schedule"
    profile = await profile_of(cast.karim)
    assert profile.whatsapp == "+212661000009"
    (service,) = await services_of(cast.karim)
    assert (service.min_price, service.max_price) == (150_00, 400_00)
    week = await week_of(cast.karim)
    assert list(week[5]) == [(9 * 60, 12 * 60), (15 * 60, 19 * 60)]
    assert 0 not in week
    # The token was renewed with the hat: the pages of pros are there at once.
    schedule = main_of(await client.get("/pro/schedule"))
    assert "Prouvez votre identité" in schedule
    assert "Écrivez quelques lignes" in schedule
    assert (await client.get(START)).headers["location"] == "/pro/dashboard"
    assert (await client.get("/dashboard")).headers["location"] == "/pro/dashboard"
    again = await client.post(START, data=STARTED)
    assert again.status_code == 409


async def test_hours_may_be_opened_later(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.karim)
    await client.post(START, data={**STARTED, "hours": "later"})
    assert await week_of(cast.karim) == {}
    page = main_of(await client.get("/pro/schedule"))
    assert "Ouvrez vos horaires" in page
    assert re.search(r"<details class=\"fold\" open>", page)


async def test_a_fault_keeps_everything_that_was_typed(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.karim)
    answer = await client.post(
        START, data={**STARTED, "city": "atlantis", "whatsapp": "123", "max_price": "12,5"}
    )
    assert is_beside_its_field(answer)
    page = main_of(answer)
    assert 'value="123"' in page
    assert re.search(r'value="breaks" checked', page)
    async with reading() as connection:
        assert not await connection.scalar(select(ProProfile.account_id))


async def test_what_a_visitor_filled_in_waits_behind_the_sign_in(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    assert "gardé" in main_of(await client.get(START))
    sent = await client.post(START, data=STARTED)
    assert "/auth/login" in sent.headers["location"]
    entered = await sign_in(client, cast.karim)
    assert entered.headers["location"] == "/auth/continue"
    on = await client.post("/auth/continue")
    assert on.status_code == 307
    assert on.headers["location"] == START
    await client.post(START, data=STARTED)
    assert (await profile_of(cast.karim)).whatsapp == "+212661000009"


async def test_the_written_page_leads_to_the_form(client: httpx.AsyncClient, cast: Cast) -> None:
    assert 'href="/ar/pro/start"' in (await client.get("/ar/devenir-pro")).text


async def test_a_week_is_saved_day_by_day(client: httpx.AsyncClient, hassan: Account) -> None:
    said = filled({1: [(14, 18), (9, 12)], 5: [(15, 24)]})
    saved = await client.post("/pro/schedule", data={**said, "d1-2-from": "", "d1-2-to": ""})
    assert saved.headers["location"] == "/pro/schedule"
    assert await week_of(hassan) == {1: [(540, 720), (840, 1080)], 5: [(900, 1440)]}
    page = main_of(await client.get("/pro/schedule"))
    assert page.count('class="hours__closed"') == 5


async def test_a_crossed_out_row_is_gone(client: httpx.AsyncClient, hassan: Account) -> None:
    said = filled({1: [(9, 12), (14, 18)]})
    await client.post("/pro/schedule", data={**said, "d1-0-off": "1"})
    assert await week_of(hassan) == {1: [(840, 1080)]}


async def test_a_day_is_copied_to_others_with_what_was_just_typed(
    client: httpx.AsyncClient, hassan: Account
) -> None:
    said = {**filled({2: [(8, 13)], 0: [(9, 10)]}), "do": "copy", "copy_from": "2", "copy_to": ["0", "6"]}
    assert (await client.post("/pro/schedule", data=said)).status_code == 303
    assert await week_of(hassan) == {0: [(480, 780)], 2: [(480, 780)], 6: [(480, 780)]}
    none = await client.post("/pro/schedule", data={**said, "copy_to": []})
    assert none.status_code == 422


@pytest.mark.parametrize(
    "said",
    [
        {"d1-0-from": "540"},
        {"d1-0-from": "720", "d1-0-to": "540"},
        {"d1-0-from": "540", "d1-0-to": "720", "d1-1-from": "660", "d1-1-to": "840"},
        {"d1-0-from": "540", "d1-0-to": "9999"},
    ],
)
async def test_a_wrong_day_is_told_beside_it_and_nothing_changes(
    client: httpx.AsyncClient, hassan: Account, said: dict[str, str]
) -> None:
    answer = await client.post("/pro/schedule", data={**said, **filled({3: [(8, 9)]})})
    assert is_beside_its_field(answer, 1)
    assert 'href="#f-day_1"' in answer.text
    assert await week_of(hassan) == {day: [*hours] for day, hours in WEEK.items()}
    assert re.search(r'name="d3-0-from".*?<option value="480" selected', answer.text, re.DOTALL)


async def test_a_ready_made_week_takes_the_place_of_the_hours(
    client: httpx.AsyncClient, hassan: Account
) -> None:
    assert (await client.post("/pro/schedule/preset", data={"preset": "every"})).status_code == 303
    assert await week_of(hassan) == {day: [(480, 1200)] for day in range(7)}
    assert (await client.post("/pro/schedule/preset", data={"preset": "never"})).status_code == 404


async def test_the_next_days_show_what_is_open_and_what_is_booked(
    client: httpx.AsyncClient, cast: Cast, hassan: Account
) -> None:
    await booked(cast, BookingStatus.CONFIRMED)
    page = main_of(await client.get("/en/pro/schedule"))
    assert 'class="is-held"' in page
    assert "h booked" in page
    assert 'class="is-free"' in page


async def test_days_off_and_extra_hours(client: httpx.AsyncClient, hassan: Account) -> None:
    day = next_day(2, 9).date()
    here = "/pro/schedule/exceptions"
    last = day + timedelta(days=3)
    closing = {"kind": "close", "day": day.isoformat(), "last_day": last.isoformat(), "note": "Omra <b>"}
    assert (await client.post(here, data=closing)).headers["location"] == here
    sunday = next_day(0, 9).date().isoformat()
    opening = {"kind": "open", "day": sunday, "from": "600", "to": "780", "last_day": "", "note": ""}
    assert (await client.post(here, data=opening)).status_code == 303
    page = main_of(await client.get(f"/en{here}"))
    assert "Omra <b>" in page
    assert "Open \u206610:00–13:00\u2069" in page
    async with unit_of_work() as session:
        ahead = {one.note: one for one in await exceptions.ahead(session, hassan.id)}
        free = await queries.week_of_slots(session, hassan.id, day, 4, clock.now())
    assert ahead["Omra <b>"].end_at - ahead["Omra <b>"].start_at == timedelta(days=4)
    assert not any(one.free for one in free)
    removed = await client.post(f"{here}/{ahead['Omra <b>'].id}/remove")
    assert removed.headers["location"] == here
    assert (await client.post(f"{here}/{ahead['Omra <b>'].id}/remove")).status_code == 404


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "close", "day": "demain"}, "day"),
        ({"kind": "close", "day": "2020-01-01"}, "day"),
        ({"kind": "open", "day": "{day}"}, "to"),
        ({"kind": "close", "day": "{day}", "from": "540"}, "to"),
        ({"kind": "close", "day": "{day}", "from": "720", "to": "540"}, "to"),
        ({"kind": "close", "day": "{day}", "last_day": "2020-01-01"}, "last_day"),
        ({"kind": "close", "day": "{day}", "last_day": "{later}", "from": "540", "to": "720"}, "last_day"),
        ({"kind": "close", "day": "{day}", "note": "x" * 200}, "note"),
    ],
)
async def test_an_exception_that_makes_no_sense(
    client: httpx.AsyncClient, hassan: Account, said: dict[str, str], field: str
) -> None:
    day = next_day(2, 9).date()
    dated = {k: v.format(day=day, later=day + timedelta(days=2)) for k, v in said.items()}
    answer = await client.post("/pro/schedule/exceptions", data=dated)
    assert is_beside_its_field(answer, 1)
    assert f'href="#f-{field}"' in answer.text
    async with reading() as connection:
        assert not await connection.scalar(select(AvailabilityException.id))


async def test_ramadan_has_hours_of_its_own(client: httpx.AsyncClient, hassan: Account) -> None:
    here = "/pro/schedule/timetables"
    first = clock.local(clock.now()).date() + timedelta(days=20)
    said = {"name": "Ramadan", "starts_on": str(first), "ends_on": str(first + timedelta(days=29))}
    added = await client.post(here, data={**said, "preset": "ramadan-evening"})
    assert added.headers["location"].startswith(f"{here}/")
    async with unit_of_work() as session:
        (made,) = await scheduling.timetables(session, hassan.id)
    assert (await week_of(hassan, made))[0] == [(600, 900), (1260, 1440)]
    assert "Ramadan" in main_of(await client.get(f"{here}/{made.id}"))
    changed = await client.post(
        f"{here}/{made.id}", data={**said, "name": "رمضان", **filled({1: [(10, 15)]})}
    )
    assert changed.headers["location"] == here
    assert await week_of(hassan, made) == {1: [(600, 900)]}
    assert "رمضان" in main_of(await client.get(here))
    twice = await client.post(here, data={**said, "preset": "same"})
    assert is_beside_its_field(twice, 1)
    wrong = await client.post(f"{here}/{made.id}", data={**said, "d2-0-from": "600"})
    assert is_beside_its_field(wrong, 1)
    missing = await client.post(here, data={"name": "", "starts_on": "", "ends_on": "31/12/2026"})
    assert is_beside_its_field(missing, 2)
    assert (await client.post(f"{here}/{made.id}/remove")).status_code == 303
    assert (await client.get(f"{here}/{made.id}")).status_code == 404


async def test_services_within_the_plan(client: httpx.AsyncClient, hassan: Account) -> None:
    free = main_of(await client.get("/pro/services"))
    assert "La formule gratuite" in free
    assert 'action="/pro/services#add"' not in free
    said = {"category": "peinture", "pricing_type": "FIXED", "fixed_price": "1 200 dh"}
    assert is_beside_its_field(await client.post("/pro/services", data=said), 1)
    await premium(hassan)
    assert 'action="/pro/services#add"' in main_of(await client.get("/pro/services"))
    assert (await client.post("/pro/services", data=said)).status_code == 303
    plumbing, painting = await services_of(hassan)
    assert painting.fixed_price == 1_200_00
    paused = await client.post(f"/pro/services/{plumbing.id}/pause")
    assert paused.status_code == 303
    assert [one.is_active for one in await services_of(hassan)] == [False, True]
    last = await client.post(f"/pro/services/{painting.id}/remove")
    assert last.headers["location"] == "/pro/services"
    assert "toast--error" in (await client.get("/pro/services")).text
    assert len(await services_of(hassan)) == 2
    await client.post(f"/pro/services/{plumbing.id}/resume")
    await client.post(f"/pro/services/{painting.id}/remove")
    assert [one.id for one in await services_of(hassan)] == [plumbing.id]
    assert (await client.post(f"/pro/services/{plumbing.id}/burn")).status_code == 404


async def test_a_price_is_changed_or_refused_where_it_stands(
    client: httpx.AsyncClient, hassan: Account
) -> None:
    (service,) = await services_of(hassan)
    here = f"/pro/services/{service.id}"
    said = {"category": "plomberie", "pricing_type": "RANGE", "min_price": "500", "max_price": "300"}
    wrong = await client.post(here, data=said)
    assert is_beside_its_field(wrong, 1)
    assert f"f-{service.id}-max_price" in wrong.text
    assert 'value="500"' in wrong.text
    assert (await client.post(here, data={**said, "max_price": "٩٠٠"})).status_code == 303
    assert (await services_of(hassan))[0].max_price == 900_00


async def test_another_pro_s_things_are_not_there(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast, hassan: Account
) -> None:
    (service,) = await services_of(hassan)
    day = next_day(2, 9)
    async with unit_of_work() as session:
        closed = await exceptions.close(session, hassan.id, start_at=day, end_at=day + timedelta(hours=2))
        (photo,) = await photos.add(session, hassan.id, uploads=[picture()])
        season = await scheduling.set_timetable(
            session, hassan.id, name="", starts_on=day.date(), ends_on=day.date(), intervals={}
        )
    await sign_in(other_client, cast.karim)
    await other_client.post(START, data=STARTED)
    priced = {"category": "peinture", "pricing_type": "FIXED", "fixed_price": "100"}
    dated = {"starts_on": str(day.date()), "ends_on": str(day.date())}
    for path, said in (
        (f"/pro/services/{service.id}", priced),
        (f"/pro/services/{service.id}/pause", {}),
        (f"/pro/services/{service.id}/remove", {}),
        (f"/pro/schedule/exceptions/{closed.id}/remove", {}),
        (f"/pro/schedule/timetables/{season.id}", dated),
        (f"/pro/schedule/timetables/{season.id}/remove", {}),
        (f"/pro/profile/photos/{photo.id}/first", {}),
        (f"/pro/profile/photos/{photo.id}/describe", {"words": "à moi"}),
        (f"/pro/profile/photos/{photo.id}/remove", {}),
    ):
        assert (await other_client.post(path, data=said)).status_code == 404, path
    assert (await other_client.get(f"/pro/schedule/timetables/{season.id}")).status_code == 404
    assert (await services_of(hassan))[0].pricing_type == "RANGE"


async def test_words_and_terms_are_kept_part_by_part(client: httpx.AsyncClient, hassan: Account) -> None:
    about = {"headline": "Plombier depuis 2009", "bio": "Fuites, chauffe-eau.\nTravail propre."}
    assert (await client.post("/pro/profile/about", data=about)).headers["location"] == "/pro/profile#about"
    terms = {
        "whatsapp": "+212 661-000010",
        "min_notice_hours": "24",
        "takes_urgent": "1",
        "call_out_fee": "٥٠",
        "call_out_includes": "Déplacement et devis",
    }
    assert (await client.post("/pro/profile/terms", data=terms)).headers["location"] == "/pro/profile#terms"
    profile = await profile_of(hassan)
    assert profile.bio == about["bio"]
    assert (profile.whatsapp, profile.min_notice_hours) == ("+212661000010", 24)
    assert (profile.takes_urgent, profile.call_out_fee) == (True, 50_00)
    async with reading() as connection:
        said = select(Hat.headline).where(Hat.account_id == hassan.id, Hat.kind == HatKind.PRO)
        assert await connection.scalar(said) == about["headline"]
    await client.post("/pro/profile/terms", data={**terms, "call_out_fee": "", "takes_urgent": ""})
    profile = await profile_of(hassan)
    assert (profile.takes_urgent, profile.call_out_fee) == (False, None)
    assert (await client.post("/pro/profile/nonsense", data=terms)).status_code == 404


@pytest.mark.parametrize(
    ("part", "said", "fields"),
    [
        ("about", {"headline": "x" * 91, "bio": "y" * (plan.FREE.bio + 1)}, {"headline", "bio"}),
        (
            "terms",
            {
                "whatsapp": "12",
                "min_notice_hours": "900",
                "call_out_fee": "cher",
                "call_out_includes": "z" * 201,
            },
            {"whatsapp", "min_notice_hours", "call_out_fee", "call_out_includes"},
        ),
    ],
)
async def test_faults_of_the_page_stand_beside_their_fields(
    client: httpx.AsyncClient, hassan: Account, part: str, said: dict[str, str], fields: set[str]
) -> None:
    answer = await client.post(f"/pro/profile/{part}", data=said)
    assert is_beside_its_field(answer, len(fields))
    for name in fields:
        assert f'href="#f-{part}-{name}"' in answer.text
        assert said[name] in main_of(answer) or name == "min_notice_hours"
    assert (await profile_of(hassan)).bio == ""


async def test_where_a_pro_goes(client: httpx.AsyncClient, cast: Cast, hassan: Account) -> None:
    async with unit_of_work() as session:
        city = (await profile_of(hassan)).city_id
        place = Neighbourhood(city_id=city, slug="essai", name_fr="Essai", name_ar="تجربة", name_en="Trial")
        session.add(place)
        await session.flush()
        place_id = place.id
    try:
        said = {"neighbourhoods": [str(place_id), "nonsense"]}
        assert (await client.post("/pro/profile/places", data=said)).status_code == 303
        async with reading() as connection:
            assert [one.slug for one in await queries.neighbourhoods_of(connection, hassan.id)] == ["essai"]
        assert "تجربة" in main_of(await client.get("/ar/pro/profile"))
        await client.post("/pro/profile/places", data={**said, "everywhere": "1"})
        async with reading() as connection:
            assert not await queries.neighbourhoods_of(connection, hassan.id)
        moved = await client.post("/pro/profile/city", data={"city": "rabat-sale"})
        assert moved.headers["location"] == "/pro/profile#places"
        elsewhere = await client.post("/pro/profile/places", data=said)
        assert elsewhere.status_code == 422
        nowhere = await client.post("/pro/profile/city", data={"city": "atlantis"})
        assert nowhere.status_code == 422
        assert 'id="f-places-city-error"' in nowhere.text
    finally:
        async with unit_of_work() as session:
            await session.delete(await lock(session, Neighbourhood, place_id))


async def test_a_city_with_jobs_ahead_is_kept(client: httpx.AsyncClient, cast: Cast, hassan: Account) -> None:
    await booked(cast, BookingStatus.CONFIRMED)
    before = (await profile_of(hassan)).city_id
    refused = await client.post("/pro/profile/city", data={"city": "fes"})
    assert refused.status_code == 409
    assert 'id="f-places-city-error"' in refused.text
    assert (await profile_of(hassan)).city_id == before


async def test_holidays_are_one_tap(client: httpx.AsyncClient, hassan: Account) -> None:
    await client.post("/pro/profile/pause")
    assert (await profile_of(hassan)).paused_at
    for path in ("/pro/profile", "/pro/schedule", "/pro/dashboard"):
        assert "Vous êtes en congé" in main_of(await client.get(path))
    await client.post("/pro/profile/resume")
    assert (await profile_of(hassan)).paused_at is None


async def test_photos_within_the_plan(client: httpx.AsyncClient, hassan: Account) -> None:
    here = "/pro/profile/photos"
    many = [("photos", (f"{n}.png", picture(), "image/png")) for n in range(plan.FREE.photos)]
    assert (await client.post(here, files=many)).headers["location"] == "/pro/profile#photos"
    full = main_of(await client.get("/pro/profile"))
    assert "Premium en montre 12" in full
    assert 'name="photos"' not in full
    assert (await client.post(here, files=many[:1])).status_code == 422
    async with unit_of_work() as session:
        first, second, _third = await photos.of(session, hassan.id)
    await client.post(f"{here}/{second.id}/first")
    await client.post(f"{here}/{second.id}/describe", data={"words": "Salle de bain <b>"})
    await client.post(f"{here}/{first.id}/remove")
    async with unit_of_work() as session:
        left = await photos.of(session, hassan.id)
    assert (left[0].id, len(left)) == (second.id, 2)
    assert 'alt="Salle de bain <b>"' in main_of(await client.get("/pro/profile"))
    assert (await client.post(here, data={})).status_code == 422
    wrong = await client.post(here, files={"photos": ("a.png", b"%PDF-1.4", "image/png")})
    assert wrong.status_code == 422
    face = await client.post("/pro/profile/photo", files={"picture": ("me.png", picture(), "image/png")})
    assert face.headers["location"] == "/pro/profile#photo"


async def test_the_dashboard_tells_what_waits_and_how_it_goes(
    client: httpx.AsyncClient, cast: Cast, hassan: Account
) -> None:
    pending = await booked(cast, BookingStatus.PENDING)
    page = main_of(await client.get("/en/pro/dashboard"))
    assert "1 request waits for your answer" in page
    assert f"/bookings/{pending.reference}" in page
    assert "left" in page
    assert "Amina" in page
    assert "Berrada" not in page
    assert "/pro/why" in page
    async with unit_of_work() as session:
        numbers = await figures.of_pro(session, hassan.id)
    assert (numbers.asked, numbers.answered, numbers.answer_rate) == (1, 0, None)
    assert len(numbers.weeks) == figures.WEEKS
    assert numbers.weeks[-1].asked == 1


async def test_statistics_are_premium_s(client: httpx.AsyncClient, cast: Cast, hassan: Account) -> None:
    done = await booked(cast, BookingStatus.COMPLETED)
    async with unit_of_work() as session:
        # The job lies in two days; its end is moved to today.
        (await lock(session, Booking, done.id)).completed_at = clock.now()
    free = main_of(await client.get("/pro/dashboard"))
    assert 'class="chart"' not in free
    assert "Premium ajoute" in free
    await premium(hassan)
    paid = main_of(await client.get("/pro/dashboard"))
    assert 'class="chart"' in paid
    assert "Premium ajoute" not in paid
    async with unit_of_work() as session:
        numbers = await figures.of_pro(session, hassan.id)
    assert (numbers.confirmed, numbers.done, numbers.answer_rate) == (1, 1, 100)


@pytest.mark.parametrize("language", ["", "/ar", "/en"])
async def test_every_page_opens_in_every_language(
    client: httpx.AsyncClient, hassan: Account, language: str
) -> None:
    for path in PAGES:
        answer = await client.get(language + path)
        assert answer.status_code == 200, path
        assert re.search(r"\{[a-z]+\}", main_of(answer)) is None
