"""The bell and its pages, as Amina uses them."""

import html
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select

from tests.cast import Cast, sign_in
from twiza.accounts.events import PasswordChanged, PhoneVerified, SignedUp
from twiza.accounts.models import Account
from twiza.kit.db import unit_of_work
from twiza.kit.events import record
from twiza.notifications import links
from twiza.notifications.models import Notification
from twiza.notifications.preferences import Group, Way
from twiza.notifications.queries import PAGE


async def tell(account: Account, *events: type) -> None:
    async with unit_of_work() as session:
        for event in events:
            record(session, event(account.id, *(("client",) if event is SignedUp else ())))


async def unread(account: Account) -> int:
    async with unit_of_work() as session:
        statement = select(func.count()).where(
            Notification.account_id == account.id, Notification.read_at.is_(None)
        )
        return (await session.execute(statement)).scalar_one()


async def first_id(account: Account) -> UUID:
    async with unit_of_work() as session:
        return (
            await session.execute(select(Notification.id).where(Notification.account_id == account.id))
        ).scalar_one()


def main_of(page: httpx.Response) -> str:
    """The page without its stylesheet and frame, as text."""
    return html.unescape(page.text.split("<main", 1)[1].split("</main>")[0])


async def test_a_visitor_is_asked_to_sign_in(client: httpx.AsyncClient) -> None:
    response = await client.get("/notifications")
    assert response.status_code == 303
    assert response.headers["location"].startswith("/auth/login")


async def test_with_nothing_told_the_page_says_so(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    page = await client.get("/en/notifications")
    assert "You’re all caught up" in page.text


async def test_a_notice_is_shown_in_the_language_of_the_page(client: httpx.AsyncClient, cast: Cast) -> None:
    await tell(cast.amina, PhoneVerified)
    await sign_in(client, cast.amina)

    assert "Your phone number is verified" in (await client.get("/en/notifications")).text
    assert "Votre numéro de téléphone est vérifié" in (await client.get("/notifications")).text
    assert "تم تأكيد رقم هاتفك" in (await client.get("/ar/notifications")).text


async def test_the_bell_counts_what_is_unread(client: httpx.AsyncClient, cast: Cast) -> None:
    await tell(cast.amina, PhoneVerified, PasswordChanged)
    await sign_in(client, cast.amina)
    page = await client.get("/en/notifications")
    assert main_of(page).count("notification--unread") == 2


async def test_opening_a_notice_reads_it_and_leads_on(client: httpx.AsyncClient, cast: Cast) -> None:
    await tell(cast.amina, PhoneVerified)
    await sign_in(client, cast.amina)

    response = await client.get(f"/en/notifications/{await first_id(cast.amina)}")

    assert (response.status_code, response.headers["location"]) == (303, "/en/client/settings")
    assert await unread(cast.amina) == 0


async def test_nobody_opens_the_notice_of_another(client: httpx.AsyncClient, cast: Cast) -> None:
    await tell(cast.amina, PhoneVerified)
    await sign_in(client, cast.karim)

    response = await client.get(f"/notifications/{await first_id(cast.amina)}")

    assert response.status_code == 404
    assert await unread(cast.amina) == 1
    assert (await client.get("/notifications/nonsense")).status_code == 404


async def test_reading_everything_reads_only_ones_own(client: httpx.AsyncClient, cast: Cast) -> None:
    await tell(cast.amina, PhoneVerified, PasswordChanged)
    await tell(cast.karim, PhoneVerified)
    await sign_in(client, cast.amina)

    response = await client.post("/notifications/read-all")

    assert response.status_code == 303
    assert (await unread(cast.amina), await unread(cast.karim)) == (0, 1)


async def test_pages_show_each_notice_once_with_unread_first(client: httpx.AsyncClient, cast: Cast) -> None:
    await tell(cast.amina, *[PhoneVerified] * PAGE)
    await sign_in(client, cast.amina)
    await client.post("/notifications/read-all")
    await tell(cast.amina, *[PasswordChanged] * 3)

    first = main_of(await client.get("/en/notifications"))
    following = first.split('rel="next" href="')[1].split('"')[0]
    second = main_of(await client.get(following))

    assert first.count('class="notification"') + first.count('class="notification ') == PAGE
    assert first.index("Your password was changed") < first.index("Your phone number is verified")
    assert (
        first.count("Your phone number is verified") + second.count("Your phone number is verified") == PAGE
    )
    assert "Your password was changed" not in second


async def test_a_mangled_cursor_starts_from_the_top(client: httpx.AsyncClient, cast: Cast) -> None:
    await tell(cast.amina, PhoneVerified)
    await sign_in(client, cast.amina)
    page = await client.get("/en/notifications?after=new-rubbish")
    assert page.status_code == 200
    assert "Your phone number is verified" in page.text


async def test_the_menu_of_the_bell_shows_the_latest_few(client: httpx.AsyncClient, cast: Cast) -> None:
    await tell(cast.amina, *[PhoneVerified] * 9)
    await sign_in(client, cast.amina)
    menu = await client.get("/en/notifications/menu", headers={"hx-request": "true"})
    assert menu.text.count("Your phone number is verified") == 6
    assert "<html" not in menu.text


async def test_choices_are_kept_and_safety_stays_on(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    assert main_of(await client.get("/en/notifications/preferences")).count(" checked") == len(Group) + len(
        Way
    )

    response = await client.post("/en/notifications/preferences", data={})

    assert response.status_code == 303
    page = await client.get("/en/notifications/preferences")
    assert main_of(page).count(" checked") == 1
    assert "Your choices are saved." in page.text


async def test_the_way_out_of_an_email_needs_no_account_and_no_cookie(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    address = links.unsubscribe_url("en", cast.amina.id, Group.ACCOUNT)
    assert "Stop these emails" in (await client.get(address)).text
    assert (await preferences(cast.amina)) == {}

    client.cookies.clear()
    del client.headers["origin"]
    done = await client.post(address, data={"List-Unsubscribe": "One-Click"})

    assert done.status_code == 200
    assert await preferences(cast.amina) == {"account": False}


@pytest.mark.parametrize(
    "forged", ["nonsense", "{id}.account.00000000000000000000000000000000", "{id}.security.{right}"]
)
async def test_a_forged_way_out_leads_nowhere(client: httpx.AsyncClient, cast: Cast, forged: str) -> None:
    right = links.unsubscribe_url("fr", cast.amina.id, Group.SECURITY).rpartition(".")[2]
    token = forged.format(id=cast.amina.id, right=right)
    assert (await client.get(f"/notifications/unsubscribe/{token}")).status_code == 404
    assert (await client.post(f"/notifications/unsubscribe/{token}")).status_code == 404
    assert await preferences(cast.amina) == {}


async def preferences(account: Account) -> dict[str, object]:
    async with unit_of_work() as session:
        return (await session.get_one(Account, account.id)).notification_preferences
