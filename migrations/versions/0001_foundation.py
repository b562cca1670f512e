"""The foundation's tables.

Revision: 0001, after nothing
"""

from alembic import op

from twiza.kit.db import Base

revision: str = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for extension in ("citext", "pg_trgm", "unaccent", "btree_gist"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    Base.metadata.create_all(op.get_bind())
    try:
        from twiza.kit.tasks import install_sql
        op.execute(install_sql())
    except ImportError:
        pass


def downgrade() -> None:
    Base.metadata.drop_all(op.get_bind())
