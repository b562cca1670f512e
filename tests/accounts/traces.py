"""A person who left a mark of their own everywhere, and a search through everything that is kept."""

import hashlib
import secrets
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from argon2 import PasswordHasher
from PIL import Image
from sqlalchemy import select, text

from tests.cast import PASSWORD, Cast
from twiza.accounts import banning, codes, links, messages
from twiza.accounts.events import PasswordChanged
from twiza.accounts.models import (
    Acceptance,
    Account,
    CodePurpose,
    Hat,
    KeptForm,
    SocialIdentity,
)
from twiza.accounts.totp.models import RecoveryCode
from twiza.kit import clock, outgoing, storage
from twiza.kit.db import reading, unit_of_work
from twiza.kit.events import record
from twiza.kit.settings import settings
from twiza.profiles.places import City

MARK = "zqx"


def marks(person: str) -> dict[str, str]:
    """A word for each place that is found nowhere else, nor in what another run left on the disk."""
    run = secrets.token_hex(4)
    places = (
        "first", "last", "email", "bio", "headline", "company", "totp", "target", "kept",
        "subject", "social", "body", "html", "title", "file", "content", "reason", "preference", "dedupe",
    )  # fmt: skip
    return {place: f"{MARK}{person}{run}{place}" for place in places}


async def leave_traces(account: Account, phone: str, person: str) -> dict[str, str]:
    """Fill every field that may hold something personal."""
    mark = marks(person)
    async with unit_of_work() as session:
        row = await session.get_one(Account, account.id)
        row.first_name, row.last_name, row.bio = mark["first"], mark["last"], mark["bio"]
        row.phone, row.email, row.totp_secret = phone, f"{mark['email']}@example.ma", mark["totp"]
        # One of their own: the five share a hash.
        row.password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
        row.city_id = await session.scalar(select(City.id).limit(1))
        row.notification_preferences = {"email": [mark["preference"]]}
        row.status_reason = mark["reason"]
        hat = await session.scalar(select(Hat).where(Hat.account_id == row.id).limit(1))
        assert hat
        hat.headline, hat.company_name = mark["headline"], mark["company"]
        for purpose in (CodePurpose.VERIFY_PHONE, CodePurpose.RESET_PASSWORD):
            code = await codes.issue(
                session, row.id, account_id=row.id, purpose=purpose, target=mark["target"]
            )
            await messages.send_code(session, phone, code, purpose=purpose, language="fr", account_id=row.id)
        await links.issue(session, row.id, purpose=CodePurpose.VERIFY_EMAIL, target=mark["target"])
        later = clock.now() + timedelta(hours=1)
        session.add_all(
            [
                KeptForm(
                    digest=hashlib.sha256(person.encode()).digest(), account_id=row.id, path="/x",
                    fields=[["text", mark["kept"]]], expires_at=later, created_at=clock.now(),
                ),
                SocialIdentity(
                    account_id=row.id, issuer="https://accounts.google.com", subject=mark["subject"],
                    email=f"{mark['social']}@example.ma",
                ),
                RecoveryCode(account_id=row.id, digest=hashlib.sha256(b"r" + person.encode()).digest()),
                Acceptance(account_id=row.id, document="terms", version="1", text_hash="0", ip="192.0.2.1"),
            ]
        )  # fmt: skip
        await outgoing.send(
            session, channel="email", to=f"{mark['email']}@example.ma", subject=mark["title"], text=mark["body"],
            html=mark["html"], account_id=row.id, dedupe=mark["dedupe"],
        )  # fmt: skip
        record(session, PasswordChanged(row.id))
    async with unit_of_work() as session:
        await storage.put(
            session, f"%PDF-1.4 {mark['content']}".encode(), owner=account.id, name=f"{mark['file']}.pdf"
        )
        await storage.put_image(session, _picture(), owner=account.id, widths=(96,), square=True)
    return mark


async def ban_and_unban(cast: Cast, account: Account) -> None:
    """An act of Salma's in the audit log."""
    async with unit_of_work() as session:
        await banning.ban(session, account.id, by=cast.salma.id, reason="Signalements répétés")
    async with unit_of_work() as session:
        await banning.unban(session, account.id, by=cast.salma.id, reason="Erreur")


async def everywhere() -> str:
    """Every row of every table as text, and every byte of the storage folder."""
    found: list[str] = []
    async with reading() as connection:
        tables = await connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        for table in tables.all():
            rows = await connection.scalars(text(f'SELECT to_jsonb(t)::text FROM "{table}" t'))
            found.extend(rows.all())
    found += [f"{path} {path.read_bytes().decode('latin-1')}" for path in stored()]
    return "\n".join(found)


def stored() -> list[Path]:
    """The files that lie on the disk."""
    folder = settings().data_dir / "files"
    return [path for path in folder.rglob("*") if path.is_file()]


def _picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (200, 200), "red").save(kept, "PNG")
    return kept.getvalue()
