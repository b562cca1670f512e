"""`allowed_actions`: what the caller may do with an object now, as the same words everywhere."""

from uuid import UUID

EDIT = "edit"


def actions_on(account_id: UUID, viewer_id: UUID | None) -> list[str]:
    """People may edit themselves; others are looked at."""
    return [EDIT] if account_id == viewer_id else []
