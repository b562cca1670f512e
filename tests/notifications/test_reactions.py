"""What happens writes its notices in the same transaction, in the person's language, by the ways they have."""

from datetime import datetime

import pytest
from sqlalchemy import select, text

from tests.cast import Cast
from twiza.accounts.events import AccountBanned, AccountSuspended, HatAdded, PasswordChanged, SignedUp
from twiza.accounts.models import Account
from twiza.kit import clock
from twiza.kit.bus.models import LiveOutbox
from twiza.kit.db import reading, unit_of_work
from twiza.kit.events import Event, record
from twiza.kit.outgoing import Channel, Outgoing
from twiza.notifications.models import Notification


async def happens(event: Event) -> None:
    async with unit_of_work() as session:
        record(session, event)


async def change(person: Account, **values: object) -> None:
    async with unit_of_work() as session:
        row = await session.get_one(Account, person.id)
        for name, value in values.items():
            setattr(row, name, value)


async def messages() -> list[Outgoing]:
    async with unit_of_work() as session:
        return list(await session.scalars(select(Outgoing).order_by(Outgoing.id)))


async def rung() -> list[Notification]:
    async with unit_of_work() as session:
        return list(await session.scalars(select(Notification).order_by(Notification.id)))


async def test_a_changed_password_rings_the_bell_and_writes_an_email(cast: Cast) -> None:
    await happens(PasswordChanged(cast.amina.id))
    (bell,) = await rung()
    (mail,) = await messages()
    assert (bell.account_id, bell.kind, bell.read_at) == (cast.amina.id, "password_changed", None)
    assert (mail.channel, mail.to, mail.account_id) == (Channel.EMAIL, "amina@example.ma", cast.amina.id)
    assert mail.subject == "Votre mot de passe a été modifié"
    assert mail.body.startswith("Bonjour Amina,")
    assert mail.unsubscribe_url is None


async def test_the_message_is_in_the_language_of_the_account(cast: Cast) -> None:
    await change(cast.amina, language="ar")
    await happens(PasswordChanged(cast.amina.id))
    (mail,) = await messages()
    assert (mail.language, mail.subject) == ("ar", "تم تغيير كلمة المرور")
    assert "/ar/client/settings" in mail.body


async def test_people_without_email_get_a_text_message(cast: Cast) -> None:
    await change(cast.amina, email=None, email_verified_at=None)
    await happens(PasswordChanged(cast.amina.id))
    assert [(one.channel, one.to) for one in await messages()] == [(Channel.SMS, cast.amina.phone)]


async def test_nothing_goes_to_what_is_not_verified(cast: Cast) -> None:
    await change(cast.amina, email_verified_at=None, phone_verified_at=None)
    await happens(PasswordChanged(cast.amina.id))
    assert await messages() == []
    assert len(await rung()) == 1


async def test_a_ban_says_why_by_message_only(cast: Cast) -> None:
    await happens(AccountBanned(cast.karim.id, cast.salma.id, "Faux profil"))
    assert await rung() == []
    (mail,) = await messages()
    assert "Faux profil" in mail.body


@pytest.mark.parametrize(("until", "kind"), [(None, "ne pouvez pas"), ("set", "jusqu’au")])
async def test_a_suspension_says_how_long(cast: Cast, until: str | None, kind: str) -> None:
    end: datetime | None = clock.now() if until else None
    await happens(AccountSuspended(cast.karim.id, "Insultes", end))
    (mail,) = await messages()
    assert kind in mail.body


async def test_switched_off_groups_ring_the_bell_but_send_nothing(cast: Cast) -> None:
    await change(cast.amina, notification_preferences={"account": False, "security": False})
    await happens(HatAdded(cast.amina.id, "pro"))
    await happens(PasswordChanged(cast.amina.id))
    assert [one.subject for one in await messages()] == ["Votre mot de passe a été modifié"]
    assert len(await rung()) == 2


async def test_what_can_be_switched_off_says_how(cast: Cast) -> None:
    await happens(HatAdded(cast.amina.id, "pro"))
    (mail,) = await messages()
    assert "/notifications/unsubscribe/" in (mail.unsubscribe_url or "")


async def test_a_rollback_tells_nobody(cast: Cast) -> None:
    with pytest.raises(RuntimeError):
        async with unit_of_work() as session:
            record(session, PasswordChanged(cast.amina.id))
            await session.execute(text("SELECT 1"))
            raise RuntimeError
    assert await messages() == []
    assert await rung() == []


async def test_the_deleted_are_left_alone(cast: Cast) -> None:
    await change(cast.amina, deleted_at=clock.now())
    await happens(PasswordChanged(cast.amina.id))
    assert await messages() == []


async def test_the_bell_tells_open_pages_how_many_are_unread(cast: Cast) -> None:
    await happens(SignedUp(cast.amina.id, "client"))
    await happens(PasswordChanged(cast.amina.id))
    async with reading() as connection:
        told = await connection.execute(select(LiveOutbox.topic, LiveOutbox.payload).order_by(LiveOutbox.id))
    assert [tuple(row) for row in told] == [
        (f"account:{cast.amina.id}", {"type": "notification", "unread": 1}),
        (f"account:{cast.amina.id}", {"type": "notification", "unread": 2}),
    ]
