"""How long things about reviews last."""

from datetime import timedelta

WRITABLE_FOR = timedelta(days=60)
HIDDEN_FOR = timedelta(days=14)
