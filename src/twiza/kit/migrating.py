"""Bringing a database to the present shape: Alembic, run once at a time whoever starts first."""

import importlib
import pkgutil
from functools import lru_cache

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from twiza.kit.db import engine
from twiza.kit.settings import CHECKOUT

# Any constant: all starters ask for the same advisory lock.
_LOCK = 7_495_913_204


def config() -> Config:
    return Config(str(CHECKOUT / "alembic.ini"))


def head() -> str:
    """The newest revision this code knows."""
    found = ScriptDirectory.from_config(config()).get_current_head()
    if found is None:
        raise RuntimeError("No migration found: the checkout is incomplete")
    return found


async def migrate(revision: str = "head") -> None:
    """Apply what is missing; a second starter waits for the first and finds nothing left to do."""
    async with engine().connect() as connection:
        await connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
        await connection.commit()
        try:
            await connection.run_sync(_upgrade, revision)
            await connection.commit()
        finally:
            await connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})
            await connection.commit()


def _upgrade(connection: Connection, revision: str) -> None:
    chosen = config()
    chosen.attributes["connection"] = connection
    if revision == "head":
        command.upgrade(chosen, revision)
    else:
        command.downgrade(chosen, revision)


async def current() -> str | None:
    """The revision the database is at, or None for an empty one."""
    async with engine().connect() as connection:
        if await connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
            return None
        return await connection.scalar(text("SELECT version_num FROM alembic_version"))


@lru_cache
def load_models() -> None:
    """Import every module that defines tables, so that the metadata is whole."""
    import twiza

    for module in pkgutil.walk_packages(twiza.__path__, "twiza."):
        if module.name.rsplit(".", 1)[-1] in MODEL_MODULES:
            importlib.import_module(module.name)


MODEL_MODULES = frozenset({"models", "places", "event_log", "model"})


def ignored_tables() -> frozenset[str]:
    """Tables that libraries make by their own SQL, within our migrations."""
    return frozenset({"alembic_version", *_QUEUE_TABLES})


_QUEUE_TABLES = ("pgqueuer", "pgqueuer_log", "pgqueuer_statistics", "pgqueuer_schedules")
