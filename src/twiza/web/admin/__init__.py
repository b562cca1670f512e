"""Administration: people, the outbox, the audit log; for everybody else these pages do not exist."""
