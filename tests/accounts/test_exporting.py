"""The archive: everything of one's own, nothing of anybody else, no secret."""

import io
import zipfile
from uuid import UUID

import orjson
import pytest

from tests.accounts.traces import ban_and_unban, leave_traces
from tests.cast import Cast
from twiza import notifications
from twiza.accounts import exporting
from twiza.accounts.models import Account
from twiza.kit.db import unit_of_work
from twiza.kit.errors import TooMany

assert notifications


async def opened(account_id: UUID) -> zipfile.ZipFile:
    pieces = [piece async for piece in await exporting.export(account_id)]
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def whole(archive: zipfile.ZipFile) -> str:
    return "\n".join([name + archive.read(name).decode("latin-1") for name in archive.namelist()])


async def test_everything_of_ones_own_is_there(cast: Cast) -> None:
    mark = await leave_traces(cast.karim, "+212688888888", "karim")
    archive = await opened(cast.karim.id)
    text = whole(archive)
    for place in ("first", "last", "email", "bio", "headline", "company", "subject", "social", "body",
                  "title", "file", "content", "preference"):  # fmt: skip
        assert mark[place] in text, place
    told = orjson.loads(archive.read("data.json"))
    assert set(told) >= {"account", "hats", "acceptances", "social_identities", "messages", "events",
                         "admin_acts", "files", "notifications"}  # fmt: skip
    assert told["account"]["phone"] == "+212688888888"
    assert [one["kind"] for one in told["notifications"]] == ["password_changed"]
    assert {one["name"] for one in told["events"]} == {"PasswordChanged"}
    assert len(told["files"]) == 2
    assert {one["in_archive"] for one in told["files"]} < set(archive.namelist())


async def test_nobody_else_and_no_secret_is_in_it(cast: Cast) -> None:
    mark = await leave_traces(cast.karim, "+212688888888", "karim")
    others = await leave_traces(cast.amina, "+212699999999", "amina")
    await ban_and_unban(cast, cast.karim)
    text = whole(await opened(cast.karim.id))
    assert [word for word in others.values() if word in text] == []
    for stranger in (cast.amina, cast.salma, cast.youssef, cast.hassan):
        assert str(stranger.id) not in text
        assert stranger.first_name not in text
    async with unit_of_work() as session:
        account = await session.get_one(Account, cast.karim.id)
    for secret in (account.password_hash or "", mark["totp"], mark["target"], mark["kept"], "argon2"):
        assert secret not in text
    assert "Votre code" not in text
    assert "est votre code" not in text


async def test_what_administrators_did_is_told_without_their_names(cast: Cast) -> None:
    await ban_and_unban(cast, cast.karim)
    told = orjson.loads((await opened(cast.karim.id)).read("data.json"))
    assert [(act["verb"], act["reason"]) for act in told["admin_acts"]] == [
        ("ban", "Signalements répétés"),
        ("unban", "Erreur"),
    ]
    assert "Salma" not in whole(await opened(cast.karim.id))


async def test_it_is_made_a_few_times_a_day_only(cast: Cast) -> None:
    for _ in range(exporting.LIMIT):
        await opened(cast.karim.id)
    with pytest.raises(TooMany):
        await opened(cast.karim.id)
    await opened(cast.amina.id)
