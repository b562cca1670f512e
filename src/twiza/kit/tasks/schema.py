"""PgQueuer's tables, made by our migrations like all others."""


def install_sql() -> str:
    """One statement that makes the queue; its log and statistics needn't survive a crash of the database."""
    from pgqueuer.adapters.persistence.schema_ddl import render_install
    from pgqueuer.domain.settings import DBSettings, Durability

    return _together(render_install(DBSettings(durability=Durability.balanced)))


def remove_sql() -> str:
    """One statement that takes the queue away again."""
    from pgqueuer.adapters.persistence.schema_ddl import render_uninstall
    from pgqueuer.domain.settings import DBSettings

    return _together(render_uninstall(DBSettings()))


def _together(statements: str) -> str:
    # asyncpg prepares what it executes, and only single statements can be prepared.
    return f"DO $queue$\nBEGIN\n{statements}\nEND\n$queue$"
