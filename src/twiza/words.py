"""The words of the `twiza` command: run it, look after it, save and restore it."""

import asyncio
import sys
from pathlib import Path

from cyclopts import App

from twiza.operations import commands

app = App(name="twiza", help="Twiza, one Moroccan marketplace for services.", version_flags=[])


@app.command
def run() -> None:
    """Start everything on this machine: database, web and worker."""
    from twiza.operations.running import run as run_all

    run_all()


@app.command
def web() -> None:
    """Serve the pages and the API; needs DATABASE_URL."""
    commands.web()


@app.command
def worker() -> None:
    """Carry out background tasks; needs DATABASE_URL."""
    from twiza.worker import main as work

    work()


@app.command
def migrate(revision: str = "head") -> None:
    """Bring the database to the newest shape, or back to an older one."""
    asyncio.run(commands.migrate(revision))


@app.command
def demo() -> None:
    """Load the demo world; refused in production."""
    asyncio.run(commands.demo())


@app.command
def create_admin(phone: str, *, first_name: str, last_name: str, email: str | None = None) -> None:
    """Make an administrator with every permission; the password is asked for."""
    asyncio.run(commands.create_admin(phone, first_name=first_name, last_name=last_name, email=email))


@app.command
def vapid_keys() -> None:
    """Print a new key for notifications in browsers; changing it later ends all of theirs."""
    commands.vapid_keys()


@app.command
def whatsapp_templates() -> None:
    """Print the WhatsApp templates as Meta wants them submitted, in three languages."""
    commands.whatsapp_templates()


@app.command
def doctor() -> None:
    """Check everything Twiza stands on and tell the remedy of each fault."""
    sys.exit(asyncio.run(commands.doctor()))


@app.command
def backup(target: Path) -> None:
    """Save the database and the files into one archive, without the keys of sealed files."""
    asyncio.run(commands.backup(target))


@app.command
def restore(source: Path, *, force: bool = False) -> None:
    """Bring a saved archive back into an empty installation."""
    asyncio.run(commands.restore(source, force=force))
