"""`python -m twiza.child run|web|worker`: what `make run` starts, without the command line's own parts.

Reading the words of a command takes `twiza` longer than starting what they ask for.
"""

import gc
import sys

# Imports make a million things that stay, a request a thousand that die with it: looking for circles among them
# as often as Python does by itself takes a fifth of a start and a tenth of an answer.
gc.set_threshold(20_000, 20, 50)


def run() -> None:
    from twiza.operations.problem import CannotStart
    from twiza.operations.running import run as run_all

    try:
        run_all()
    except CannotStart as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)


def web() -> None:
    from twiza.operations.commands import web as serve

    serve()


def worker() -> None:
    from twiza.worker import main as work

    work()


if __name__ == "__main__":
    {"run": run, "web": web, "worker": worker}[sys.argv[1]]()
