"""`twiza doctor`: looks at everything Twiza stands on; each fault comes with its remedy."""

import os
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from twiza.kit import clock
from twiza.kit.db import reading
from twiza.kit.migrating import current, head
from twiza.kit.settings import Settings, settings
from twiza.operations import safety
from twiza.operations.commands import database
from twiza.operations.problem import CannotStart

_POSTGRES = 18
_EXTENSIONS = ("btree_gist", "citext", "pg_trgm", "unaccent")


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    well: bool = True
    remedy: str = ""


async def examine() -> list[Finding]:
    """Every finding, the database's last because they need it to answer."""
    findings = [_zone_data(), *_settings(settings()), _storage(settings())]
    try:
        async with database():
            findings += [finding async for finding in _database()]
    except (CannotStart, SQLAlchemyError, OSError) as error:
        findings.append(
            Finding(f"database: {error}", False, "Check DATABASE_URL, or unset it for the embedded one.")
        )
    return findings


def _zone_data() -> Finding:
    try:
        clock.check_zone_data()
    except clock.WrongZoneData as error:
        return Finding("zone data of Africa/Casablanca is too old", False, str(error))
    return Finding("zone data: Casablanca is at UTC+0 on 2026-11-21")


def _settings(chosen: Settings) -> list[Finding]:
    found = [Finding("settings are fit for production", False, fault) for fault in safety.faults(chosen)]
    if not chosen.is_production:
        found += [Finding("keys of push", False, fault) for fault in safety.push_faults(chosen)]
    channels = {
        "email (TWIZA_SMTP_URL)": chosen.smtp_url,
        "SMS (TWIZA_SMS_URL)": chosen.sms_url,
        "WhatsApp (TWIZA_WHATSAPP_PHONE_ID)": chosen.whatsapp_phone_id,
        "push to the app (TWIZA_FCM_SERVICE_ACCOUNT)": chosen.fcm_service_account.get_secret_value(),
        "push to browsers (TWIZA_VAPID_PRIVATE_KEY, made by: twiza vapid-keys)": (
            chosen.vapid_private_key.get_secret_value()
        ),
        "sign-in with Google (TWIZA_GOOGLE_CLIENT_ID)": chosen.google_client_id,
        "sign-in with GitHub (TWIZA_GITHUB_CLIENT_ID)": chosen.github_client_id,
    }
    found += [
        Finding(f"{name}: {'set' if value else 'not set, so it is off'}") for name, value in channels.items()
    ]
    return found


def _storage(chosen: Settings) -> Finding:
    if chosen.s3_bucket:
        return Finding(f"files: bucket {chosen.s3_bucket}")
    folder = chosen.data_dir / "files"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"twiza")
    except OSError as error:
        return Finding(
            f"files: {error}", False, f"Make {folder} writable for this user, or set TWIZA_DATA_DIR."
        )
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize // 2**30
    return Finding(
        f"files: {folder}, {free} GiB free", free >= 1, "" if free >= 1 else "Free some disk space."
    )


async def _database() -> AsyncIterator[Finding]:
    async with reading() as connection:
        version = int(await connection.scalar(text("SHOW server_version_num")) or 0) // 10_000
        yield Finding(
            f"database: PostgreSQL {version}",
            version >= _POSTGRES,
            "" if version >= _POSTGRES else f"Twiza needs PostgreSQL {_POSTGRES}.",
        )
        rows = await connection.scalars(text("SELECT name FROM pg_available_extensions"))
        missing = sorted(set(_EXTENSIONS) - set(rows))
        remedy = "Install the contrib package of PostgreSQL 18." if missing else ""
        yield Finding(
            f"extensions: {', '.join(missing) + ' missing' if missing else 'all there'}", not missing, remedy
        )
    at, newest = await current(), head()
    yield Finding(
        f"tables: revision {at or 'none'}", at == newest, "" if at == newest else "Run: twiza migrate"
    )
