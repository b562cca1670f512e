"""The signed-in area: what is missing, what can be changed, what strangers can't open."""

from io import BytesIO

import httpx
import pytest
from PIL import Image
from sqlalchemy import select

from tests.cast import PASSWORD, Cast, sign_in
from tests.pros.opening import open_hassan
from twiza.accounts.models import Account, Hat, HatKind
from twiza.kit.db import reading, unit_of_work

PRIVATE = ["/dashboard", "/client/profile", "/client/settings", "/notifications"]


@pytest.mark.parametrize("path", PRIVATE)
async def test_visitors_are_asked_to_sign_in_and_come_back(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(f"/ar{path}")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/ar/auth/login?next=")


@pytest.mark.parametrize("language", ["", "/ar", "/en"])
@pytest.mark.parametrize("path", PRIVATE)
async def test_the_pages_open(client: httpx.AsyncClient, cast: Cast, path: str, language: str) -> None:
    await sign_in(client, cast.youssef)
    answer = await client.get(language + path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"


async def test_adding_a_hat_wears_it_and_shows_its_form(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    added = await client.post("/account/hats", data={"hat": "pro"})
    assert added.headers["location"] == "/pro/start"
    again = await client.post("/account/hats", data={"hat": "pro"})
    assert again.status_code == 303
    async with reading() as connection:
        kinds = (await connection.scalars(select(Hat.kind).where(Hat.account_id == cast.amina.id))).all()
        worn = await connection.scalar(select(Account.active_hat).where(Account.id == cast.amina.id))
    assert sorted(kinds) == ["client", "pro"]
    assert worn is HatKind.PRO


async def test_a_hat_one_doesn_t_have_can_t_be_worn_or_described(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(client, cast.amina)
    assert (await client.post("/account/hat", data={"hat": "pro"})).status_code == 404
    assert (await client.post("/account/hat", data={"hat": "king"})).status_code == 404
    assert (await client.post("/client/profile/pro", data={"headline": "x"})).status_code == 404


async def test_a_pro_with_a_page_is_presented_there(client: httpx.AsyncClient, cast: Cast) -> None:
    async with unit_of_work() as session:
        await open_hassan(session, cast)
    await sign_in(client, cast.hassan)
    assert 'action="/client/profile/pro"' not in (await client.get("/client/profile")).text
    sent = {"headline": "Plombier", "city": "fes", "category": "peinture"}
    assert (await client.post("/client/profile/pro", data=sent)).status_code == 404


async def test_every_fault_is_told_beside_its_field_and_what_was_typed_stays(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(client, cast.hassan)
    answer = await client.post(
        "/client/profile/pro", data={"headline": "", "city": "atlantis", "category": "plomberie"}
    )
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 2
    kept = await client.post(
        "/client/profile", data={"first_name": "", "last_name": "Ouali", "bio": "Gardé <b>"}
    )
    assert kept.status_code == 422
    assert "Gardé &lt;b&gt;" in kept.text


def photo() -> bytes:
    picture = Image.new("RGB", (600, 400), (80, 66, 228))
    exif = Image.Exif()
    exif[0x010E] = "taken at my door"
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


async def test_a_photo_is_redrawn_shown_and_replaced(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.hassan)
    assert b"taken at my door" in photo()
    sent = await client.post("/client/profile/picture", files={"picture": ("me.jpg", photo(), "image/jpeg")})
    assert sent.status_code == 303
    async with reading() as connection:
        avatar = await connection.scalar(select(Account.avatar).where(Account.id == cast.hassan.id))
    shown = await client.get(f"/media/{avatar}")
    assert shown.status_code == 200
    assert shown.headers["content-type"] == "image/webp"
    assert b"taken at my door" not in shown.content
    await client.post("/client/profile/picture", data={"remove": "1"})
    async with reading() as connection:
        assert await connection.scalar(select(Account.avatar).where(Account.id == cast.hassan.id)) is None


async def test_what_isn_t_a_picture_is_refused_kindly(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.hassan)
    wrong = await client.post(
        "/client/profile/picture", files={"picture": ("me.jpg", b"%PDF-1.4", "image/jpeg")}
    )
    none = await client.post("/client/profile/picture", data={})
    assert wrong.status_code == none.status_code == 422


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("", "Choisissez une photo de 10\u00a0Mo au maximum."),
        ("/ar", "اختر صورة لا يتجاوز حجمها 10 ميغابايت."),
        ("/en", "Choose a picture of at most 10 MB."),
    ],
)
async def test_a_photo_that_is_too_large_is_said_beside_its_field(
    client: httpx.AsyncClient, cast: Cast, prefix: str, said: str
) -> None:
    await sign_in(client, cast.hassan)
    large = photo() + bytes(12_000_000)
    sent = await client.post(
        f"{prefix}/client/profile/picture", files={"picture": ("me.jpg", large, "image/jpeg")}
    )
    assert sent.status_code == 422
    assert said in sent.text
    assert 'aria-invalid="true"' in sent.text


async def test_a_language_for_messages(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.karim)
    answer = await client.post("/client/settings/language", data={"language": "ar"})
    assert answer.headers["location"] == "/ar/client/settings"
    assert (await client.post("/client/settings/language", data={"language": "xx"})).status_code == 422
    async with reading() as connection:
        assert await connection.scalar(select(Account.language).where(Account.id == cast.karim.id)) == "ar"


async def test_a_new_password_ends_other_sessions_but_not_this_one(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(client, cast.karim)
    await sign_in(other_client, cast.karim)
    wrong = await client.post("/client/settings/password", data={"current": "no", "new": "cinq dattes mûres"})
    assert wrong.status_code == 422
    right = await client.post(
        "/client/settings/password", data={"current": PASSWORD, "new": "cinq dattes mûres"}
    )
    assert right.status_code == 303
    assert (await client.get("/dashboard")).status_code == 200
    assert (await other_client.get("/dashboard")).status_code == 303


async def test_the_theme_has_three_states(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.karim)
    await client.post("/client/settings/theme", data={"theme": "dark"})
    assert 'data-theme="dark"' in (await client.get("/client/settings")).text
    await client.post("/client/settings/theme", data={"theme": ""})
    assert "data-theme=" not in (await client.get("/client/settings")).text
