"""A child process ends with its parent, even when the parent is killed outright."""

import os
import signal
import threading

VARIABLE = "TWIZA_LIFELINE"


def hold() -> None:
    """Called by a child: when the parent's end of the pipe closes, ask ourselves to stop."""
    given = os.environ.get(VARIABLE)
    if given:
        threading.Thread(target=_wait, args=(int(given),), daemon=True).start()


def _wait(descriptor: int) -> None:
    os.read(descriptor, 1)
    os.kill(os.getpid(), signal.SIGTERM)
