"""`python -m twiza.child web|worker`: a process of `twiza run`, without the command line's own parts."""

import gc
import sys

# Imports make a million things that stay, a request a thousand that die with it: looking for circles among them
# as often as Python does by itself takes a fifth of a start and a tenth of an answer.
gc.set_threshold(20_000, 20, 50)


def main() -> None:
    """What `twiza web` and `twiza worker` do; reading their words takes longer than starting them."""
    if sys.argv[1] == "web":
        from twiza.operations.commands import web

        web()
    else:
        from twiza.worker import main as work

        work()


if __name__ == "__main__":
    main()
