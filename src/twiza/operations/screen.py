"""What the operator's terminal shows: progress while something takes long, then one clear screen."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from twiza.kit.settings import Settings


@contextmanager
def telling(what: str) -> Iterator[None]:
    """Count the seconds of anything that takes longer than one."""
    done = threading.Event()
    teller = threading.Thread(target=_count, args=(what, done), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _count(what: str, done: threading.Event) -> None:
    start = time.monotonic()
    live = sys.stdout.isatty()
    said = False
    while not done.wait(0.8):
        if live or not said:
            print(f"\r{what} … {time.monotonic() - start:.0f} s" if live else f"{what} …", end="", flush=True)
            print("" if live else "\n", end="", flush=True)
        said = True
    if said and live:
        print(f"\r{what}: done in {time.monotonic() - start:.0f} s")


def show(chosen: Settings) -> None:
    """Address, accounts to try, and where things are kept."""
    lines = ["", f"  Twiza runs at  {chosen.public_url}", ""]
    if chosen.with_demo:
        from twiza import demo

        lines.append(f"  Demo accounts, all with the password  {demo.PASSWORD}")
        width = max(len(account.role) for account in demo.ACCOUNTS)
        lines += [f"    {account.role:<{width}}  {account.login}" for account in demo.ACCOUNTS]
        lines.append("")
    database = "DATABASE_URL" if chosen.database_url else str(chosen.data_dir / "postgres")
    lines += [
        f"  Data      {chosen.data_dir}",
        f"  Database  {database}",
        f"  Logs      {chosen.data_dir / 'log'}",
        "",
        "  Messages that would be sent wait at /admin/outbox until a channel is set. Ctrl-C stops Twiza.",
        "",
    ]
    print("\n".join(lines), flush=True)
