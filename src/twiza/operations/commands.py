"""What the commands of `twiza` do, each on its own connection to the database."""

import getpass
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from twiza.kit import clock, db, postgres
from twiza.kit.settings import settings
from twiza.operations import safety
from twiza.operations.problem import CannotStart


def web() -> None:
    """Serve until told to stop; several processes when TWIZA_WEB_WORKERS says so."""
    import uvicorn

    from twiza.operations import lifeline

    refuse_unsafe()
    lifeline.hold()
    chosen = settings()
    uvicorn.run(
        "twiza.main:app",
        factory=True,
        host=chosen.host,
        port=chosen.port,
        workers=chosen.web_workers if chosen.web_workers > 1 else None,
        # A busy machine takes longer than the default to load them, and would begin anew for ever.
        timeout_worker_healthcheck=60,
        ws="websockets-sansio",
        # A frame is an id or a short text; the default would buffer 16 MiB before we see it.
        ws_max_size=16_384,
        ws_per_message_deflate=False,
        http="httptools",
        loop="uvloop",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(chosen.trusted_proxies),
        forwarded_allow_ips=chosen.trusted_proxies or None,
        timeout_graceful_shutdown=5,
    )


def refuse_unsafe() -> None:
    clock.check_zone_data()
    if found := safety.faults(settings()):
        raise CannotStart("Twiza refuses to start in production:\n  - " + "\n  - ".join(found))


@asynccontextmanager
async def database() -> AsyncIterator[str]:
    """The database of the settings, or the embedded one, joined or started for the length of the command."""
    if settings().database_url:
        yield db.plain_dsn()
        await db.dispose()
        return
    try:
        server = postgres.ensure(settings().data_dir / "postgres")
    except postgres.PostgresProblem as problem:
        raise CannotStart(str(problem)) from problem
    os.environ["DATABASE_URL"] = server.url
    settings.cache_clear()
    try:
        yield server.dsn
    finally:
        await db.dispose()
        server.stop()


async def migrate(revision: str) -> None:
    from twiza.kit import migrating

    async with database():
        await migrating.migrate(revision)
        print(f"The database is at revision {await migrating.current()}.")


async def demo() -> None:
    from twiza.operations import preparing

    if settings().is_production:
        raise CannotStart("The demo world has known passwords and is not for production.")
    async with database():
        await preparing.prepare()
        await preparing.load_demo()
        print("The demo world is loaded.")


async def create_admin(phone: str, *, first_name: str, last_name: str, email: str | None) -> None:
    from twiza.kit.errors import DomainError, Invalid
    from twiza.operations.administrators import create

    password = os.environ.get("TWIZA_ADMIN_PASSWORD") or getpass.getpass("Password: ")
    async with database():
        try:
            await create(phone, first_name=first_name, last_name=last_name, email=email, password=password)
        except Invalid as error:
            raise CannotStart(
                "\n".join(f"{name}: {said}" for name, said in error.field_texts().items())
            ) from error
        except DomainError as error:
            raise CannotStart(error.text()) from error
    print(f"{first_name} {last_name} is an administrator now and signs in with {phone}.")


def vapid_keys() -> None:
    from twiza.notifications.channels.push import vapid

    print(f"TWIZA_VAPID_PRIVATE_KEY={vapid.new_key()}")


def whatsapp_templates() -> None:
    import orjson

    from twiza.notifications.channels.whatsapp import templates

    print(orjson.dumps(templates.for_approval(), option=orjson.OPT_INDENT_2).decode())


async def doctor() -> int:
    """0 when all is well, 1 when something needs a hand."""
    from twiza.operations.doctor import examine

    findings = await examine()
    for finding in findings:
        print(f"{'ok   ' if finding.well else 'FAULT'}  {finding.what}")
        if finding.remedy:
            print(f"       → {finding.remedy}")
    return 0 if all(finding.well for finding in findings) else 1


async def backup(target: Path) -> None:
    async with database() as dsn:
        try:
            postgres.backup(dsn, _files(), target)
        except postgres.PostgresProblem as problem:
            raise CannotStart(str(problem)) from problem
    print(f"Saved to {target}. The keys of sealed files, in {settings().data_dir / 'keys'}, are not in it.")


async def restore(source: Path, *, force: bool) -> None:
    async with database() as dsn:
        try:
            postgres.restore(dsn, _files(), source, force=force)
        except postgres.PostgresProblem as problem:
            raise CannotStart(str(problem)) from problem
    print(f"Restored from {source}.")


def _files() -> Path | None:
    """Where files are kept on disk; a bucket has backups of its own."""
    return None if settings().s3_bucket else settings().data_dir / "files"
