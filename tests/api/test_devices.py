"""Devices that take notifications, as the app and the installed site register them."""

import pytest

from tests.api.calling import caller, is_problem
from tests.cast import Cast
from twiza.kit.db import unit_of_work
from twiza.notifications.channels.push import devices
from twiza.stand_ins.web_push import Browser

PHONE = {"platform": "ANDROID", "token": "fGx1:APA91b-amina"}
ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/gAAAAAB"


async def live(cast: Cast, name: str = "amina") -> list[str]:
    async with unit_of_work() as session:
        return [one.token for one in await devices.of(session, getattr(cast, name).id)]


async def test_a_phone_registers_once_and_leaves(cast: Cast) -> None:
    async with caller(cast.amina) as api:
        first = await api.post("/devices", json=PHONE)
        assert first.status_code == 201, first.text
        assert first.json()["platform"] == "ANDROID"
        assert "token" not in first.json()
        assert (await api.post("/devices", json=PHONE)).json()["id"] == first.json()["id"]
        assert await live(cast) == [PHONE["token"]]
        assert (await api.request("DELETE", "/devices", json={"token": PHONE["token"]})).status_code == 204
        assert await live(cast) == []


async def test_a_browser_registers_with_its_keys(cast: Cast) -> None:
    keys = Browser("b").keys
    async with caller(cast.amina) as api:
        given = {"platform": "WEB", "token": ENDPOINT, "keys": keys}
        assert (await api.post("/devices", json=given)).status_code == 201
    assert await live(cast) == [ENDPOINT]


async def test_whoever_signs_in_last_has_the_device_and_nobody_removes_anothers(cast: Cast) -> None:
    async with caller(cast.amina) as api:
        await api.post("/devices", json=PHONE)
    async with caller(cast.karim) as api:
        assert (await api.request("DELETE", "/devices", json={"token": PHONE["token"]})).status_code == 204
        assert await live(cast) == [PHONE["token"]], "not his to switch off"
        await api.post("/devices", json=PHONE)
    assert await live(cast) == []
    assert await live(cast, "karim") == [PHONE["token"]]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"platform": "WEB", "token": ENDPOINT},
        {"platform": "ANDROID", "token": "fGx1:APA91b", "keys": Browser("b").keys},
        {"platform": "SYMBIAN", "token": "fGx1:APA91b"},
        {"platform": "IOS", "token": ""},
        {"platform": "IOS", "token": "x" * 5000},
        {"platform": "WEB", "token": "https://169.254.169.254/x", "keys": Browser("b").keys},
        {"platform": "WEB", "token": ENDPOINT, "keys": {"p256dh": "AAAA", "auth": "AAAA"}},
    ],
)
async def test_what_cannot_be_reached_is_refused(cast: Cast, given: dict[str, object]) -> None:
    async with caller(cast.amina) as api:
        is_problem(await api.post("/devices", json=given), 422, "invalid_input")
    assert await live(cast) == []


async def test_visitors_have_no_devices(cast: Cast) -> None:
    async with caller() as api:
        is_problem(await api.post("/devices", json=PHONE), 401, "sign_in_required")
        is_problem(
            await api.request("DELETE", "/devices", json={"token": PHONE["token"]}), 401, "sign_in_required"
        )
