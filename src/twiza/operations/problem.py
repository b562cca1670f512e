"""Why a command of the operator could not do its work, in words that carry the remedy."""


class CannotStart(Exception):
    """Shown as it is, without a stack trace; the exit code is 1."""
