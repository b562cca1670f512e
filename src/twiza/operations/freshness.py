"""Whether the database is as the last start left it: asked before anything heavy is imported."""

import asyncpg

from twiza.kit.settings import CHECKOUT, Settings, settings

_LEFT = "SELECT version_num, EXISTS (SELECT FROM account) AS somebody FROM alembic_version"


async def is_as_left(chosen: Settings) -> bool:
    """True when nothing is to be migrated, filled or refused; production looks closer than this."""
    if chosen.is_production:
        return False
    try:
        connection = await asyncpg.connect(settings().database_dsn)
        try:
            left = await connection.fetchrow(_LEFT)
        finally:
            await connection.close()
    except (OSError, asyncpg.PostgresError):
        # Empty, or out of reach: whoever prepares it tells which.
        return False
    if left is None or left["version_num"] != _newest():
        return False
    return bool(left["somebody"]) or not chosen.with_demo


def _newest() -> str:
    """Migrations are numbered in their order; Alembic itself would take a second to say so."""
    files = (CHECKOUT / "migrations" / "versions").glob("[0-9]*.py")
    return max(path.name.split("_", 1)[0] for path in files)
