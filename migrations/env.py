"""Alembic's entry: runs on the connection it is handed, or on DATABASE_URL."""

import asyncio

import alembic_postgresql_enum
from alembic import context
from sqlalchemy import Connection

from twiza.kit.db import Base, dispose, engine
from twiza.kit.migrating import ignored_tables, load_models

load_models()
# Importing it teaches autogenerate about enums; PgQueuer's own is not ours to drop.
alembic_postgresql_enum.set_configuration(
    alembic_postgresql_enum.Config(include_name=lambda name: not name.startswith("pgqueuer"))
)


def _include(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    return not (kind == "table" and name in ignored_tables())


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=_include,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def _connect_and_run() -> None:
    async with engine().connect() as connection:
        await connection.run_sync(_run)
        await connection.commit()
    await dispose()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    asyncio.run(_connect_and_run())
