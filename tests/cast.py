"""Five people that every test knows by name, so that a test reads as a story."""

from dataclasses import dataclass

import httpx
from argon2 import PasswordHasher
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, Hat, HatKind, Permission
from twiza.kit import clock

PASSWORD = "correct cheval agrafe"
# The cheapest hash that still verifies: these tests are not about its cost.
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@dataclass
class Cast:
    """Amina hires, Youssef is a freelancer, Hassan a plumber, Karim a stranger to all, Salma the administrator."""

    amina: Account
    youssef: Account
    hassan: Account
    karim: Account
    salma: Account


async def invite(session: AsyncSession) -> Cast:
    """Put the five into the database."""
    cast = Cast(
        amina=_person("Amina", "Berrada", "+212611111111", HatKind.CLIENT),
        youssef=_person("Youssef", "El Idrissi", "+212622222222", HatKind.FREELANCER),
        hassan=_person("Hassan", "Ouali", "+212633333333", HatKind.PRO),
        karim=_person("Karim", "Daoudi", "+212644444444", HatKind.CLIENT),
        salma=_person("Salma", "Rami", "+212655555555", HatKind.CLIENT, admin=True),
    )
    session.add_all([cast.amina, cast.youssef, cast.hassan, cast.karim, cast.salma])
    await session.flush()
    return cast


def _person(first: str, last: str, phone: str, hat: HatKind, *, admin: bool = False) -> Account:
    return Account(
        first_name=first,
        last_name=last,
        phone=phone,
        phone_verified_at=clock.now(),
        email=f"{first.lower()}@example.ma",
        email_verified_at=clock.now(),
        password_hash=_HASH,
        language="fr",
        active_hat=hat,
        is_admin=admin,
        permissions=[Permission.OWNER] if admin else [],
        hats=[Hat(kind=hat)],
    )


async def sign_in(client: httpx.AsyncClient, account: Account, *, keep: bool = False) -> httpx.Response:
    """Sign in through the page, as a person does."""
    fields = {
        "login": account.phone or account.email or "",
        "password": PASSWORD,
        **({"keep": "1"} if keep else {}),
    }
    response = await client.post("/auth/login", data=fields)
    assert response.status_code == 303, response.text
    return response
