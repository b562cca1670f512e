"""Making an administrator from the command line: whoever runs the server vouches for the phone."""

import twiza.notifications  # noqa: F401  # pyright: ignore[reportUnusedImport]  its reactions tell the person
from twiza.accounts import administering, emails, names, passwords, phones
from twiza.accounts import queries as accounts
from twiza.accounts.models import Account, Hat, HatKind, Permission
from twiza.kit import clock
from twiza.kit.db import unit_of_work


async def create(phone: str, *, first_name: str, last_name: str, email: str | None, password: str) -> None:
    """Give the owner of this phone every permission; nobody's yet, an account is opened for it."""
    number = phones.read(phone)
    address = emails.read(email) if email else None
    first, last = names.read(first_name, "first_name"), names.read(last_name, "last_name")
    passwords.check(password, first, last, number, address)
    password_hash = await passwords.hashed(password)
    async with unit_of_work() as session:
        account = await accounts.owner_of_phone(session, number)
        if account is None:
            account = Account(
                first_name=first,
                last_name=last,
                phone=number,
                phone_verified_at=clock.now(),
                email=address,
                active_hat=HatKind.CLIENT,
                hats=[Hat(kind=HatKind.CLIENT)],
            )
            session.add(account)
        account.password_hash = password_hash
        await session.flush()
        await administering.grant_admin(session, account.id, [Permission.OWNER])
