"""The foundation's tables.

Revision: 0001, after nothing
"""

from alembic import op

from twiza.kit.db import Base
from twiza.kit.tasks import install_sql, remove_sql

revision: str = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None


# The same folding as twiza.discovery.fold; a test compares the two.
FOLD = """
CREATE FUNCTION fold(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
SELECT translate(
    regexp_replace(
        normalize(replace(replace(lower(said), 'œ', 'oe'), 'æ', 'ae'), NFKD),
        '[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]', '', 'g'
    ),
    'أإآٱىةؤئ', 'اااايهوي'
)
$$
"""


def upgrade() -> None:
    op.execute(FOLD)
    for extension in ("citext", "pg_trgm", "unaccent", "btree_gist"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    Base.metadata.create_all(op.get_bind())
    op.execute(install_sql())


def downgrade() -> None:
    op.execute("DROP FUNCTION IF EXISTS fold")
    op.execute(remove_sql())
    Base.metadata.drop_all(op.get_bind())
