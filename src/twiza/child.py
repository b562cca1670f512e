"""`python -m twiza.child web|worker`: a process of `twiza run`, without the command line's own parts."""

import sys

from twiza.kit import collector

collector.look_seldom()

if __name__ == "__main__":
    if sys.argv[1] == "web":
        from twiza.operations.commands import web

        web()
    else:
        from twiza.worker import main

        main()
