"""Live news on their way out are spared the log that a server recovers from: after its crash every page reads anew.

Revision: 0009, after 0008
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Its rows live for milliseconds."""
    op.execute("ALTER TABLE live_outbox SET UNLOGGED")


def downgrade() -> None:
    """As any table."""
    op.execute("ALTER TABLE live_outbox SET LOGGED")
