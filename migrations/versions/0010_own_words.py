"""Why somebody cancelled stands in one place, and goes with them: not in the history and the record of events too.

Revision: 0010, after 0009
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_BOTH = {
    "event": "UPDATE event SET data = data - 'reason' WHERE name = 'BookingCancelled'",
    "booking_event": "UPDATE booking_event SET details = details - 'reason' WHERE type = 'CANCELLED'",
}


def upgrade() -> None:
    """These tables are only ever added to; this once their rows lose a field."""
    for table, lose in _BOTH.items():
        op.execute(f"GRANT UPDATE ON {table} TO CURRENT_USER")
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        op.execute(lose)
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        op.execute(f"REVOKE UPDATE ON {table} FROM CURRENT_USER")


def downgrade() -> None:
    """What was taken out stays out."""
