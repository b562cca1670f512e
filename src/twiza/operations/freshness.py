"""Whether the database is as the last start left it: asked before anything heavy is imported."""

import asyncpg

from twiza.kit.settings import CHECKOUT, Settings, settings

_LEFT = "SELECT version_num, EXISTS (SELECT FROM account) AS somebody FROM alembic_version"


async def is_as_left(chosen: Settings) -> bool:
    """True when nothing is to be migrated, filled or refused; production looks closer than this."""
    if chosen.is_production:
        return False
    url = settings().database_url or ""
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://", 1))
    try:
        left = await connection.fetchrow(_LEFT)
    except asyncpg.UndefinedTableError:
        return False
    finally:
        await connection.close()
    if left is None or left["version_num"] != _newest():
        return False
    return bool(left["somebody"]) or not chosen.with_demo


def _newest() -> str:
    """Migrations are numbered in their order; Alembic itself would take a second to say so."""
    files = (CHECKOUT / "migrations" / "versions").glob("[0-9]*.py")
    return max(path.name.split("_", 1)[0] for path in files)
