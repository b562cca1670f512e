"""A city can be hidden: nobody chooses it any more, and whoever has it keeps it.

Revision: 0008, after 0007
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Every city stays on offer."""
    op.add_column("city", sa.Column("hidden", sa.Boolean(), server_default=sa.text("false"), nullable=False))


def downgrade() -> None:
    """Hidden ones are on offer again."""
    op.drop_column("city", "hidden")
